//! What time it is, asked of a server in the network (R56): SNTP (RFC 5905), by
//! [`sntpc`]. Nobody signs the answer: whoever runs the network can say anything.
//! What is at stake is when schedules are on.

use core::net::SocketAddr;

use sntpc::{
    Error, NtpContext, NtpTimestampGenerator, NtpUdpSocket, sntp_process_response,
    sntp_send_request,
};

/// Where to ask. Whoever sells cameras has servers of their own.
pub const SERVER: &str = "pool.ntp.org";

/// Its port.
pub const PORT: u16 = 123;

/// 2026-01-01, in seconds since 1970 UTC: before that there was no such camera.
pub const EARLIEST_UNIX_S: u64 = 1_767_225_600;

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Somebody out there has answered: there is internet. Portals that want to be
    /// logged in to answer names and pages themselves, but not that.
    pub is_there: bool,
    /// Seconds since 1970 UTC, by who knows it.
    pub unix_s: Option<u64>,
}

/// Asks that server once, and waits for its answer, for ever: the caller knows
/// how long. `nonce` is random; an answer that does not know it is nobody's.
pub async fn ask(server: SocketAddr, socket: &impl NtpUdpSocket, nonce: u64) -> Heard {
    let nobody = Heard {
        is_there: false,
        unix_s: None,
    };
    let context = NtpContext::new(Nonce(nonce));
    let Ok(asked) = sntp_send_request(server, socket, context).await else {
        return nobody;
    };
    loop {
        match sntp_process_response(server, socket, context, asked).await {
            Ok(told) => {
                // To the nearest second.
                let unix_s = told.seconds + u64::from(told.seconds_fraction >> 31);
                return Heard {
                    is_there: true,
                    unix_s: (unix_s >= EARLIEST_UNIX_S).then_some(unix_s),
                };
            }
            Err(Error::Network) => return nobody,
            // Of somebody else.
            Err(
                Error::ResponseAddressMismatch
                | Error::IncorrectOriginTimestamp
                | Error::IncorrectMode
                | Error::IncorrectPayload,
            ) => {}
            // It answers, and does not know it, or does not want to be asked.
            Err(_) => {
                return Heard {
                    is_there: true,
                    unix_s: None,
                };
            }
        }
    }
}

/// What is sent in the place of the camera's own time, which is nobody's business: a
/// server sends it back as it is. It is in the years after [`EARLIEST_UNIX_S`], so that
/// what wraps in 2036 is counted on from there.
#[derive(Clone, Copy)]
struct Nonce(u64);

impl NtpTimestampGenerator for Nonce {
    fn init(&mut self) {}

    fn timestamp_sec(&self) -> u64 {
        EARLIEST_UNIX_S + (self.0 >> 34)
    }

    fn timestamp_subsec_micros(&self) -> u32 {
        (self.0 as u32) % 1_000_000
    }
}
