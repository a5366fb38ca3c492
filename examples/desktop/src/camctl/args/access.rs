//! Who may control the camera, on the command line.

use camera_proto::vocab::{KeyId, Role};
use clap::{ArgGroup, Args};
use zeroize::Zeroizing;

use crate::camctl::{hex, span};

/// Arguments of `pair`. Without a code it asks for one.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("source"))]
pub struct Pair {
    /// The 12 digits of the code; others on this machine may see it here
    #[arg(long, group = "source")]
    pub code: Option<Zeroizing<String>>,
    /// Read the code from standard input
    #[arg(long, group = "source")]
    pub code_stdin: bool,
    /// What the label's QR code says (CAMERA:1:...), or `-` to read that from standard input; others on this machine
    /// may see it here
    #[arg(long, group = "source", value_name = "TEXT")]
    pub qr: Option<Zeroizing<String>>,
    /// The code is that of an invitation, which the camera's owner has given out
    #[arg(long, conflicts_with = "qr")]
    pub invitation: bool,
    /// What this controller calls itself, at most 24 bytes (default: user@host)
    #[arg(long)]
    pub name: Option<String>,
}

/// A controller: this one, or the one of a key.
#[derive(Clone, Copy, Debug)]
pub enum Who {
    /// The one that asks.
    Me,
    /// The one with that key.
    Key(KeyId),
}

/// Arguments of `revoke`.
#[derive(Debug, Args)]
pub struct Revoke {
    /// The controller's key, 16 hex digits, as `controllers` lists it; or `me`
    #[arg(value_name = "KEY|me", value_parser = who)]
    pub who: Who,
}

/// Arguments of `rename`.
#[derive(Debug, Args)]
pub struct Rename {
    /// The controller's key, 16 hex digits, as `controllers` lists it; or `me`
    #[arg(value_name = "KEY|me", value_parser = who)]
    pub who: Who,
    /// What it is called from now on, at most 24 bytes
    pub name: String,
}

/// Arguments of `role`.
#[derive(Debug, Args)]
pub struct SetRole {
    /// The controller's key, 16 hex digits, as `controllers` lists it; or `me`
    #[arg(value_name = "KEY|me", value_parser = who)]
    pub who: Who,
    /// What it may do from now on
    #[arg(value_name = "owner|user", value_parser = role)]
    pub role: Role,
}

/// Arguments of `invite`.
#[derive(Debug, Args)]
pub struct Invite {
    /// What the one invited may do: user or owner
    #[arg(long, default_value = "user", value_parser = role)]
    pub role: Role,
    /// For how long: 90s, 10min or 1h
    #[arg(long, value_name = "TIME", default_value = "10min", value_parser = span::seconds::<u16>)]
    pub valid: u16,
    /// Take the open invitation back
    #[arg(long, conflicts_with_all = ["role", "valid"])]
    pub cancel: bool,
}

/// Arguments of `change-code`.
#[derive(Debug, Args)]
pub struct ChangeCode {
    /// Read the new code from standard input, instead of making one
    #[arg(long)]
    pub code_stdin: bool,
}

fn who(text: &str) -> Result<Who, String> {
    if text == "me" {
        return Ok(Who::Me);
    }
    let bytes = hex::decode(text).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    bytes
        .map(|bytes| Who::Key(KeyId(bytes)))
        .ok_or_else(|| "a key has 16 hex digits, as `camctl controllers` lists them".to_owned())
}

fn role(name: &str) -> Result<Role, String> {
    Role::from_name(name).ok_or_else(|| "owner or user".to_owned())
}
