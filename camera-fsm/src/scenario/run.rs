//! Plays a story to a world.

use core::fmt;

use super::expect::{Mismatch, Sight};
use super::line::{Expect, Line, Trace, When};
use super::parse::{SyntaxError, parse};
use crate::time::Instant;

/// A camera, with all that is around it.
pub trait World {
    /// What a world cannot do.
    type Error: fmt::Debug + fmt::Display;

    /// Lets this happen now. [`run`] keeps `Trace`, `Advance` and `Expect` for
    /// itself. A controller's verb only begins here; see [`Sight::reply`].
    ///
    /// # Errors
    /// When this world cannot do that.
    fn act(&mut self, line: &Line<'_>) -> Result<(), Self::Error>;

    /// The time. It goes on while the camera has no power.
    fn now(&self) -> Instant;

    /// Lets time pass, jumping from wake-up to wake-up.
    fn advance(&mut self, ms: u32);

    /// Lets time pass to the next wake-up, or to `limit` when that comes first.
    fn advance_to_change(&mut self, limit: Instant);

    /// What can be seen now.
    fn see(&mut self) -> Sight<'_>;
}

/// How much a story has shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Lines that were played.
    pub lines: u32,
    /// Expectations among them.
    pub expectations: u32,
    /// Milliseconds that passed.
    pub ms: u64,
}

/// Where a story went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct ScenarioError<E: fmt::Debug + fmt::Display> {
    /// In which line, from 1.
    pub line: u32,
    /// What went wrong.
    pub kind: ErrorKind<E>,
}

/// What went wrong in a story.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorKind<E: fmt::Debug + fmt::Display> {
    /// It is not a line of a story.
    #[error("{0}")]
    Syntax(SyntaxError),
    /// The world cannot do it.
    #[error("{0}")]
    World(E),
    /// Something else was seen.
    #[error("after {after_ms} ms of the story: {mismatch}")]
    Unmet {
        /// When, since the story began.
        after_ms: u64,
        /// What.
        mismatch: Mismatch,
    },
}

/// Plays a story to its end, or to its first line that goes wrong.
///
/// # Errors
/// Says in which line what went wrong.
pub fn run<W: World>(world: &mut W, text: &str) -> Result<Report, ScenarioError<W::Error>> {
    let began = world.now();
    let mut report = Report::default();
    for (line, parsed) in parse(text) {
        let at = |kind| ScenarioError { line, kind };
        let parsed = parsed.map_err(|error| at(ErrorKind::Syntax(error)))?;
        report.lines = report.lines.saturating_add(1);
        if matches!(parsed, Line::Expect(_)) {
            report.expectations = report.expectations.saturating_add(1);
        }
        step(world, &parsed, began).map_err(at)?;
    }
    report.ms = world.now().since(began);
    Ok(report)
}

/// Plays one line of a story that `began` then.
///
/// # Errors
/// When the world cannot do it, or something else is seen.
pub fn step<W: World>(
    world: &mut W,
    line: &Line<'_>,
    began: Instant,
) -> Result<(), ErrorKind<W::Error>> {
    match line {
        Line::Advance { ms } => world.advance(*ms),
        Line::Trace(trace) => return play(world, trace).map_err(ErrorKind::World),
        Line::Expect(expect) => {
            return watch(world, expect).map_err(|mismatch| ErrorKind::Unmet {
                after_ms: world.now().since(began),
                mismatch,
            });
        }
        act => return world.act(act).map_err(ErrorKind::World),
    }
    Ok(())
}

fn play<W: World>(world: &mut W, trace: &Trace<'_>) -> Result<(), W::Error> {
    let began = world.now();
    for (at_ms, level) in trace.edges() {
        let passed_ms = world.now().since(began);
        let wait_ms = u64::from(at_ms).saturating_sub(passed_ms);
        world.advance(u32::try_from(wait_ms).unwrap_or(u32::MAX));
        world.act(&Line::Button(level))?;
    }
    Ok(())
}

fn watch<W: World>(world: &mut W, expect: &Expect) -> Result<(), Mismatch> {
    let (ms, lasting) = match expect.when {
        When::Now => (0, false),
        When::Within { ms } => (ms, false),
        When::Throughout { ms } => (ms, true),
    };
    let limit = world.now().after(ms);
    loop {
        let checked = expect.what.check(&world.see());
        let now = world.now();
        match checked {
            Ok(()) if !lasting || now >= limit => return Ok(()),
            Err(mismatch) if lasting || now >= limit => return Err(mismatch),
            _ => world.advance_to_change(limit),
        }
        // A world that stands still must not hang the story.
        if world.now() <= now {
            world.advance(1);
        }
    }
}
