//! The page: a window on the camera for whoever opens it. It is a physical
//! button and a router at once, so it is let in by a token only, and only from
//! its own address.
//!
//! The page's server has a thread of its own; the camera stays in the loop of
//! [`live`](crate::live). They talk by messages.

mod assets;
pub mod guard;
mod socket;

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::io;
use std::net::TcpListener;
use std::thread;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rand_core::CryptoRng;
use tokio::sync::{broadcast, mpsc, oneshot};

use guard::Guard;
pub use socket::MESSAGE_MAX;

/// Messages that a slow page may be behind before it has to start afresh.
const BEHIND_MAX: usize = 4_096;

/// Takes messages for one page. It reads on only when it has them all.
pub type Answers = mpsc::UnboundedSender<String>;

/// What is told to all pages.
pub type News = broadcast::Receiver<String>;

/// What a page wants of the loop.
#[derive(Debug)]
pub enum Wish {
    /// All that it must know to begin.
    Hello {
        /// Takes that, and then what is told to all pages.
        beginning: oneshot::Sender<(String, News)>,
    },
    /// What it said: one JSON object.
    Said {
        /// As it came.
        text: String,
        /// Takes what is for this page alone, now or later.
        answers: Answers,
    },
}

/// The loop's end of the page.
pub struct Page {
    /// Where it is, with its token.
    pub url: String,
    /// Why it is not at the port that was asked for.
    pub moved: Option<io::Error>,
    told: broadcast::Sender<String>,
}

/// What every connection needs.
#[derive(Clone)]
struct Desk {
    guard: Guard,
    wishes: Wishes,
}

/// Hands a wish to the loop; `false` when the loop has ended.
pub type Wishes = std::sync::Arc<dyn Fn(Wish) -> bool + Send + Sync>;

impl Page {
    /// Serves the page at that address; where its port is taken, at a free one.
    ///
    /// # Errors
    /// When there is no port at all.
    pub fn serve(
        address: SocketAddr,
        rng: &mut impl CryptoRng,
        wishes: Wishes,
    ) -> io::Result<Self> {
        let (listener, moved) = match TcpListener::bind(address) {
            Ok(listener) => (listener, None),
            Err(error) => {
                let free = SocketAddr::new(address.ip(), 0);
                (TcpListener::bind(free)?, Some(error))
            }
        };
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let token = token(rng);
        let url = format!("http://{}/?token={token}", to_open(address));
        let (told, _) = broadcast::channel(BEHIND_MAX);
        let desk = Desk {
            guard: Guard::new(address, token),
            wishes,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        thread::spawn(move || runtime.block_on(run(listener, desk)));
        Ok(Self { url, moved, told })
    }

    /// Tells every page. Without one, nobody hears it.
    pub fn tell(&self, message: &serde_json::Value) {
        let _ = self.told.send(message.to_string());
    }

    /// All that is told from now on.
    #[must_use]
    pub fn listen(&self) -> News {
        self.told.subscribe()
    }
}

async fn run(listener: TcpListener, desk: Desk) {
    let app = Router::new()
        .route("/ws", get(socket::open))
        .fallback(assets::get)
        .layer(middleware::from_fn_with_state(desk.clone(), guarded))
        .with_state(desk);
    if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
        // It ends with the program.
        let _ = axum::serve(listener, app).await;
    }
}

/// Nothing is answered before the guard has looked.
async fn guarded(
    State(desk): State<Desk>,
    request: Request<axum::body::Body>,
    next: Next,
) -> Response {
    let checked = desk.guard.check(&seen(&request));
    if let Err(denied) = checked {
        return (StatusCode::FORBIDDEN, format!("{denied}\n")).into_response();
    }
    let mut response = next.run(request).await;
    for (name, value) in guard::HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Where a browser here finds it: on every address is also on our own.
fn to_open(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

fn seen(request: &Request<axum::body::Body>) -> guard::Seen<'_> {
    // A header that is no text is none of ours.
    let header = |name: &str| {
        let value = request.headers().get(name)?;
        Some(value.to_str().unwrap_or(""))
    };
    guard::Seen {
        path: request.uri().path(),
        query: request.uri().query().unwrap_or(""),
        host: header("host"),
        origin: header("origin"),
        site: header("sec-fetch-site"),
    }
}

/// 128 random bits, in hex.
fn token(rng: &mut impl CryptoRng) -> String {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
