//! Announces the camera on the local network while its radio is up. What it
//! tells is what a stranger may know (design 5).

use core::net::SocketAddr;
use std::collections::HashMap;

use mdns_sd::{ServiceDaemon, ServiceInfo};

/// The service type.
pub const SERVICE: &str = "_camera-proto._tcp.local.";

/// Says that the camera is there.
pub struct Announcer {
    daemon: ServiceDaemon,
    address: SocketAddr,
    model: String,
    discriminator: u16,
    told: Option<bool>,
    name: String,
}

/// The name that a camera announces itself by.
#[must_use]
pub fn instance(model: &str, discriminator: u16) -> String {
    let slug = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    };
    let slug: String = model.chars().map(slug).collect();
    format!("{slug}-{discriminator:04X}")
}

impl Announcer {
    /// Ready to announce a camera at that address.
    ///
    /// # Errors
    /// When this machine has no multicast.
    pub fn new(
        address: SocketAddr,
        model: &str,
        discriminator: u16,
    ) -> Result<Self, mdns_sd::Error> {
        Ok(Self {
            daemon: ServiceDaemon::new()?,
            address,
            model: model.to_owned(),
            discriminator,
            told: None,
            name: instance(model, discriminator),
        })
    }

    /// Tells what has changed: whether the camera is there, and in setup mode.
    pub fn follow(&mut self, is_on_air: bool, is_setup: bool) {
        let tells = is_on_air.then_some(is_setup);
        if tells == self.told {
            return;
        }
        self.told = tells;
        let full_name = format!("{}.{SERVICE}", self.name);
        match tells {
            // Announcing is a courtesy: a camera that cannot, still works.
            None => drop(self.daemon.unregister(&full_name)),
            Some(is_setup) => {
                let properties = HashMap::from([
                    ("model".to_owned(), self.model.clone()),
                    ("disc".to_owned(), format!("{:04X}", self.discriminator)),
                    ("setup".to_owned(), u8::from(is_setup).to_string()),
                ]);
                let host = format!("{}.local.", self.name);
                let (ip, port) = (self.address.ip(), self.address.port());
                if let Ok(info) =
                    ServiceInfo::new(SERVICE, &self.name, &host, ip, port, Some(properties))
                {
                    let _ = self.daemon.register(info);
                }
            }
        }
    }
}

impl Drop for Announcer {
    fn drop(&mut self) {
        let _ = self.daemon.shutdown();
    }
}
