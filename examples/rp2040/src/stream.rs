//! Bytes to and from one peer: a task at the hardware's end, the camera's loop
//! at the other.

use core::convert::Infallible;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use camera_app::coprocessor::Line;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::pipe::Pipe;
use embedded_io::{ErrorType, Read, ReadReady, Write, WriteReady};

use crate::news::NEWS;

/// Each way: a frame, and a bit.
const BYTES: usize = 288;

/// A peer. All of them are of one type, so that their tasks share their code.
pub(crate) struct Stream {
    came: Pipe<CriticalSectionRawMutex, BYTES>,
    goes: Pipe<CriticalSectionRawMutex, BYTES>,
    /// Who is connected; 0: nobody.
    connection: AtomicU32,
    connections: AtomicU32,
    /// Bytes are with the hardware.
    is_sending: AtomicBool,
}

impl Stream {
    pub(crate) const fn new() -> Self {
        Self {
            came: Pipe::new(),
            goes: Pipe::new(),
            connection: AtomicU32::new(0),
            connections: AtomicU32::new(0),
            is_sending: AtomicBool::new(false),
        }
    }

    /// The hardware has received something. A serial line does not say that
    /// somebody connects: the first bytes do.
    pub(crate) async fn came(&self, bytes: &[u8]) {
        if self.connection().is_none() {
            let number = self.connections.load(Ordering::Relaxed) + 1;
            self.connections.store(number, Ordering::Relaxed);
            self.connection.store(number, Ordering::Relaxed);
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let count = self.came.write(rest).await;
            rest = rest.get(count..).unwrap_or_default();
            NEWS.signal(());
        }
    }

    /// What the hardware shall send next, at least a byte.
    pub(crate) async fn goes(&self, into: &mut [u8]) -> usize {
        self.is_sending.store(false, Ordering::Relaxed);
        if self.goes.is_empty() {
            // Somebody may wait for just that.
            NEWS.signal(());
        }
        let count = self.goes.read(into).await;
        self.is_sending.store(true, Ordering::Relaxed);
        count
    }

    /// The peer is gone, and what was on its way with it. The hardware's task
    /// may interrupt the camera's: not here, or it would lose what comes next.
    pub(crate) fn ended(&self) {
        critical_section::with(|_| {
            self.connection.store(0, Ordering::Relaxed);
            self.came.clear();
            self.goes.clear();
        });
        NEWS.signal(());
    }

    pub(crate) fn connection(&self) -> Option<u32> {
        match self.connection.load(Ordering::Relaxed) {
            0 => None,
            number => Some(number),
        }
    }

    pub(crate) fn read(&self, into: &mut [u8]) -> usize {
        self.came.try_read(into).unwrap_or(0)
    }

    pub(crate) fn write(&self, bytes: &[u8]) -> usize {
        self.goes.try_write(bytes).unwrap_or(0)
    }

    /// Whether the hardware has taken all of it.
    pub(crate) fn has_nothing_more(&self) -> bool {
        self.goes.is_empty()
    }

    pub(crate) fn has_arrived(&self) -> bool {
        self.goes.is_empty() && !self.is_sending.load(Ordering::Relaxed)
    }
}

/// Where the radio's driver has it.
impl Line for &'static Stream {
    fn read(&mut self, into: &mut [u8]) -> usize {
        Stream::read(self, into)
    }

    fn write(&mut self, bytes: &[u8]) -> usize {
        Stream::write(self, bytes)
    }
}

/// Where the console has it: it asks before it reads and writes, and nobody waits.
impl ErrorType for &Stream {
    type Error = Infallible;
}

impl Read for &Stream {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Infallible> {
        Ok(Stream::read(self, into))
    }
}

impl ReadReady for &Stream {
    fn read_ready(&mut self) -> Result<bool, Infallible> {
        Ok(!self.came.is_empty())
    }
}

impl Write for &Stream {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Infallible> {
        Ok(Stream::write(self, bytes))
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl WriteReady for &Stream {
    fn write_ready(&mut self) -> Result<bool, Infallible> {
        Ok(!self.goes.is_full())
    }
}
