//! One page's WebSocket: what is told goes out, what it says goes to the loop.

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use camera_fsm::input::PinLevel;
use camera_fsm::scenario::Line;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, oneshot};

use super::{Desk, Wish};

/// The longest message that a page may send, in bytes: a story that is far too
/// long is still read, so that it is refused in words. A page knows it, and
/// sends nothing longer.
pub const MESSAGE_MAX: usize = 4 * 1024 * 1024;

/// What a page leaves behind, to be mended when it is gone.
#[derive(Debug, Default)]
struct Left {
    holds_button: bool,
    /// What it wants said for it then.
    line: Option<String>,
}

impl Left {
    fn lines(self) -> impl Iterator<Item = String> {
        let let_go = self.holds_button.then(|| "button up".to_owned());
        let_go.into_iter().chain(self.line)
    }

    /// What stands in a story that is to be replayed does neither.
    fn note(&mut self, text: &str) {
        #[derive(Deserialize)]
        struct Said {
            line: String,
            /// Until it says another one; an empty one is none.
            if_gone: Option<String>,
        }
        let Ok(said) = serde_json::from_str::<Said>(text) else {
            return;
        };
        if let Ok(Line::Button(level)) = Line::parse(said.line.trim()) {
            self.holds_button = level == PinLevel::Down;
        }
        if let Some(line) = said.if_gone {
            self.line = (!line.is_empty()).then_some(line);
        }
    }
}

pub(super) async fn open(State(desk): State<Desk>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(MESSAGE_MAX)
        .on_upgrade(|mut socket| async move {
            let mut left = Left::default();
            // A page that has gone is no error.
            let _ = converse(&mut socket, &desk, &mut left).await;
            for line in left.lines() {
                let text = json!({ "id": 0, "line": line }).to_string();
                let (answers, _) = mpsc::unbounded_channel();
                (desk.wishes)(Wish::Said { text, answers });
            }
        })
}

async fn converse(socket: &mut WebSocket, desk: &Desk, left: &mut Left) -> Option<()> {
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
                    left.note(&text);
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

async fn send(socket: &mut WebSocket, message: String) -> Option<()> {
    socket.send(Message::text(message)).await.ok()
}

/// `None`: the loop has ended.
fn wish(desk: &Desk, wish: Wish) -> Option<()> {
    (desk.wishes)(wish).then_some(())
}
