//! A bench of what every board has: a stream, a clock and a delay.

use core::fmt;

use camera_fsm::time::Instant;
use embedded_hal::delay::DelayNs;
use embedded_io::{Read, ReadReady, Write, WriteReady};

use super::Bench;

/// How long the stream may have no room, in milliseconds. Then nobody reads.
const READS_MS: u32 = 2_000;

/// How often it looks at the stream, in milliseconds.
const STEP_MS: u32 = 10;

/// A person at a stream. `y` is yes and `n` is no; nothing else is an answer.
/// It never waits for ever: neither for an answer, nor for a stream that nobody
/// reads.
///
/// The suite feeds the watchdog; `delay` must not, or it never bites.
#[derive(Debug)]
pub struct Desk<'a, S, C, D> {
    /// Where the person reads and types.
    pub stream: &'a mut S,
    /// The camera's clock.
    pub now: C,
    /// Another timer, where there is one.
    pub delay: &'a mut D,
}

impl<S, C, D> Bench for Desk<'_, S, C, D>
where
    S: Read + ReadReady + Write + WriteReady,
    C: FnMut() -> Instant,
    D: DelayNs,
{
    fn now(&mut self) -> Instant {
        (self.now)()
    }

    fn wait_ms(&mut self, ms: u32) {
        self.delay.delay_ms(ms);
    }

    fn answer(&mut self) -> Option<bool> {
        while let Ok(true) = self.stream.read_ready() {
            let mut byte = [0];
            match self.stream.read(&mut byte) {
                Ok(1..) => {}
                Ok(0) | Err(_) => return Some(false),
            }
            match byte {
                [b'y' | b'Y'] => return Some(true),
                [b'n' | b'N'] => return Some(false),
                _ => {}
            }
        }
        None
    }
}

impl<S, C, D> fmt::Write for Desk<'_, S, C, D>
where
    S: Write + WriteReady,
    D: DelayNs,
{
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text.as_bytes();
        let mut waited_ms = 0;
        while !rest.is_empty() {
            if self.stream.write_ready().map_err(|_| fmt::Error)? {
                let written = self.stream.write(rest).map_err(|_| fmt::Error)?;
                rest = rest.get(written..).unwrap_or_default();
                waited_ms = 0;
            } else if waited_ms >= READS_MS {
                return Err(fmt::Error);
            } else {
                self.delay.delay_ms(STEP_MS);
                waited_ms += STEP_MS;
            }
        }
        Ok(())
    }
}
