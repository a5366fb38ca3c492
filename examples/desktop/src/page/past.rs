//! What has happened so far, for pages that are opened late.

use std::collections::VecDeque;

use serde::Serialize;

use crate::changes::Change;
use crate::talk::Talk;

/// What changes may take, in bytes: some 20,000 of them. An LED that blinks
/// twice a second fills that in an hour and a half, one that is solid never.
const CHANGES_BYTES: usize = 4 * 1024 * 1024;

/// What is remembered of messages, in bytes: some 2,000.
const MESSAGES_BYTES: usize = 256 * 1024;

/// What is remembered of deeds, in bytes: some 10,000 ordinary lines. They are
/// kept apart, so that no blinking drives out what a story is made of.
const DEEDS_BYTES: usize = 1024 * 1024;

/// All of it, oldest first.
#[derive(Debug, Serialize)]
pub(super) struct Past {
    /// How all stood when the first of `changes` came, where any is forgotten.
    before: Option<Change>,
    changes: Ring<Change>,
    messages: Ring<Message>,
    done: Ring<Deed>,
}

/// A message on the link of the page's controller.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Message {
    /// When.
    pub(super) t_ms: u64,
    /// What.
    #[serde(flatten)]
    pub(super) talk: Talk,
}

/// A line of a story that somebody has let happen.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Deed {
    /// When it began.
    pub(super) t_ms: u64,
    /// How long it took.
    pub(super) ms: u64,
    /// The line as it was said.
    pub(super) line: String,
    /// What the page's controller had heard by then, since it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reply: Option<String>,
}

impl Past {
    pub(super) const fn new() -> Self {
        Self {
            before: None,
            changes: Ring::new(CHANGES_BYTES),
            messages: Ring::new(MESSAGES_BYTES),
            done: Ring::new(DEEDS_BYTES),
        }
    }

    pub(super) fn change(&mut self, change: &Change) {
        for lost in self.changes.push(change.clone(), 0) {
            let before = self.before.take().unwrap_or_default();
            self.before = Some(lost.over(before));
        }
    }

    pub(super) fn message(&mut self, message: Message) {
        let owns = message.talk.kind.len();
        self.messages.push(message, owns);
    }

    pub(super) fn deed(&mut self, deed: Deed) {
        let owns = deed.line.len() + deed.reply.as_ref().map_or(0, String::len);
        self.done.push(deed, owns);
    }
}

/// As much as fits in so many bytes; the oldest goes first.
#[derive(Debug, Serialize)]
struct Ring<T> {
    /// How many are forgotten.
    lost: u64,
    items: VecDeque<T>,
    /// What each of them owns besides itself, in bytes.
    #[serde(skip)]
    owned: VecDeque<usize>,
    #[serde(skip)]
    bytes: usize,
    #[serde(skip)]
    bytes_max: usize,
}

impl<T> Ring<T> {
    const fn new(bytes_max: usize) -> Self {
        Self {
            lost: 0,
            items: VecDeque::new(),
            owned: VecDeque::new(),
            bytes: 0,
            bytes_max,
        }
    }

    /// Comes back with what is forgotten for it.
    fn push(&mut self, item: T, owns: usize) -> Vec<T> {
        self.items.push_back(item);
        self.owned.push_back(owns);
        self.bytes += Self::cost(owns);
        let mut forgotten = Vec::new();
        while self.bytes > self.bytes_max
            && let (Some(item), Some(owned)) = (self.items.pop_front(), self.owned.pop_front())
        {
            self.bytes -= Self::cost(owned);
            self.lost += 1;
            forgotten.push(item);
        }
        forgotten
    }

    const fn cost(owns: usize) -> usize {
        size_of::<T>() + size_of::<usize>() + owns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_forgotten_and_counted() {
        let mut ring = Ring::new(3 * Ring::<u64>::cost(10));
        for item in 1..=5_u64 {
            ring.push(item, 10);
        }
        assert_eq!(ring.items, [3, 4, 5]);
        assert_eq!((ring.lost, ring.bytes), (2, ring.bytes_max));
    }

    #[test]
    fn what_is_too_big_for_all_of_it_is_forgotten_at_once() {
        let mut ring = Ring::new(100);
        ring.push(1_u8, 10);
        ring.push(2, 1_000);
        assert!(ring.items.is_empty());
        assert_eq!((ring.lost, ring.bytes), (2, 0));
    }

    #[test]
    fn blinking_does_not_drive_out_deeds() {
        let mut past = Past::new();
        let line = "power on".to_owned();
        past.change(&Change {
            state: Some("online"),
            ..Change::default()
        });
        past.deed(Deed {
            t_ms: 0,
            ms: 0,
            line,
            reply: None,
        });
        for t_ms in 0..100_000 {
            past.change(&Change {
                t_ms,
                ..Change::default()
            });
        }
        assert!(past.changes.lost > 0 && past.changes.items.len() > 10_000);
        assert_eq!((past.done.lost, past.done.items.len()), (0, 1));
        let before = past.before.expect("how all stood");
        assert_eq!(before.state, Some("online"));
        assert_eq!(before.t_ms + 1, past.changes.items[0].t_ms);
    }
}
