//! Which network, on the command line.

use std::ffi::OsString;

use camera_proto::vocab::{Band, Bssid, Security};
use clap::{ArgGroup, Args, ValueEnum};
use zeroize::Zeroizing;

use crate::camctl::hex;

/// Arguments of `setup`. Without `--password-stdin` or `--qr` it asks for the password.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("network").required(true))]
pub struct Setup {
    /// The network's name
    #[arg(long, group = "network", value_name = "NAME")]
    pub ssid: Option<OsString>,
    /// The network's name as hex digits: names are bytes, not always text
    #[arg(long, group = "network", value_name = "HEX", value_parser = hex::bytes)]
    pub ssid_hex: Option<hex::Bytes>,
    /// What a Wi-Fi QR code says (WIFI:...), or `-` to read that from standard input: name, password and security;
    /// others on this machine may see it here
    #[arg(long, group = "network", value_name = "TEXT", conflicts_with_all = ["password_stdin", "security", "hidden"])]
    pub qr: Option<Zeroizing<String>>,
    /// Read the password from standard input; one newline at its end is dropped
    #[arg(long)]
    pub password_stdin: bool,
    /// Join nothing weaker: open, wpa2, wpa3 or wpa2-wpa3
    #[arg(long, value_parser = security)]
    pub security: Option<Security>,
    /// The network does not announce its name
    #[arg(long)]
    pub hidden: bool,
    /// Be content without internet
    #[arg(long)]
    pub allow_no_internet: bool,
    /// Only this access point
    #[arg(long, value_name = "MAC", value_parser = bssid)]
    pub bssid: Option<Bssid>,
    /// Where you have seen that network; the camera hears 2.4 GHz only
    #[arg(long, value_name = "GHZ")]
    pub seen_on: Option<SeenOn>,
}

/// A radio band on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SeenOn {
    /// 2.4 GHz.
    #[value(name = "2.4")]
    Ghz2_4,
    /// 5 GHz.
    #[value(name = "5")]
    Ghz5,
    /// 6 GHz.
    #[value(name = "6")]
    Ghz6,
}

impl From<SeenOn> for Band {
    fn from(seen: SeenOn) -> Self {
        match seen {
            SeenOn::Ghz2_4 => Self::Ghz2_4,
            SeenOn::Ghz5 => Self::Ghz5,
            SeenOn::Ghz6 => Self::Ghz6,
        }
    }
}

fn security(name: &str) -> Result<Security, String> {
    super::named(Security::ALL, name)
}

fn bssid(text: &str) -> Result<Bssid, String> {
    let bytes = hex::decode(&text.replace([':', '-'], ""));
    bytes
        .and_then(|bytes| <[u8; 6]>::try_from(bytes).ok())
        .map(Bssid)
        .ok_or_else(|| "an address has 6 pairs of hex digits".to_owned())
}
