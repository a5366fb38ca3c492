//! One page's WebSocket: what is told goes out, what it says goes to the loop.

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use camera_fsm::input::PinLevel;
use camera_fsm::scenario::Line;
use serde::Deserialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, oneshot};

use super::{Desk, Wish};

/// The longest message that a page may send, in bytes: a story that is far too
/// long is still read, so that it is refused in words.
const MESSAGE_MAX: usize = 4 * 1024 * 1024;

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
                let (answers, _) = mpsc::unbounded_channel();
                (desk.wishes)(Wish::Said { text, answers });
            }
        })
}

async fn converse(socket: &mut WebSocket, desk: &Desk, holds_button: &mut bool) -> Option<()> {
    let (beginning, begun) = oneshot::channel();
    wish(desk, Wish::Hello { beginning })?;
    let (hello, mut told) = begun.await.ok()?;
    send(socket, hello).await?;
    let (answers, mut mine) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            // A page that does not take its answers is not heard.
            biased;
            answer = mine.recv() => send(socket, answer?).await?,
            said = socket.recv() => match said?.ok()? {
                Message::Text(text) => {
                    let text = text.as_str().to_owned();
                    *holds_button = pressed(&text).unwrap_or(*holds_button);
                    let answers = answers.clone();
                    wish(desk, Wish::Said { text, answers })?;
                }
                Message::Close(_) => return None,
                _ => {}
            },
            news = told.recv() => match news {
                Ok(news) => send(socket, news).await?,
                // It was too slow: it reconnects and starts afresh.
                Err(RecvError::Lagged(_) | RecvError::Closed) => return None,
            },
        }
    }
}

/// Whether that presses the button, or lets it go; what stands in a story that
/// is to be replayed does neither.
fn pressed(text: &str) -> Option<bool> {
    #[derive(Deserialize)]
    struct Said {
        line: String,
    }
    let said: Said = serde_json::from_str(text).ok()?;
    match Line::parse(said.line.trim()) {
        Ok(Line::Button(level)) => Some(level == PinLevel::Down),
        _ => None,
    }
}

async fn send(socket: &mut WebSocket, message: String) -> Option<()> {
    socket.send(Message::text(message)).await.ok()
}

/// `None`: the loop has ended.
fn wish(desk: &Desk, wish: Wish) -> Option<()> {
    (desk.wishes)(wish).then_some(())
}
