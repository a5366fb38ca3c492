//! Resuming a session with a key from an earlier pairing: `Noise_NNpsk0_25519_ChaChaPoly_SHA256`.
//!
//! Two messages of [`MESSAGE_LEN`] bytes (Noise Protocol Framework, revision 34, sections 5, 7.5 and 9) prove to
//! each side that the other holds the same 32-byte key and saw the same prologue, and give a [`Session`] that
//! stays secret even if that key leaks later:
//!
//! ```text
//! app -> camera: psk, e
//! camera -> app: e, ee
//! ```
//!
//! Both messages carry an empty payload. An attacker can repeat the first one, so a command in it could be
//! obeyed twice; commands wait for the session.

use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, KeyInit as _};
use rand_core::CryptoRng;
use sha2::{Digest as _, Sha256};
use x25519_dalek::{PublicKey, StaticSecret, X25519_BASEPOINT_BYTES};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::session::{KEY_LEN, Session, TAG_LEN, hkdf};

/// Bytes in either handshake message: an X25519 public key and the tag of an empty payload.
pub const MESSAGE_LEN: usize = PUBLIC_LEN + TAG_LEN;

const PUBLIC_LEN: usize = 32;
const PROTOCOL: &[u8] = b"Noise_NNpsk0_25519_ChaChaPoly_SHA256";

/// The handshake was refused: another key, another prologue, an altered or useless message. One value for all,
/// so that it tells a forger nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the handshake was refused")]
pub struct NoiseError;

/// The app's side between the two messages. Its secrets are zeroized on drop.
pub struct Initiator {
    symmetric: Symmetric,
    ephemeral: StaticSecret,
}

impl Initiator {
    /// Starts a handshake and gives its first message.
    ///
    /// The camera's side must hold the same `psk` and pass the same `prologue`, which is neither secret nor sent:
    /// key id and hellos, so that altered ones fail.
    ///
    /// # Errors
    ///
    /// None in practice: only a cipher that refuses an empty payload.
    pub fn start(
        psk: &[u8; KEY_LEN],
        prologue: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(Self, [u8; MESSAGE_LEN]), NoiseError> {
        let mut message = [0; MESSAGE_LEN];
        let initiator = Self::write(psk, prologue, rng, &mut message)?;
        Ok((initiator, message))
    }

    /// Takes the camera's answer and gives the session.
    ///
    /// # Errors
    ///
    /// [`NoiseError`] when the answer is not from a camera with this key and prologue.
    pub fn finish(self, answer: &[u8; MESSAGE_LEN]) -> Result<Session, NoiseError> {
        let mut answer = *answer;
        self.read(&mut answer)
    }

    /// `-> psk, e`, around the payload that already stands between the places of `e` and the tag.
    fn write(
        psk: &[u8; KEY_LEN],
        prologue: &[u8],
        rng: &mut impl CryptoRng,
        message: &mut [u8],
    ) -> Result<Self, NoiseError> {
        let message = Message::of(message)?;
        let mut symmetric = Symmetric::new(psk, prologue);
        let ephemeral = StaticSecret::random_from_rng(rng);
        *message.public = public(&ephemeral);
        symmetric.mix_public(message.public);
        symmetric.encrypt(message.payload, message.tag)?;
        Ok(Self {
            symmetric,
            ephemeral,
        })
    }

    /// `<- e, ee`, which leaves the plain payload in its place.
    fn read(self, answer: &mut [u8]) -> Result<Session, NoiseError> {
        let answer = Message::of(answer)?;
        let mut symmetric = self.symmetric;
        symmetric.mix_public(answer.public);
        symmetric.mix_shared(self.ephemeral, answer.public)?;
        symmetric.decrypt(answer.payload, answer.tag)?;
        let [to_camera, to_app] = &*symmetric.split();
        Ok(Session::new(to_camera, to_app))
    }
}

/// The camera's side: takes the first message, gives the answer and the session.
///
/// The session proves nothing about the app until its first message opens, because the first handshake message
/// may be a repeated one.
///
/// # Errors
///
/// [`NoiseError`] when the message is not from an app with this key and prologue.
#[inline(never)] // in a bigger function each of its locals costs more
pub fn respond(
    psk: &[u8; KEY_LEN],
    prologue: &[u8],
    rng: &mut impl CryptoRng,
    message: &[u8; MESSAGE_LEN],
) -> Result<([u8; MESSAGE_LEN], Session), NoiseError> {
    let mut message = *message;
    let mut answer = [0; MESSAGE_LEN];
    let session = respond_in_place(psk, prologue, rng, &mut message, &mut answer)?;
    Ok((answer, session))
}

/// `-> psk, e` read and `<- e, ee` written, each around its payload.
fn respond_in_place(
    psk: &[u8; KEY_LEN],
    prologue: &[u8],
    rng: &mut impl CryptoRng,
    message: &mut [u8],
    answer: &mut [u8],
) -> Result<Session, NoiseError> {
    let message = Message::of(message)?;
    let mut symmetric = Symmetric::new(psk, prologue);
    symmetric.mix_public(message.public);
    symmetric.decrypt(message.payload, message.tag)?;

    let answer = Message::of(answer)?;
    let ephemeral = StaticSecret::random_from_rng(rng);
    *answer.public = public(&ephemeral);
    symmetric.mix_public(answer.public);
    symmetric.mix_shared(ephemeral, message.public)?;
    symmetric.encrypt(answer.payload, answer.tag)?;
    let [to_camera, to_app] = &*symmetric.split();
    Ok(Session::new(to_app, to_camera))
}

/// The public key of that secret, by the same ladder as the shared one: `PublicKey::from` multiplies on the Edwards
/// curve, which nothing else here needs. Hence no `EphemeralSecret`: it can be used but once.
fn public(secret: &StaticSecret) -> [u8; PUBLIC_LEN] {
    let base = PublicKey::from(X25519_BASEPOINT_BYTES);
    secret.diffie_hellman(&base).to_bytes()
}

/// A handshake message, taken apart where it stands.
struct Message<'a> {
    public: &'a mut [u8; PUBLIC_LEN],
    payload: &'a mut [u8],
    tag: &'a mut [u8; TAG_LEN],
}

