//! Brings the expectations of a story up to what is seen: `UPDATE=1`.

use camera_fsm::scenario::{ErrorKind, Expect, Expectation, Line, World, run};

/// The story with what is seen in place of what it expects, where they differ.
/// The words of an expectation change, never its time, its comment or another
/// line: what happens in a story is for people to write.
pub(crate) fn rewritten<W: World>(
    new_world: impl Fn() -> W,
    story: &str,
) -> Result<String, String> {
    let mut lines: Vec<String> = story.lines().map(str::to_owned).collect();
    let mut tried = Vec::new();
    loop {
        let text = lines.join("\n") + "\n";
        let error = match run(&mut new_world(), &text) {
            Ok(_) => return Ok(text),
            Err(error) => error,
        };
        let ErrorKind::Unmet { mismatch, .. } = &error.kind else {
            return Err(error.to_string());
        };
        // What changes while it must hold throughout, no words make true.
        if tried.contains(&error.line) {
            return Err(format!("{error}; no words for this line hold"));
        }
        tried.push(error.line);
        let line = &mut lines[error.line as usize - 1];
        *line = with_expectation(line, &mismatch.seen)
            .ok_or_else(|| format!("{error}, which no story may expect"))?;
    }
}

/// The line with other words for what is seen; `None` when a story has none.
fn with_expectation(line: &str, seen: &Expectation) -> Option<String> {
    let begin = line.find("expect")?;
    let (before, expectation) = line.split_at(begin);
    let rest = &expectation[end_of_words(expectation)..];
    let gap = if rest.is_empty() { "" } else { " " };
    let line = format!("{before}expect {seen}{gap}{rest}");
    match Line::parse(&line) {
        Ok(Line::Expect(Expect { what, .. })) if what == *seen => Some(line),
        _ => None,
    }
}

/// Where `within`, `throughout` or a comment begins; a quoted word hides them.
fn end_of_words(line: &str) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    for (at, letter) in line.char_indices() {
        let (word, begins) = (&line[at..], line[..at].ends_with([' ', '\t']));
        let ends = ["within ", "throughout ", "#"];
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if !quoted && begins && ends.iter().any(|end| word.starts_with(end)) => return at,
            _ => {}
        }
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::{rewritten, with_expectation};
    use crate::world::World;
    use camera_fsm::profile::REFERENCE;
    use camera_fsm::scenario::Expectation;

    fn of(story: &str) -> Result<String, String> {
        rewritten(|| World::new(&REFERENCE), story)
    }

    #[test]
    fn what_differs_becomes_what_is_seen_and_nothing_else_does() {
        let story = "# A story. (R10)\n\
            expect led blue solid  # unplugged\n\
            power on\n\n  \
            expect state online within 1s\n\
            expect state setup within 30s\n";
        let right = "# A story. (R10)\n\
            expect led off # unplugged\n\
            power on\n\n  \
            expect state unprovisioned within 1s\n\
            expect state setup within 30s\n";
        assert_eq!(of(story).as_deref(), Ok(right));
        assert_eq!(of(right).as_deref(), Ok(right), "it is a fixed point");
    }

    #[test]
    fn what_no_words_can_mend_is_left_to_a_person() {
        let error = of("power on\nexpect state unprovisioned throughout 1min\n");
        assert!(error.is_err_and(|error| {
            error.starts_with("line 2: ") && error.ends_with("; no words for this line hold")
        }));
        let error = of("power on\nbutton sideways\n");
        assert!(error.is_err_and(|error| error.starts_with("line 2: column 8")));
    }

    #[test]
    fn a_secret_in_the_flash_is_never_expected() {
        assert_eq!(
            with_expectation("expect no-secrets", &Expectation::Secrets(true)),
            None
        );
    }

    #[test]
    fn quoted_words_hide_the_end() {
        let line = r##"expect heard "a \" within 5s #" within 9s # so"##;
        let seen = Expectation::Power(false);
        let rewritten = with_expectation(line, &seen);
        assert_eq!(
            rewritten.as_deref(),
            Some("expect power off within 9s # so")
        );
    }
}
