//! Carries bytes between a UART and a stream.

use embassy_futures::join::join;
use embassy_rp::uart::{BufferedUart, BufferedUartRx, BufferedUartTx};
use embedded_io_async::{Read as _, Write as _};

use crate::stream::Stream;

/// Bytes that are carried at once.
const PIECE: usize = 64;

/// Never ends.
pub(crate) async fn carry(uart: BufferedUart, stream: &Stream) {
    let (tx, rx) = uart.split();
    join(receive(rx, stream), send(tx, stream)).await;
}

async fn receive(mut rx: BufferedUartRx, stream: &Stream) {
    let mut bytes = [0; PIECE];
    loop {
        match rx.read(&mut bytes).await {
            Ok(count) => stream.came(bytes.get(..count).unwrap_or_default()).await,
            // A break is how a serial line hangs up.
            Err(embassy_rp::uart::Error::Break) => stream.ended(),
            // A frame with a hole in it fails its checksum.
            Err(_) => {}
        }
    }
}

async fn send(mut tx: BufferedUartTx, stream: &Stream) {
    let mut bytes = [0; PIECE];
    loop {
        let count = stream.goes(&mut bytes).await;
        let piece = bytes.get(..count).unwrap_or_default();
        if tx.write_all(piece).await.is_ok() {
            let _ = tx.flush().await;
        }
    }
}
