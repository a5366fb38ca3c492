//! One list of all that a mock board does to the world, in its order.

use core::cell::{Cell, RefCell};

use camera_fsm::action::RadioJob;
use camera_fsm::input::ClientId;
use camera_fsm::levels::{Eyes, LedFrame, Pose};
use camera_fsm::time::Instant;
use heapless::Deque;

/// How much a journal remembers; the oldest goes first.
pub const ENTRIES_MAX: usize = 1024;

/// What all parts of a board have done, in their order. Parts share it, and so
/// it is handed to them for good: a test leaks one.
///
/// ```
/// use camera_fsm::time::Instant;
/// use camera_hal::mock::journal::{Deed, Entry, Journal};
/// let journal: &'static Journal = Box::leak(Box::new(Journal::new()));
/// journal.set_time(Instant::from_millis(7));
/// journal.note(Deed::Reboot);
/// assert_eq!(journal.take(), Some(Entry { at: Instant::from_millis(7), deed: Deed::Reboot }));
/// ```
#[derive(Debug, Default)]
pub struct Journal {
    now: Cell<Instant>,
    entries: RefCell<Deque<Entry, ENTRIES_MAX>>,
    lost: Cell<u32>,
}

/// What was done, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, as the test has told the journal.
    pub at: Instant,
    /// What.
    pub deed: Deed,
}

/// Something that changes the world outside the firmware. What a part refuses,
/// because it fails, is none; what a flash begins, is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The LED shows that.
    Led(LedFrame),
    /// The servos are told to point there.
    Head(Pose),
    /// The head looks for its home.
    FindHome,
    /// Lens, recording and night light.
    Eyes(Eyes),
    /// The radio begins a job.
    Radio(RadioJob),
    /// The cloud is told that the camera was reset.
    Unbind,
    /// A sector of the flash is erased, from that byte on.
    Erase {
        /// Where it begins.
        at: u32,
    },
    /// Words of the flash are programmed.
    Write {
        /// Where the first begins.
        at: u32,
        /// How many bytes.
        len: u32,
    },
    /// The medium has a key, and may record.
    OpenRecordings,
    /// The medium erases something that another key has sealed.
    EraseRecordings,
    /// A tone of so many milliseconds.
    Audio {
        /// How long.
        ms: u32,
    },
    /// Bytes go out to a controller.
    Say {
        /// To whom.
        client: ClientId,
        /// How many.
        len: usize,
    },
    /// The camera hangs up.
    HangUp(ClientId),
    /// The board restarts.
    Reboot,
}

impl Journal {
    /// Nothing has been done yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            now: Cell::new(Instant::from_millis(0)),
            entries: RefCell::new(Deque::new()),
            lost: Cell::new(0),
        }
    }

    /// What is done from now on is done then.
    pub fn set_time(&self, now: Instant) {
        self.now.set(now);
    }

    /// Something is done.
    pub fn note(&self, deed: Deed) {
        let at = self.now.get();
        let mut entries = self.entries.borrow_mut();
        if entries.is_full() {
            entries.pop_front();
            self.lost.set(self.lost.get().saturating_add(1));
        }
        // There is room.
        let _ = entries.push_back(Entry { at, deed });
    }

    /// The oldest that nobody has taken.
    pub fn take(&self) -> Option<Entry> {
        self.entries.borrow_mut().pop_front()
    }

    /// How many went before anybody took them.
    pub fn lost(&self) -> u32 {
        self.lost.get()
    }
}

/// What a part writes its deeds down with, if anybody wants to know.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pen(pub(super) Option<&'static Journal>);

impl Pen {
    pub(super) fn note(self, deed: Deed) {
        if let Self(Some(journal)) = self {
            journal.note(deed);
        }
    }
}
