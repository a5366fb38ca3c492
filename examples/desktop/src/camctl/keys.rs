//! The keys that pairing gave, one file a camera, readable by their user only.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use camera_proto::message::HelloReply;
use camera_proto::vocab::KeyId;
use directories::ProjectDirs;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::failure::Failure;

/// The folder of the keys.
#[derive(Debug)]
pub struct Keys {
    folder: PathBuf,
}

/// What is kept of one camera.
#[derive(Serialize, Deserialize)]
pub struct Key {
    /// Its model, as it said.
    pub model: String,
    /// Tells cameras of that model apart.
    pub discriminator: u16,
    /// Where it was paired.
    pub address: String,
    /// Names the key.
    #[serde(with = "as_hex")]
    pub key_id: KeyId,
    /// The key.
    #[serde(with = "as_hex")]
    pub key: Zeroizing<[u8; 32]>,
    /// What the key allows.
    pub role: String,
    /// The ownership epoch of the pairing: another one means a reset (R32).
    pub epoch: u32,
}

/// The camera that was paired last. It outlives the key, so that a camera
/// that was reset can be paired again without its address.
#[derive(Debug, Serialize, Deserialize)]
pub struct Default {
    /// The name of its file, without `.json`.
    pub camera: String,
    /// Where it was.
    pub address: String,
}

impl Keys {
    /// The folder, or else the platform's data folder. Nothing is created yet.
    ///
    /// # Errors
    /// When the platform has no such folder.
    pub fn new(folder: Option<PathBuf>) -> Result<Self, Failure> {
        let platform = || ProjectDirs::from("", "", "camctl").map(|dirs| dirs.data_dir().into());
        let folder = folder.or_else(platform).ok_or_else(|| {
            let message = "This platform has no data folder.";
            Failure::new("Keys", message, "Choose a folder by --keys.")
        })?;
        Ok(Self { folder })
    }

    /// Creates the folder, so that a key that a camera gives can be kept.
    ///
    /// # Errors
    /// When that does not work.
    pub fn create(&self) -> Result<(), Failure> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.folder)
            .map_err(|error| Failure::keys(&self.folder, &error))
    }

    /// The key for the camera that said this, if there is one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn find(&self, camera: &HelloReply) -> Result<Option<Key>, Failure> {
        read(&self.path(&file_name(&camera.model, camera.discriminator)))
    }

    /// The camera that was paired last, if there is one.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn default(&self) -> Result<Option<Default>, Failure> {
        read(&self.folder.join("default"))
    }

    /// Keeps a key and makes its camera the default. Gives the key's file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, key: &Key) -> Result<PathBuf, Failure> {
        self.create()?;
        let camera = key.file_name();
        let path = self.path(&camera);
        write(&path, key)?;
        let address = key.address.clone();
        write(&self.folder.join("default"), &Default { camera, address })?;
        Ok(path)
    }

    /// Deletes a key that no camera knows any more.
    ///
    /// # Errors
    /// When its file cannot be deleted.
    pub fn forget(&self, key: &Key) -> Result<(), Failure> {
        let path = self.path(&key.file_name());
        fs::remove_file(&path).map_err(|error| Failure::keys(&path, &error))
    }

    fn path(&self, camera: &str) -> PathBuf {
        self.folder.join(format!("{camera}.json"))
    }
}

impl Key {
    fn file_name(&self) -> String {
        file_name(self.model.as_bytes(), self.discriminator)
    }
}

/// It says nothing of the key itself.
impl core::fmt::Debug for Key {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Key({:?} of {})", self.key_id, self.file_name())
    }
}

/// A camera's name in short. Whatever answers chooses its model, so that
/// nothing but letters, digits and dashes may get into the name of a file.
#[must_use]
pub fn file_name(model: &[u8], discriminator: u16) -> String {
    let safe = |character: char| match character {
        'a'..='z' | '0'..='9' => character,
        _ => '-',
    };
    let model = String::from_utf8_lossy(model).to_lowercase();
    let model: String = model.chars().map(safe).collect();
    format!("{model}-{discriminator:04x}")
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Failure> {
    let bytes = match fs::read(path) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::keys(path, &error)),
    };
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| Failure {
            next: "It is damaged. Remove it, and say --connect HOST; if it was a key, pair again: camctl pair --connect HOST"
                .to_owned(),
            ..Failure::keys(path, &error.into())
        })
}

