//! What a camera says of itself by mDNS (SPEC.md, section 2): what a stranger may
//! know.

use core::fmt::Write as _;
use core::net::{Ipv4Addr, Ipv6Addr};

use camera_fsm::time::Instant;
use camera_hal::board::Board;
use camera_hal::runner::Runner;
use camera_proto::message::MODEL_MAX;
use camera_proto::vocab::CameraState;
use edge_mdns::domain::base::Ttl;
use edge_mdns::host::{Host, Service, ServiceAnswers};
use edge_mdns::{HostAnswersMdnsHandler, MdnsHandler as _, MdnsRequest, MdnsResponse};
use heapless::String;

/// The service; its protocol is `_tcp`.
const SERVICE: &str = "_camera-proto";

/// RFC 6762, section 10: for names of hosts.
const TTL: Ttl = Ttl::from_secs(120);

/// Where it listens, on every network.
pub const PORT: u16 = 4455;

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Of the service, and of the host: `Spot-PT-1-A1B2`.
    pub name: String<{ MODEL_MAX + 5 }>,
    /// The model, as its maker writes it.
    pub model: String<MODEL_MAX>,
    /// Four hex digits that tell cameras of one model apart.
    pub discriminator: String<4>,
    /// Whether it is in setup mode.
    pub is_setup: bool,
}

impl Announcement {
    /// What that camera says now; `None` when it does not know its model.
    pub fn of<B: Board>(runner: &Runner<B>, now: Instant) -> Option<Self> {
        let factory = runner.store().factory()?;
        let model = core::str::from_utf8(&factory.model).ok()?;
        let is_setup = runner.device().status(now).state == CameraState::SETUP;
        Self::new(model, factory.discriminator, is_setup)
    }

    /// A camera of that model; `None` when the model's name is too long.
    #[must_use]
    pub fn new(model: &str, discriminator: u16, is_setup: bool) -> Option<Self> {
        let (mut digits, mut name) = (String::new(), String::new());
        write!(digits, "{discriminator:04X}").ok()?;
        for letter in model.chars() {
            let is_plain = letter.is_ascii_alphanumeric();
            name.push(if is_plain { letter } else { '-' }).ok()?;
        }
        write!(name, "-{digits}").ok()?;
        Some(Self {
            name,
            model: String::try_from(model).ok()?,
            discriminator: digits,
            is_setup,
        })
    }

    /// The packet to send: to everybody when nobody has asked, else the answer to
    /// that packet, unless somebody else is meant by it. `is_legacy` when it did
    /// not come from mDNS's own port: then the answer goes back there (RFC 6762,
    /// section 6.7).
    pub fn packet<'a>(
        &self,
        ipv4: Ipv4Addr,
        asked: Option<(&[u8], bool)>,
        into: &'a mut [u8],
    ) -> Option<&'a [u8]> {
        let request = match asked {
            None => MdnsRequest::None,
            Some((data, legacy)) => MdnsRequest::Request {
                legacy,
                multicast: true,
                data,
            },
        };
        let host = Host {
            hostname: &self.name,
            ipv4,
            ipv6: Ipv6Addr::UNSPECIFIED,
            ttl: TTL,
        };
        let service = Service {
            name: &self.name,
            priority: 0,
            weight: 0,
            service: SERVICE,
            protocol: "_tcp",
            port: PORT,
            service_subtypes: &[],
            txt_kvs: &self.text(),
        };
        let mut handler = HostAnswersMdnsHandler::new(ServiceAnswers::new(&host, &service));
        match handler.handle(request, into) {
            Ok(MdnsResponse::Reply { data, .. }) => Some(data),
            // Or it is nothing that can be read.
            Ok(MdnsResponse::None) | Err(_) => None,
        }
    }

    /// The record's text, key by key.
    #[must_use]
    pub fn text(&self) -> [(&str, &str); 3] {
        let setup = if self.is_setup { "1" } else { "0" };
        [
            ("model", &self.model),
            ("disc", &self.discriminator),
            ("setup", setup),
        ]
    }
}
