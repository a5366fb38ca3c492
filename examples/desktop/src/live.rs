//! The camera in real time: a loop that waits for bytes, lines, signals and
//! the camera's own deadlines, whichever comes first.

use core::time::Duration;
use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Instant as Wall;

use camera_fsm::scenario::World as _;
use camera_fsm::time::Instant;
use camera_proto::vocab::CameraState;

use crate::args::Args;
use crate::control;
use crate::mdns::Announcer;
use crate::page::Pages;
use crate::screen::{self, Calm};
use crate::web::{Wish, Wishes};
use crate::world::House;

/// Messages that wait for the loop; whoever sends more waits.
const QUEUE: usize = 64;

/// How long a client's socket may keep the loop waiting.
const WRITE_TIMEOUT: Duration = Duration::from_millis(5);

/// Something for the loop.
enum Message {
    Connected(TcpStream),
    Bytes(u32, Vec<u8>),
    HungUp(u32),
    Line(String),
    /// Standard input has ended.
    NoMoreLines,
    /// A page wants something.
    Wish(Wish),
    Quit,
}

/// Where messages for the loop arrive. Opened before anything is said, so
/// that a signal is never missed.
pub struct Post {
    sender: SyncSender<Message>,
    inbox: Receiver<Message>,
}

impl Post {
    /// Opens it, and has signals delivered there.
    ///
    /// # Errors
    /// When this process cannot handle signals.
    pub fn open() -> io::Result<Self> {
        let (sender, inbox) = sync_channel(QUEUE);
        let on_signal = sender.clone();
        ctrlc::set_handler(move || {
            // On a thread of its own: it can wait for a place in a full queue.
            let _ = on_signal.send(Message::Quit);
        })
        .map_err(io::Error::other)?;
        Ok(Self { sender, inbox })
    }

    /// Takes the wishes of pages.
    #[must_use]
    pub fn wishes(&self) -> Wishes {
        let sender = self.sender.clone();
        std::sync::Arc::new(move |wish| sender.send(Message::Wish(wish)).is_ok())
    }
}

/// Runs until it is told to end.
///
/// # Errors
/// When the output breaks, or the flash files do.
pub fn run(
    mut house: House,
    post: Post,
    listener: TcpListener,
    args: &Args,
    announcer: Option<Announcer>,
    pages: Option<Pages>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Post { sender, inbox } = post;
    listen(listener, sender.clone());
    let is_controlled = args.control.is_some();
    if is_controlled || io::stdin().is_terminal() {
        read_lines(sender.clone());
    }
    let mut desk = Desk {
        clock: Clock::new(house.now(), args.speed),
        calm: Calm::default(),
        json: args.json,
        is_controlled,
        announcer,
        pages,
        sender,
    };
    house.camera.power(true);
    loop {
        house.run_until(desk.clock.now());
        desk.tell(&mut house, out)?;
        if let Some(message) = desk.wait(&house, &inbox)
            && !desk.handle(&mut house, message, out)?
        {
            return Ok(());
        }
        if let Some(error) = house.camera.board().flash.take_broken() {
            return Err(error);
        }
    }
}

/// What the loop works with besides the house.
struct Desk {
    clock: Clock,
    calm: Calm,
    json: bool,
    is_controlled: bool,
    announcer: Option<Announcer>,
    pages: Option<Pages>,
    sender: SyncSender<Message>,
}

impl Desk {
    fn tell(&mut self, house: &mut House, out: &mut dyn Write) -> io::Result<()> {
        let changes = house.camera.take_changes();
        if let Some(pages) = &mut self.pages {
            pages.tell(house, &changes);
        }
        if let Some(announcer) = &mut self.announcer {
            let on_air = !matches!(house.camera.board().on_air(), "off" | "joining");
            let now = house.now();
            let is_setup = house
                .camera
                .runner()
                .is_some_and(|runner| runner.device().status(now).state == CameraState::SETUP);
            announcer.follow(on_air, is_setup);
        }
        for change in changes {
            let change = self.calm.filter(change, self.json);
            screen::tell(out, &change, self.json)?;
        }
        out.flush()
    }