impl<'a> Message<'a> {
    fn of(bytes: &'a mut [u8]) -> Result<Self, NoiseError> {
        let (public, rest) = bytes.split_first_chunk_mut().ok_or(NoiseError)?;
        let (payload, tag) = rest.split_last_chunk_mut().ok_or(NoiseError)?;
        Ok(Self {
            public,
            payload,
            tag,
        })
    }
}

/// Noise's `SymmetricState` with its `CipherState` (section 5.2): `ck`, `h` and `k`.
///
/// In this pattern every payload has a fresh `k`, so the nonce is always zero and need not be kept.
#[derive(ZeroizeOnDrop)]
struct Symmetric {
    chain: [u8; 32],
    hash: [u8; 32],
    key: [u8; KEY_LEN],
}

impl Symmetric {
    /// `InitializeSymmetric`, `MixHash(prologue)` and the token `psk`, which is `MixKeyAndHash`.
    fn new(psk: &[u8; KEY_LEN], prologue: &[u8]) -> Self {
        let name: [u8; 32] = Sha256::digest(PROTOCOL).into();
        let mut symmetric = Self {
            chain: name,
            hash: name,
            key: [0; KEY_LEN],
        };
        symmetric.mix_hash([prologue, &[]]);
        let [chain, hash, key] = &*hkdf(&symmetric.chain, psk, &[]);
        symmetric.chain = *chain;
        symmetric.key = *key;
        symmetric.mix_hash([hash, &[]]);
        symmetric
    }

    /// The token `e`, which a pattern with a psk mixes into the key as well (section 9.2).
    fn mix_public(&mut self, public: &[u8; PUBLIC_LEN]) {
        self.mix_hash([public, &[]]);
        self.mix_key(public);
    }

    /// The token `ee`. Refuses a public key that would make the shared secret all zeros, whatever ours is.
    fn mix_shared(
        &mut self,
        ours: StaticSecret,
        theirs: &[u8; PUBLIC_LEN],
    ) -> Result<(), NoiseError> {
        let shared = ours.diffie_hellman(&PublicKey::from(*theirs));
        if !shared.was_contributory() {
            return Err(NoiseError);
        }
        self.mix_key(shared.as_bytes());
        Ok(())
    }

    fn mix_key(&mut self, secret: &[u8; 32]) {
        let [chain, key] = &*hkdf(&self.chain, secret, &[]);
        self.chain = *chain;
        self.key = *key;
    }

    fn mix_hash(&mut self, [head, tail]: [&[u8]; 2]) {
        let digest = Sha256::new_with_prefix(self.hash)
            .chain_update(head)
            .chain_update(tail);
        self.hash = digest.finalize().into();
    }

