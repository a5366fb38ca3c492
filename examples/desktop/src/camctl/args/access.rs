//! Who may control the camera, on the command line.

use camera_proto::vocab::KeyId;
use clap::{ArgGroup, Args};
use zeroize::Zeroizing;

use crate::camctl::hex;

/// Arguments of `pair`. Without a code it asks for one.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source"))]
pub struct Pair {
    /// The 12 digits on the label; others on this machine may see it here
    #[arg(long, group = "source")]
    pub code: Option<Zeroizing<String>>,
    /// Read the code from standard input
    #[arg(long, group = "source")]
    pub code_stdin: bool,
    /// What the label's QR code says (CAMERA:1:...), or `-` to read that from standard input; others on this machine
    /// may see it here
    #[arg(long, group = "source", value_name = "TEXT")]
    pub qr: Option<Zeroizing<String>>,
    /// What this controller calls itself, at most 24 bytes (default: user@host)
    #[arg(long)]
    pub name: Option<String>,
}

/// Arguments of `revoke`.
#[derive(Debug, Args)]
pub struct Revoke {
    /// The controller's key, 16 hex digits, as `controllers` lists it
    #[arg(value_name = "KEY", value_parser = key_id)]
    pub key: KeyId,
}

fn key_id(text: &str) -> Result<KeyId, String> {
    let bytes = hex::decode(text).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    bytes
        .map(KeyId)
        .ok_or_else(|| "a key has 16 hex digits".to_owned())
}