    fn wait(&self, house: &House, inbox: &Receiver<Message>) -> Option<Message> {
        let camera = house
            .camera
            .next_change()
            .map(|next| self.clock.until(next));
        let pages = self.pages.as_ref().and_then(Pages::wait);
        let received = match camera.into_iter().chain(pages).min() {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(wait) => inbox.recv_timeout(wait),
        };
        match received {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Message::Quit),
        }
    }

    /// `false`: the end.
    fn handle(
        &mut self,
        house: &mut House,
        message: Message,
        out: &mut dyn Write,
    ) -> io::Result<bool> {
        house.run_until(self.clock.now());
        match message {
            Message::Quit => return Ok(false),
            Message::Wish(wish) => {
                if let Some(pages) = &mut self.pages {
                    pages.grant(house, wish);
                }
                // A line of the page may have let time pass.
                self.clock.rebase(house.now());
            }
            Message::Connected(stream) => self.connected(house, stream),
            Message::Bytes(number, bytes) => {
                house.camera.board().wire.received(number, &bytes);
            }
            Message::HungUp(number) => house.camera.board().wire.hung_up(number),
            // Whoever steered the camera is gone, and it with him.
            Message::NoMoreLines => return Ok(!self.is_controlled),
            Message::Line(line) => match line.trim() {
                "quit" | "exit" => return Ok(false),
                "help" if !self.is_controlled => writeln!(out, "{}", screen::HELP)?,
                line => {
                    let began_ms = house.now().as_millis();
                    let answer = control::line(house, line);
                    if let Some(pages) = &mut self.pages {
                        pages.did(house, line, began_ms, &answer);
                    }
                    // The line may have let time pass.
                    self.clock.rebase(house.now());
                    self.tell(house, out)?;
                    control::answer(out, &answer, self.is_controlled)?;
                }
            },
        }
        Ok(true)
    }

    fn connected(&self, house: &mut House, stream: TcpStream) {
        let Ok(reader) = stream.try_clone() else {
            return;
        };
        let _ = stream.set_write_timeout(Some(WRITE_TIMEOUT));
        if let Some(number) = house.camera.board().wire.connect_tcp(stream) {
            let sender = self.sender.clone();
            thread::spawn(move || read_bytes(reader, number, &sender));
        }
    }
}

/// Virtual time, as fast as asked for.
struct Clock {
    began: Wall,
    base: Instant,
    speed: f64,
}

impl Clock {
    fn new(base: Instant, speed: f64) -> Self {
        Self {
            began: Wall::now(),
            base,
            speed,
        }
    }

    fn now(&self) -> Instant {
        let elapsed_ms = self.began.elapsed().as_secs_f64() * 1_000.0 * self.speed;
        Instant::from_millis(self.base.as_millis() + elapsed_ms as u64)
    }

    fn until(&self, then: Instant) -> Duration {
        let ms = then.since(self.now()) as f64 / self.speed;
        Duration::from_secs_f64(ms / 1_000.0)
    }

    fn rebase(&mut self, now: Instant) {
        if now > self.now() {
            self.began = Wall::now();
            self.base = now;
        }
    }
}

fn listen(listener: TcpListener, sender: SyncSender<Message>) {
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            if sender.send(Message::Connected(stream)).is_err() {
                return;
            }
        }
    });
}

fn read_bytes(mut stream: TcpStream, number: u32, sender: &SyncSender<Message>) {
    let mut chunk = [0; 1024];
    loop {
        let message = match stream.read(&mut chunk) {
            Ok(0) => Message::HungUp(number),
            Ok(count) => Message::Bytes(number, chunk[..count].to_vec()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => Message::HungUp(number),
        };
        let is_last = matches!(message, Message::HungUp(_));
        if sender.send(message).is_err() || is_last {
            return;
        }
    }
}

fn read_lines(sender: SyncSender<Message>) {
    thread::spawn(move || {
        // Bytes that are no text make a wrong line, not the end of all lines.
        for line in io::stdin().lock().split(b'\n') {
            let Ok(line) = line else { break };
            let line = String::from_utf8_lossy(&line).into_owned();
            if sender.send(Message::Line(line)).is_err() {
                return;
            }
        }
        let _ = sender.send(Message::NoMoreLines);
    });
}
