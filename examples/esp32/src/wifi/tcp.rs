//! Controllers by TCP: one a place, from whichever network it comes.

use camera_app::announce::PORT;
use camera_app::stream::Stream;
use embassy_futures::select::{Either, select, select4};
use embassy_net::Stack;
use embassy_net::tcp::{TcpReader, TcpSocket, TcpWriter};
use embassy_sync::blocking_mutex::raw::CriticalSectionRawMutex;
use embassy_sync::signal::Signal;
use embassy_time::{Duration, with_timeout};

use super::PEERS;

/// A socket's buffers: some frames each way.
const BUFFER: usize = 1024;

/// Those of who is told one thing: a frame each way.
const WORD: usize = 256;

/// Somebody has come or gone.
static CHANGED: Signal<CriticalSectionRawMutex, ()> = Signal::new();

/// Whoever is silent for so long is asked whether it is still there; an app that
/// only watches may say nothing for hours.
const KEEP_ALIVE: Duration = Duration::from_secs(10);
const GONE: Duration = Duration::from_secs(30);

/// Time for the last answer, and for a goodbye.
const FAREWELL: Duration = Duration::from_secs(1);

#[embassy_executor::task(pool_size = PEERS)]
pub(super) async fn serve(peer: &'static Stream, ap: Stack<'static>, home: Stack<'static>) {
    let mut buffers = [[0; BUFFER]; 4];
    loop {
        meet(peer, ap, home, &mut buffers).await;
    }
}

/// Who finds no place hears it from the camera: it listens once more while all of
/// them are taken. Who is heard here although somebody has just left is told to come
/// again at once.
#[embassy_executor::task]
pub(super) async fn turn_away(
    peers: &'static [Stream],
    last: &'static Stream,
    ap: Stack<'static>,
    home: Stack<'static>,
) {
    let mut buffers = [[0; WORD]; 4];
    loop {
        while peers.iter().any(|peer| peer.connection().is_none()) {
            CHANGED.wait().await;
        }
        meet(last, ap, home, &mut buffers).await;
    }
}

/// One controller, from whichever network it comes.
async fn meet<const BYTES: usize>(
    peer: &Stream,
    ap: Stack<'static>,
    home: Stack<'static>,
    [ap_in, ap_out, home_in, home_out]: &mut [[u8; BYTES]; 4],
) {
    let mut by_ap = TcpSocket::new(ap, ap_in, ap_out);
    let mut by_home = TcpSocket::new(home, home_in, home_out);
    // Nobody else may come in by the other network meanwhile.
    match select(by_ap.accept(PORT), by_home.accept(PORT)).await {
        Either::First(Ok(())) => {
            by_home.abort();
            talk(by_ap, ap, peer).await;
        }
        Either::Second(Ok(())) => {
            by_ap.abort();
            talk(by_home, home, peer).await;
        }
        // A handshake that was broken off.
        Either::First(Err(_)) | Either::Second(Err(_)) => {}
    }
}

/// Until either side hangs up, or the network is gone.
async fn talk(mut socket: TcpSocket<'_>, network: Stack<'static>, peer: &Stream) {
    socket.set_timeout(Some(GONE));
    socket.set_keep_alive(Some(KEEP_ALIVE));
    socket.set_nagle_enabled(false);
    peer.connected();
    CHANGED.signal(());
    let (rx, tx) = socket.split();
    let gone = network.wait_link_down();
    // Who is hung up on is not heard any more: that is asked first.
    select4(peer.hung_up(), receive(rx, peer), send(tx, peer), gone).await;
    peer.ended();
    CHANGED.signal(());
    socket.close();
    let _ = with_timeout(FAREWELL, socket.flush()).await;
}

async fn receive(mut rx: TcpReader<'_>, peer: &Stream) {
    let mut bytes = [0; 256];
    while let Ok(count @ 1..) = rx.read(&mut bytes).await {
        peer.came(bytes.get(..count).unwrap_or_default()).await;
    }
}

/// What was sent has arrived when it is acknowledged: the camera keeps its radio
/// up until then.
async fn send(mut tx: TcpWriter<'_>, peer: &Stream) {
    let mut bytes = [0; 256];
    loop {
        let count = peer.goes(&mut bytes).await;
        let mut rest = bytes.get(..count).unwrap_or_default();
        while !rest.is_empty() {
            let Ok(count) = tx.write(rest).await else {
                return;
            };
            rest = rest.get(count..).unwrap_or_default();
        }
        if tx.flush().await.is_err() {
            return;
        }
    }
}
