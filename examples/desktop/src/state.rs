//! The state folder: three flash images, the sticker beside them, and a lock
//! so that a camera exists only once.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use camera_fsm::profile::Profile;
use camera_proto::pairing::{CodeError, DEFAULT_ITERATIONS, SetupCode};
use rand::rngs::StdRng;
use zeroize::Zeroizing;

use crate::sim::factory::{self, Label};
use crate::sim::flash::{FileFlash, Region};

/// A state folder that is ours.
pub struct State {
    /// The flash.
    pub flash: FileFlash,
    /// What the sticker says.
    pub label: Label,
    /// The label code.
    pub code: SetupCode,
    /// Where it is.
    pub folder: PathBuf,
    _lock: File,
}

/// Why there is no camera in that folder.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The platform has no data folder.
    #[error("this platform has no data folder; say --state DIR")]
    NoFolder,
    /// Another camera runs on it.
    #[error("{folder} is in use by {by}; stop it, or say --state with another folder")]
    InUse {
        /// The folder.
        folder: PathBuf,
        /// By whom.
        by: String,
    },
    /// A file cannot be used.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The sticker is gone or unreadable.
    #[error(
        "{path} is missing or damaged, and the camera itself does not know its code ({why}); remove the folder for a new camera"
    )]
    Label {
        /// Where it should be.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The camera in it was made as another model.
    #[error(
        "{folder} holds a camera of model {model}; say the --profile that it was made with, or --state with another folder"
    )]
    OtherModel {
        /// The folder.
        folder: PathBuf,
        /// Its model.
        model: String,
    },
    /// The factory failed.
    #[error("the factory failed: {0}")]
    Factory(Box<dyn core::error::Error>),
}

/// Opens the folder; a camera that is not there yet is made.
///
/// # Errors
/// Says what is wrong and what to do.
pub fn open(
    folder: Option<&Path>,
    profile: &Profile,
    rng: &mut StdRng,
) -> Result<State, StateError> {
    let folder = match folder {
        Some(folder) => folder.to_owned(),
        None => default_folder().ok_or(StateError::NoFolder)?,
    };
    let at = |path: &Path| {
        let path = path.to_owned();
        move |error| StateError::File { path, error }
    };
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let lock = lock(&folder)?;
    let sticker = folder.join("label.txt");
    let is_new = Region::ALL
        .iter()
        .all(|region| !folder.join(region.file()).exists());
    let mut flash = FileFlash::open(&folder).map_err(at(&folder))?;
    if is_new {
        let label = factory::make(&mut flash, profile, DEFAULT_ITERATIONS, rng)
            .map_err(StateError::Factory)?;
        let text = Zeroizing::new(format!(
            "{}\nserial {}\ncode {}\n",
            profile.model, label.serial, &*label.code
        ));
        write_private(&sticker, text.as_bytes()).map_err(at(&sticker))?;
    }
    // A damaged factory region has no model; the camera itself says so.
    if let Some(model) = flash.model().filter(|model| model != profile.model) {
        return Err(StateError::OtherModel { folder, model });
    }
    let (label, code) = read_label(&sticker)?;
    Ok(State {
        flash,
        label,
        code,
        folder,
        _lock: lock,
    })
}

/// The platform's data folder for a camera.
#[must_use]
pub fn default_folder() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "camera-desktop")?;
    Some(dirs.data_dir().to_owned())
}

fn lock(folder: &Path) -> Result<File, StateError> {
    let path = folder.join("lock");
    let at = |error| StateError::File {
        path: path.clone(),
        error,
    };
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(at)?;
    if file.try_lock().is_err() {
        let mut by = String::new();
        let _ = file.read_to_string(&mut by);
        return Err(StateError::InUse {
            folder: folder.to_owned(),
            by: match by.trim() {
                "" => "another program".to_owned(),
                by => by.to_owned(),
            },
        });
    }
    let whose = format!("camera-desktop with process id {}\n", std::process::id());
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(whose.as_bytes()))
        .map_err(at)?;
    Ok(file)
}

fn read_label(path: &Path) -> Result<(Label, SetupCode), StateError> {
    let wrong = |why: String| StateError::Label {
        path: path.to_owned(),
        why,
    };
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    let text = Zeroizing::new(text);
    let field = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
            .map(str::to_owned)
            .ok_or_else(|| wrong(format!("it has no line `{name} …`")))
    };
    let serial = field("serial")?;
    let code = Zeroizing::new(field("code")?);
    let parsed = SetupCode::parse(&code).map_err(|error: CodeError| wrong(error.to_string()))?;
    Ok((Label { serial, code }, parsed))
}

/// The sticker is for who holds the camera.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}
