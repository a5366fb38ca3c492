//! A bench of what every board has: a stream, a clock and a delay.

use core::fmt;

use camera_fsm::time::Instant;
use embedded_hal::delay::DelayNs;
use embedded_io::{Read, ReadReady, Write, WriteReady};

use super::Bench;

/// How long a person may look before they answer, in milliseconds. Whoever says
/// nothing has not seen it.
const LOOKS_MS: u32 = 60_000;

/// How long the stream may have no room, in milliseconds. Then nobody reads.
const READS_MS: u32 = 2_000;

/// How often it looks at the stream, in milliseconds.
const STEP_MS: u32 = 10;

/// A person at a stream. `y` is yes and `n` is no; nothing else is an answer.
/// It never waits for ever: neither for an answer, nor for a stream that nobody
/// reads.
///
/// A watchdog must be fed by `delay`: the suite waits by nothing else, for 10 ms
/// at most at a time, but for the flash and 100 ms that time the clock.
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

    fn is_so(&mut self) -> bool {
        let answer = self.answer();
        // What cannot be written now cannot be written next, and that is told.
        let _ = fmt::Write::write_str(self, if answer { "y\r\n" } else { "n\r\n" });
        answer
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

impl<S: Read + ReadReady, C, D: DelayNs> Desk<'_, S, C, D> {
    fn answer(&mut self) -> bool {
        // What was typed before the question answers another one.
        for _ in 0..LOOKS_MS / STEP_MS {
            while let Ok(true) = self.stream.read_ready() {
                let mut byte = [0];
                match self.stream.read(&mut byte) {
                    Ok(1..) => {}
                    Ok(0) | Err(_) => return false,
                }
                match byte {
                    [b'y' | b'Y'] => return true,
                    [b'n' | b'N'] => return false,
                    _ => {}
                }
            }
            self.delay.delay_ms(STEP_MS);
        }
        false
    }
}
