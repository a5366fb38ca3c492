//! The two loops that a camera may run in: one that turns whenever it is told to, and one that waits on embassy and
//! turns only when that wakes it.

use core::cell::{Cell, RefCell};
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, Waker};
use std::rc::Rc;
use std::sync::Arc;
use std::task::Wake;

use camera_fsm::input::PinLevel;
use camera_fsm::part::Part;
use camera_fsm::time::Instant;
use camera_hal::button::PinButton;
use camera_hal::wait;
use embassy_time::{Duration, MockDriver};

use crate::camera::Camera;
use crate::story::Contact;

pub(crate) enum Loop {
    Polled,
    Embassy(Task),
}

pub(crate) fn polled(_camera: Rc<RefCell<Camera>>) -> Loop {
    Loop::Polled
}

/// On a clock that stands until somebody moves it: one at a time in a process.
pub(crate) fn embassy(camera: Rc<RefCell<Camera>>) -> Loop {
    MockDriver::get().reset();
    let woken = Arc::new(Woken(AtomicBool::new(true)));
    let (contact, signal) = (Contact::default(), Signal::default());
    Loop::Embassy(Task {
        waker: Waker::from(woken.clone()),
        woken,
        contact: contact.clone(),
        signal: signal.clone(),
        future: Box::pin(go_on(camera, contact, signal)),
    })
}

/// The loop of a board on embassy.
async fn go_on(camera: Rc<RefCell<Camera>>, contact: Contact, signal: Signal) {
    let mut button = PinButton::active_high(contact);
    loop {
        while camera.borrow_mut().round() {}
        let (wake_at, seen) = (camera.borrow().next_change(), camera.borrow().button());
        let changed = async {
            match seen {
                Some(from) => button.changed(from).await,
                // Without power nobody looks.
                None => core::future::pending().await,
            }
        };
        wait::embassy(wake_at, changed, signal.wait()).await;
    }
}

pub(crate) struct Task {
    future: Pin<Box<dyn Future<Output = ()>>>,
    woken: Arc<Woken>,
    waker: Waker,
    contact: Contact,
    signal: Signal,
}

impl Loop {
    /// The camera goes on until it waits; on embassy only if something has woken it.
    pub(crate) fn run(&mut self, camera: &RefCell<Camera>) {
        match self {
            Self::Polled => while camera.borrow_mut().round() {},
            Self::Embassy(task) => {
                while task.woken.0.swap(false, Ordering::Relaxed) {
                    let mut context = Context::from_waker(&task.waker);
                    assert!(task.future.as_mut().poll(&mut context).is_pending());
                }
            }
        }
    }

    /// Time passes up to `to`, and no more than up to the camera's next change. On embassy that wakes it, and nothing
    /// makes it turn before.
    pub(crate) fn pass(&mut self, camera: &RefCell<Camera>, to: Instant) {
        let (from, due) = (camera.borrow().now, camera.borrow().next_change());
        if let Self::Embassy(_) = self {
            let turns = camera.borrow().turns;
            MockDriver::get().advance(Duration::from_millis(to.since(from) - 1));
            // A timer that nobody waits for any more may wake it, and it waits on.
            self.run(camera);
            assert_eq!(camera.borrow().turns, turns, "it turns before {to:?}");
            MockDriver::get().advance(Duration::from_millis(1));
        }
        camera.borrow_mut().now = to;
        if let Self::Embassy(task) = self {
            let is_woken = task.woken.0.load(Ordering::Relaxed);
            let is_due = due.is_some_and(|at| at <= to);
            assert!(is_woken || !is_due, "nobody wakes it at {to:?}");
        }
    }

    /// The pin of the button changes.
    pub(crate) fn button(&mut self, level: PinLevel) {
        if let Self::Embassy(task) = self {
            task.contact.set(level == PinLevel::Down);
        }
    }

    /// A part fails, or works again.
    pub(crate) fn fail(&mut self, part: Part, fails: bool) {
        if let (Self::Embassy(task), Part::Button) = (self, part) {
            task.contact.fail(fails);
        }
    }

    /// Something else has happened, and whoever serves it says so.
    pub(crate) fn signal(&mut self) {
        if let Self::Embassy(task) = self {
            task.signal.signal();
        }
    }
}

/// Whether something has woken the task.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// As `embassy_sync` has one.
#[derive(Clone, Default)]
struct Signal(Rc<(Cell<bool>, RefCell<Option<Waker>>)>);

impl Signal {
    fn signal(&self) {
        self.0.0.set(true);
        if let Some(waker) = self.0.1.take() {
            waker.wake();
        }
    }

    async fn wait(&self) {
        poll_fn(|context| match self.0.0.take() {
            true => Poll::Ready(()),
            false => {
                self.0.1.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await;
    }
}
