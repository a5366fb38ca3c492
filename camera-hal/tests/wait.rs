//! One story told through every loop that a board may have, and by a button whose edges an interrupt notes.

#[allow(dead_code, reason = "its pin fails for other tests")]
mod story;

use core::cell::Cell;
use core::future::Future;
use core::pin::{Pin, pin};
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Waker};
use std::rc::Rc;
use std::sync::Arc;
use std::task::Wake;

use camera_fsm::levels::LedFrame;
use camera_fsm::profile::{ALL, Profile, REFERENCE};
use camera_fsm::time::Instant;
use camera_hal::button::{EdgeButton, PinButton};
use camera_hal::mock::board::LAYOUT;
use camera_hal::runner::Runner;
use camera_hal::wait;
use camera_proto::vocab::CameraState;
use embassy_time::{Duration, MockDriver};
use proptest::prelude::*;

use story::{Contact, Small};

const ENDS_MS: u64 = 25_000;

/// When the button goes down and up again: bouncing, too short, for setup, between, for a reset.
const STORIES: [&[(u64, u64)]; 5] = [
    &[(4_000, 4_005), (4_007, 4_009), (4_012, 4_500)],
    &[(5_000, 7_500)],
    &[(5_000, 9_000)],
    &[(5_000, 10_500)],
    &[(100, 400), (1_000, 17_000), (17_003, 17_004)],
];

type Shown = Vec<(u64, LedFrame)>;
type Camera = Runner<Small<PinButton<Contact>>>;

fn is_down(story: &[(u64, u64)], ms: u64) -> bool {
    story.iter().any(|(from, to)| (*from..*to).contains(&ms))
}

/// A camera, its button, and what its LED shows since when.
fn camera(profile: &'static Profile) -> (Camera, Contact, Rc<Cell<u64>>) {
    let (contact, clock) = (Contact::default(), Rc::new(Cell::new(0)));
    let board = Small::new(PinButton::active_high(contact.clone()), clock.clone());
    let camera = Runner::start(board, profile, LAYOUT, Instant::from_millis(0));
    (camera, contact, clock)
}

/// As a board does that looks at its button all the time.
fn plain(profile: &'static Profile, story: &[(u64, u64)]) -> Shown {
    let (mut camera, contact, clock) = camera(profile);
    let mut wake_at = Some(Instant::from_millis(0));
    for ms in 0..ENDS_MS {
        clock.set(ms);
        let now = Instant::from_millis(ms);
        if contact.set(is_down(story, ms)) || wake_at.is_some_and(|at| at <= now) {
            wake_at = camera.turn(now);
            while camera.work(now) {
                wake_at = camera.turn(now);
            }
        }
    }
    camera.into_board().led.shown
}

fn bare_metal(profile: &'static Profile, story: &[(u64, u64)]) -> Shown {
    let (mut camera, contact, clock) = camera(profile);
    let now = || Instant::from_millis(clock.get());
    while clock.get() < ENDS_MS {
        let wake_at = camera.turn(now());
        if !camera.work(now()) {
            wait::until(wake_at, now, || {
                clock.set(clock.get() + 1);
                contact.set(is_down(story, clock.get())) || clock.get() == ENDS_MS
            });
        }
    }
    let mut shown = camera.into_board().led.shown;
    shown.retain(|(ms, _)| *ms < ENDS_MS);
    shown
}

async fn on_embassy(camera: &mut Camera) {
    loop {
        let wake_at = camera.turn(wait::embassy_now());
        if !camera.work(wait::embassy_now()) {
            let from = camera.button();
            let button = camera.board().button.changed(from);
            wait::embassy(wake_at, button, core::future::pending()).await;
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

fn embassy(profile: &'static Profile, story: &[(u64, u64)]) -> Shown {
    let (mut camera, contact, clock) = camera(profile);
    MockDriver::get().reset();
    let woken = Arc::new(Woken(AtomicBool::new(true)));
    let waker = Waker::from(woken.clone());
    {
        let mut task: Pin<&mut dyn Future<Output = ()>> = pin!(on_embassy(&mut camera));
        for ms in 0..ENDS_MS {
            clock.set(ms);
            contact.set(is_down(story, ms));
            if woken.0.swap(false, Ordering::Relaxed) {
                let ended = task.as_mut().poll(&mut Context::from_waker(&waker));
                assert!(ended.is_pending());
            }
            MockDriver::get().advance(Duration::from_millis(1));
        }
    }
    camera.into_board().led.shown
}

#[test]
fn r02_one_story_shows_the_same_light_at_the_same_time_through_every_loop() {
    for profile in ALL {
        for story in STORIES {
            let shown = plain(profile, story);
            assert!(shown.len() > 5, "it blinks");
            let model = profile.model;
            assert!(shown == bare_metal(profile, story), "{model}: {story:?}");
            assert!(shown == embassy(profile, story), "{model}: {story:?}");
        }
    }
}

/// Whether a hold of that length resets, for a runner that comes punctually, or one that is busy for a while. The
/// interrupt is never late.
fn resets(profile: &'static Profile, held_ms: u64, (from_ms, to_ms): (u64, u64)) -> bool {
    let (contact, clock) = (Contact::default(), Rc::new(Cell::new(0)));
    let edges = contact.clone();
    let button = EdgeButton {
        button: PinButton::active_high(contact.clone()),
        edges: move || edges.edge(),
    };
    let board = Small::new(button, clock);
    let mut camera = Runner::start(board, profile, LAYOUT, Instant::from_millis(0));
    let story = [(5_000, 5_000 + held_ms)];
    (0..60_000).any(|ms| {
        let now = Instant::from_millis(ms);
        if contact.set(is_down(&story, ms)) {
            contact.note(now);
        }
        if !(from_ms..to_ms).contains(&ms) {
            while camera.work(now) {}
            camera.turn(now);
        }
        camera.device().status(now).state == CameraState::RESETTING
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..Default::default() })]

    #[test]
    fn r01_a_late_turn_sees_the_gesture_that_a_punctual_one_sees(
        held_ms in 1_u64..32_000,
        from_ms in 4_000_u64..30_000,
        busy_ms in 1_u64..20_000,
    ) {
        for profile in ALL {
            let punctual = resets(profile, held_ms, (0, 0));
            prop_assert_eq!(resets(profile, held_ms, (from_ms, from_ms + busy_ms)), punctual);
        }
    }
}

/// The whole hold happens while the runner is busy: only the interrupt has seen it.
#[test]
fn r01_a_hold_that_nobody_looked_at_is_known_by_its_edges() {
    let [least, most] =
        [REFERENCE.button.reset_from_ms, REFERENCE.button.hold_ms_max].map(u64::from);
    for (held_ms, does) in [
        (least - 1, false),
        (least, true),
        (most - 1, true),
        (most, false),
    ] {
        let busy = (4_900, 5_000 + held_ms + 3_000);
        assert_eq!(resets(&REFERENCE, held_ms, busy), does, "{held_ms} ms");
    }
}
