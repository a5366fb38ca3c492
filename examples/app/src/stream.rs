//! Bytes to and from one peer, on embassy: a task at the hardware's end, the
//! camera's loop at the other.

use core::convert::Infallible;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use camera_fsm::input::ClientId;
use camera_hal::wire::{Transport, Wire};
use embassy_futures::join::join;
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::pipe::Pipe;
use embassy_sync::signal::Signal;
use embedded_io::{ErrorType, Read, ReadReady, Write, WriteReady};
use zeroize::Zeroize as _;

use crate::coprocessor::{Line, PIECE_FRAME_MAX, Peer, ROOM};

/// What wakes the camera's loop besides its own deadline and its pins: something
/// came, or somebody is gone. Whoever has it looks at everything.
pub static NEWS: Signal<CriticalSectionRawMutex, ()> = Signal::new();

/// Each way: two packets of USB, since there are many streams and little RAM.
const BYTES: usize = 128;

const _: () = assert!(BYTES >= ROOM as usize && BYTES > PIECE_FRAME_MAX);

/// A peer. All of them are of one type, so that their tasks share their code.
pub struct Stream {
    came: Pipe<CriticalSectionRawMutex, BYTES>,
    goes: Pipe<CriticalSectionRawMutex, BYTES>,
    /// Who is connected; 0: nobody.
    connection: AtomicU32,
    connections: AtomicU32,
    /// Bytes are with the hardware.
    is_sending: AtomicBool,
    hung_up: Signal<CriticalSectionRawMutex, ()>,
}

impl Stream {
    /// Nobody there.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            came: Pipe::new(),
            goes: Pipe::new(),
            connection: AtomicU32::new(0),
            connections: AtomicU32::new(0),
            is_sending: AtomicBool::new(false),
            hung_up: Signal::new(),
        }
    }

    /// Somebody has connected. What the hardware calls on a link that can tell;
    /// a serial line cannot, and there the first bytes do.
    pub fn connected(&self) {
        let number = self.connections.load(Ordering::Relaxed) + 1;
        self.connections.store(number, Ordering::Relaxed);
        self.connection.store(number, Ordering::Relaxed);
        self.hung_up.reset();
        NEWS.signal(());
    }

    /// The hardware has received something.
    pub async fn came(&self, bytes: &[u8]) {
        if self.connection().is_none() {
            self.connected();
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let count = self.came.write(rest).await;
            rest = rest.get(count..).unwrap_or_default();
            NEWS.signal(());
        }
    }

    /// What the hardware shall send next, at least a byte.
    pub async fn goes(&self, into: &mut [u8]) -> usize {
        self.is_sending.store(false, Ordering::Relaxed);
        if self.goes.is_empty() {
            // Somebody may wait for just that.
            NEWS.signal(());
        }
        let count = self.goes.read(into).await;
        critical_section::with(|_| {
            if self.goes.is_empty() {
                wipe(&self.goes);
            }
        });
        self.is_sending.store(true, Ordering::Relaxed);
        count
    }

    /// The peer is gone, and what was on its way with it. The hardware's task
    /// may interrupt the camera's: not here, or it would lose what comes next.
    pub fn ended(&self) {
        critical_section::with(|_| {
            self.connection.store(0, Ordering::Relaxed);
            self.came.clear();
            wipe(&self.goes);
        });
        NEWS.signal(());
    }

    /// Ends when the camera hangs up; on a serial line that is nothing to do.
    pub async fn hung_up(&self) {
        self.hung_up.wait().await;
    }

    /// Who is connected, as the camera's [`Wire`] has it.
    pub fn connection(&self) -> Option<u32> {
        match self.connection.load(Ordering::Relaxed) {
            0 => None,
            number => Some(number),
        }
    }

    /// Takes bytes that came; 0 when there are none now.
    pub fn read(&self, into: &mut [u8]) -> usize {
        self.came.try_read(into).unwrap_or(0)
    }

    /// Gives bytes that shall go, and says how many were taken.
    pub fn write(&self, bytes: &[u8]) -> usize {
        put(&self.goes, bytes)
    }

    /// Whether the hardware has taken all of it.
    pub fn has_nothing_more(&self) -> bool {
        self.goes.is_empty()
    }

    /// Whether the hardware is also done with it.
    pub fn has_arrived(&self) -> bool {
        self.goes.is_empty() && !self.is_sending.load(Ordering::Relaxed)
    }
}

