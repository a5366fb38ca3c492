//! A story that somebody sends: read as a whole, and bounded, before anything
//! of it is played.

use camera_fsm::scenario::{Line, SyntaxError, When, parse};

/// The longest story, in bytes.
pub const BYTES_MAX: usize = 64 * 1024;

/// The most lines of a story. Each may cost what a pairing costs.
pub const LINES_MAX: usize = 2_000;

/// The longest time that a story may take, in milliseconds of the camera. That
/// of a blinking LED makes 80,000 changes, or 16 MB.
pub const MS_MAX: u64 = 6 * 3_600_000;

/// A story that may be played.
#[derive(Debug)]
pub struct Story<'a> {
    /// Its lines, each with its number.
    pub lines: Vec<(u32, Line<'a>)>,
}

/// Why a story is not played.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoryError {
    /// It is no story.
    #[error("line {line} of the story: {error}")]
    Syntax {
        /// The first line that is none.
        line: u32,
        /// Why.
        error: SyntaxError,
    },
    /// Too much text.
    #[error("the story has {bytes} bytes, but at most {BYTES_MAX} can be replayed")]
    Bytes {
        /// How much.
        bytes: usize,
    },
    /// Too many lines.
    #[error("the story has {lines} lines, but at most {LINES_MAX} can be replayed")]
    Lines {
        /// How many.
        lines: usize,
    },
    /// Too much time.
    #[error(
        "the story takes {} minutes, but at most {} can be replayed",
        ms.div_ceil(60_000),
        MS_MAX / 60_000
    )]
    Time {
        /// How much.
        ms: u64,
    },
}

impl<'a> Story<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// Says why it is not played.
    pub fn read(text: &'a str) -> Result<Self, StoryError> {
        if text.len() > BYTES_MAX {
            return Err(StoryError::Bytes { bytes: text.len() });
        }
        let lines: Vec<_> = parse(text)
            .map(|(line, parsed)| match parsed {
                Ok(parsed) => Ok((line, parsed)),
                Err(error) => Err(StoryError::Syntax { line, error }),
            })
            .collect::<Result<_, _>>()?;
        if lines.len() > LINES_MAX {
            return Err(StoryError::Lines { lines: lines.len() });
        }
        let ms = lines.iter().map(|(_, line)| longest_ms(line)).sum();
        if ms > MS_MAX {
            return Err(StoryError::Time { ms });
        }
        Ok(Self { lines })
    }
}

/// How long that line may take.
fn longest_ms(line: &Line<'_>) -> u64 {
    let ms = match line {
        Line::Advance { ms } => *ms,
        Line::Trace(trace) => trace.edges().last().map_or(0, |(at_ms, _)| at_ms),
        Line::Expect(expect) => match expect.when {
            When::Now => 0,
            When::Within { ms } | When::Throughout { ms } => ms,
        },
        _ => 0,
    };
    u64::from(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_read_as_a_whole() {
        let story = Story::read("# one\npower on\n\nadvance 1s\n").expect("a story");
        let numbers: Vec<_> = story.lines.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [2, 4]);
        let wrong = Story::read("power on\nbutton sideways\n").expect_err("no story");
        assert!(matches!(wrong, StoryError::Syntax { line: 2, .. }));
    }

    #[test]
    fn text_lines_and_time_are_bounded() {
        let text = "#".repeat(BYTES_MAX + 1);
        let bytes = BYTES_MAX + 1;
        assert_eq!(Story::read(&text).err(), Some(StoryError::Bytes { bytes }));
        let text = "power on\n".repeat(LINES_MAX + 1);
        let lines = LINES_MAX + 1;
        assert_eq!(Story::read(&text).err(), Some(StoryError::Lines { lines }));
        for text in [
            "advance 361min",
            "expect power on throughout 361min",
            "button trace 0 down 21660000 up",
            "advance 1193h\n",
        ] {
            let refused = Story::read(text).err();
            let is_time = matches!(refused, Some(StoryError::Time { .. }));
            let is_syntax = matches!(refused, Some(StoryError::Syntax { .. }));
            assert!(is_time || (is_syntax && text.contains('h')), "{refused:?}");
        }
        let most = "advance 49days".replace("49days", &u32::MAX.to_string());
        let ms = u64::from(u32::MAX);
        assert_eq!(Story::read(&most).err(), Some(StoryError::Time { ms }));
    }
}
