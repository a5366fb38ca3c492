//! One page's WebSocket: what is told goes out, what it says goes to the loop.

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;

use super::{Desk, Wish};

/// The longest message that a page may send, in bytes: a router with a few
/// networks fits well.
const MESSAGE_MAX: usize = 64 * 1024;

/// What lets go of the button when the page that holds it is gone.
const LET_GO: &str = r#"{"id":0,"line":"button up"}"#;

pub(super) async fn open(State(desk): State<Desk>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(MESSAGE_MAX)
        .on_upgrade(|mut socket| async move {
            let mut holds_button = false;
            // A page that has gone is no error.
            let _ = converse(&mut socket, &desk, &mut holds_button).await;
            if holds_button {
                let text = LET_GO.to_owned();
                let _ = ask(&desk, |answer| Wish::Said { text, answer }).await;
            }
        })
}

async fn converse(socket: &mut WebSocket, desk: &Desk, holds_button: &mut bool) -> Option<()> {
    let mut told = desk.told.subscribe();
    let hello = ask(desk, |answer| Wish::Hello { answer }).await?;
    send(socket, hello).await?;
    loop {
        tokio::select! {
            news = told.recv() => match news {
                Ok(news) => send(socket, vec![news]).await?,
                // It was too slow: it reconnects and starts afresh.
                Err(RecvError::Lagged(_) | RecvError::Closed) => return None,
            },
            said = socket.recv() => match said?.ok()? {
                Message::Text(text) => {
                    let text = text.as_str().to_owned();
                    *holds_button = match (text.contains("button down"), text.contains("button up")) {
                        (true, _) => true,
                        (false, true) => false,
                        (false, false) => *holds_button,
                    };
                    let answer = ask(desk, |answer| Wish::Said { text, answer }).await?;
                    send(socket, answer).await?;
                }
                Message::Close(_) => return None,
                _ => {}
            },
        }
    }
}

async fn send(socket: &mut WebSocket, messages: Vec<String>) -> Option<()> {
    for message in messages {
        socket.send(Message::text(message)).await.ok()?;
    }
    Some(())
}

async fn ask(
    desk: &Desk,
    wish: impl FnOnce(oneshot::Sender<Vec<String>>) -> Wish,
) -> Option<Vec<String>> {
    let (sender, answer) = oneshot::channel();
    if !(desk.wishes)(wish(sender)) {
        return None;
    }
    answer.await.ok()
}