/// As many as there is room for: a pipe takes only what it need not cut at its end.
fn put(pipe: &Pipe<CriticalSectionRawMutex, BYTES>, bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let Ok(count @ 1..) = pipe.try_write(rest) {
        rest = rest.get(count..).unwrap_or_default();
    }
    bytes.len() - rest.len()
}

/// Empties it for good: a job of the radio's goes this way with its password, and
/// what is read of a pipe stays in its ring until something else comes there.
fn wipe(pipe: &Pipe<CriticalSectionRawMutex, BYTES>) {
    pipe.clear();
    put(pipe, &[0; BYTES]);
    pipe.clear();
}

impl Default for Stream {
    fn default() -> Self {
        Self::new()
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

    fn room(&self) -> usize {
        self.goes.free_capacity()
    }
}

/// Where the radio's driver carries a controller's bytes.
impl Peer for &'static Stream {
    fn connected(&mut self) {
        Stream::connected(self);
    }

    fn came(&mut self, bytes: &[u8]) -> bool {
        put(&self.came, bytes) == bytes.len()
    }

    fn unread(&self) -> usize {
        self.came.len()
    }

    fn goes(&mut self, into: &mut [u8]) -> usize {
        self.goes.try_read(into).unwrap_or(0)
    }

    fn has_more(&self) -> bool {
        !self.goes.is_empty()
    }

    fn set_sending(&mut self, is_sending: bool) {
        self.is_sending.store(is_sending, Ordering::Relaxed);
    }

    fn is_hung_up(&self) -> bool {
        self.hung_up.signaled()
    }

    fn ended(&mut self) {
        Stream::ended(self);
        self.is_sending.store(false, Ordering::Relaxed);
    }
}

/// Where a console has it: it asks before it reads and writes, and nobody waits.
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

/// The streams to controllers, each in the place of its client.
#[derive(Clone, Copy)]
pub struct Peers<const N: usize>(pub [(&'static Stream, Transport); N]);

impl<const N: usize> Peers<N> {
    fn peer(&self, client: ClientId) -> Option<&'static Stream> {
        let place = self.0.get(usize::from(client.0));
        place.map(|(peer, _)| *peer)
    }
}

impl<const N: usize> Wire for Peers<N> {
    fn connection(&self, client: ClientId) -> Option<u32> {
        self.peer(client)?.connection()
    }

    fn read(&mut self, client: ClientId, into: &mut [u8]) -> usize {
        self.peer(client).map_or(0, |peer| peer.read(into))
    }

    fn write(&mut self, client: ClientId, bytes: &[u8]) -> usize {
        self.peer(client).map_or(0, |peer| peer.write(bytes))
    }

    fn has_arrived(&self, client: ClientId) -> bool {
        self.peer(client).is_none_or(Stream::has_arrived)
    }

    fn close(&mut self, client: ClientId) {
        if let Some(peer) = self.peer(client) {
            peer.ended();
            peer.hung_up.signal(());
        }
    }

    fn transport(&self, client: ClientId) -> Transport {
        let place = self.0.get(usize::from(client.0));
        place.map_or(Transport::Serial, |(_, transport)| *transport)
    }
}

/// Carries bytes between a serial line and a peer, for ever. Who reads a line
/// may fail: `has_hung_up` says whether the peer is gone then. Else there is a
/// hole in what came, which fails its checksum.
pub async fn carry<R: embedded_io_async::Read, W: embedded_io_async::Write>(
    rx: R,
    tx: W,
    stream: &Stream,
    has_hung_up: impl Fn(&mut R, R::Error) -> bool,
) {
    join(receive(rx, stream, has_hung_up), send(tx, stream)).await;
}

/// Bytes that are carried at once: a packet of full-speed USB.
const PIECE: usize = 64;

async fn receive<R: embedded_io_async::Read>(
    mut rx: R,
    stream: &Stream,
    has_hung_up: impl Fn(&mut R, R::Error) -> bool,
) {
    let mut bytes = [0; PIECE];
    loop {
        match rx.read(&mut bytes).await {
            Ok(count) => stream.came(bytes.get(..count).unwrap_or_default()).await,
            Err(error) => {
                if has_hung_up(&mut rx, error) {
                    stream.ended();
                }
            }
        }
    }
}

async fn send<W: embedded_io_async::Write>(mut tx: W, stream: &Stream) {
    let mut bytes = [0; PIECE];
    loop {
        let count = stream.goes(&mut bytes).await;
        let piece = bytes.get(..count).unwrap_or_default();
        if tx.write_all(piece).await.is_ok() {
            let _ = tx.flush().await;
        }
        bytes.zeroize(); // it may have been a password
    }
}