    /// `EncryptAndHash`, in place.
    fn encrypt(&mut self, payload: &mut [u8], tag: &mut [u8; TAG_LEN]) -> Result<(), NoiseError> {
        *tag = ChaCha20Poly1305::new((&self.key).into())
            .encrypt_inout_detached(&[0; 12].into(), &self.hash, (&mut *payload).into())
            .map_err(|_| NoiseError)?
            .into();
        self.mix_hash([payload, tag]);
        Ok(())
    }

    /// `DecryptAndHash`, in place.
    fn decrypt(&mut self, payload: &mut [u8], tag: &[u8; TAG_LEN]) -> Result<(), NoiseError> {
        let hash = self.hash;
        self.mix_hash([payload, tag]);
        ChaCha20Poly1305::new((&self.key).into())
            .decrypt_inout_detached(&[0; 12].into(), &hash, payload.into(), tag.into())
            .map_err(|_| NoiseError)
    }

    /// `Split`: the initiator's key, then the responder's.
    fn split(&self) -> Zeroizing<[[u8; KEY_LEN]; 2]> {
        hkdf(&self.chain, &[], &[])
    }
}

#[cfg(test)]
mod tests {
    use core::convert::Infallible;

    use rand_core::{TryCryptoRng, TryRng};
    use serde_json::Value;

    use super::*;
    use crate::hex::unhex;

    extern crate std;
    use std::vec::Vec;

    /// A generator that draws one value, the ephemeral key a vector fixes.
    struct Fixed(Vec<u8>);

    impl TryRng for Fixed {
        type Error = Infallible;
        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            unreachable!("keys are drawn as bytes")
        }
        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            unreachable!("keys are drawn as bytes")
        }
        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            bytes.copy_from_slice(&self.0);
            Ok(())
        }
    }

    impl TryCryptoRng for Fixed {}

    #[test]
    fn both_roles_are_cacophonys_in_every_message_of_its_vectors() {
        let text = include_str!("../tests/vectors/noise_nnpsk0.json");
        let file: Value = serde_json::from_str(text).unwrap();
        for vector in file["vectors"].as_array().unwrap() {
            let field = |name: &str| unhex(vector[name].as_str().unwrap());
            let psk = |name: &str| unhex(vector[name][0].as_str().unwrap()).try_into().unwrap();
            let messages = vector["messages"].as_array().unwrap().iter();
            let mut messages = messages.map(|message| {
                ["payload", "ciphertext"].map(|part| unhex(message[part].as_str().unwrap()))
            });
            // A message before its writer fills in the key and the tag around the payload.
            let blank = |payload: &[u8]| [&[0; 32], payload, &[0; 16]].concat();

            let [first, expected] = messages.next().unwrap();
            let mut message = blank(&first);
            let initiator = Initiator::write(
                &psk("init_psks"),
                &field("init_prologue"),
                &mut Fixed(field("init_ephemeral")),
                &mut message,
            )
            .unwrap();
            assert_eq!(message, expected);

            let [second, expected] = messages.next().unwrap();
            let mut answer = blank(&second);
            let mut camera = respond_in_place(
                &psk("resp_psks"),
                &field("resp_prologue"),
                &mut Fixed(field("resp_ephemeral")),
                &mut message,
                &mut answer,
            )
            .unwrap();
            assert_eq!(answer, expected);
            assert_eq!(message[32..][..first.len()], first, "the payload, read");

            let mut app = initiator.read(&mut answer).unwrap();
            assert_eq!(answer[32..][..second.len()], second, "the payload, read");

            // Transport messages take turns, the initiator first.
            for [plain, expected] in messages {
                let mut buf = [&plain, &[0; TAG_LEN][..]].concat();
                let sealed = app.seal(&[], &mut buf, plain.len()).unwrap();
                assert_eq!(buf, expected);
                let len = camera.open(sealed.counter, &[], &mut buf);
                assert_eq!(len, Ok(plain.len()));
                assert_eq!(buf[..plain.len()], plain);
                core::mem::swap(&mut app, &mut camera);
            }
        }
    }

    #[test]
    fn a_public_key_that_fixes_the_shared_secret_is_refused() {
        let mut one = [0; PUBLIC_LEN];
        one[0] = 1;
        for low_order in [[0; PUBLIC_LEN], one] {
            let ours = StaticSecret::random_from_rng(&mut Fixed([7; 32].into()));
            let mixed = Symmetric::new(&[9; KEY_LEN], &[]).mix_shared(ours, &low_order);
            assert_eq!(mixed, Err(NoiseError));
        }
    }
}