/// Writes a new file beside the old one and swaps them, so that a power cut
/// leaves one of them whole.
fn write<T: Serialize>(path: &Path, content: &T) -> Result<(), Failure> {
    let swap = || {
        let bytes = Zeroizing::new(serde_json::to_vec_pretty(content)?);
        let new = path.with_extension("new");
        let _ = fs::remove_file(&new);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    swap().map_err(|error| Failure::keys(path, &error))
}

/// Fixed numbers of bytes as hex digits.
mod as_hex {
    use camera_proto::vocab::KeyId;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};
    use zeroize::Zeroizing;

    use crate::camctl::hex;

    pub(super) trait Bytes<const N: usize>: Sized {
        fn bytes(&self) -> &[u8; N];
        fn from_bytes(bytes: [u8; N]) -> Self;
    }

    impl Bytes<8> for KeyId {
        fn bytes(&self) -> &[u8; 8] {
            &self.0
        }
        fn from_bytes(bytes: [u8; 8]) -> Self {
            Self(bytes)
        }
    }

    impl Bytes<32> for Zeroizing<[u8; 32]> {
        fn bytes(&self) -> &[u8; 32] {
            self
        }
        fn from_bytes(bytes: [u8; 32]) -> Self {
            Self::new(bytes)
        }
    }

    pub(super) fn serialize<S: Serializer, const N: usize>(
        value: &impl Bytes<N>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.serialize_str(&Zeroizing::new(hex::encode(value.bytes())))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>, T: Bytes<N>, const N: usize>(
        from: D,
    ) -> Result<T, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        let bytes = Zeroizing::new(hex::decode(&text).unwrap_or_default());
        let bytes = <[u8; N]>::try_from(bytes.as_slice());
        bytes
            .map(T::from_bytes)
            .map_err(|_| D::Error::custom(format_args!("{N} bytes as hex digits expected")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key {
            model: "Spot PT-1".into(),
            discriminator: 0xa1b2,
            address: "127.0.0.1:4455".into(),
            key_id: KeyId([1; 8]),
            key: Zeroizing::new([2; 32]),
            role: "owner".into(),
            epoch: 3,
        }
    }

    fn hello(key: &Key) -> HelloReply {
        HelloReply {
            version: 1,
            model: key.model.bytes().collect(),
            discriminator: key.discriminator,
            setup_open: false,
            salt: [0; 16],
            iterations: 10_000,
        }
    }

    #[test]
    fn a_key_is_kept_found_and_forgotten_and_its_address_stays() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::new(Some(folder.path().join("new"))).unwrap();
        let key = key();
        assert!(keys.default().unwrap().is_none());
        assert!(keys.find(&hello(&key)).unwrap().is_none());

        let path = keys.save(&key).unwrap();
        assert!(path.ends_with("new/spot-pt-1-a1b2.json"));
        let found = keys.find(&hello(&key)).unwrap().unwrap();
        assert_eq!((found.key_id, *found.key), (key.key_id, *key.key));
        assert_eq!((found.role.as_str(), found.epoch), ("owner", 3));

        keys.save(&key)
            .expect("a second pairing replaces the first");
        keys.forget(&key).unwrap();
        assert!(keys.find(&hello(&key)).unwrap().is_none());
        assert_eq!(keys.default().unwrap().unwrap().address, key.address);
    }

    #[cfg(unix)]
    #[test]
    fn only_their_user_can_read_keys() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::new(Some(folder.path().join("new"))).unwrap();
        let path = keys.save(&key()).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&folder.path().join("new/default")), 0o600);
        assert_eq!(mode(&folder.path().join("new")), 0o700);
    }

    #[test]
    fn no_model_leads_out_of_the_folder() {
        let name = file_name(b"../../etc/\0\xff", 7);
        assert_eq!(name, "------etc----0007");
    }

    #[test]
    fn a_damaged_file_is_said_so() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::new(Some(folder.path().into())).unwrap();
        fs::write(folder.path().join("spot-pt-1-a1b2.json"), "{}").unwrap();
        let failure = keys.find(&hello(&key())).unwrap_err();
        assert_eq!(failure.code, "Keys");
        assert!(failure.next.contains("camctl pair"), "{}", failure.next);
        // And that helps.
        keys.save(&key()).unwrap();
        assert!(keys.find(&hello(&key())).unwrap().is_some());
    }
}
