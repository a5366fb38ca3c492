//! Reads a zone as POSIX writes it. By hand: `nom` cuts a slice by a count, which
//! the optimiser cannot see to be within it, and so links a panic.

use super::{Change, Day, Daylight, HOUR_S, MINUTE_S, PosixZone};

/// What is left, and what was read.
type Read<'a, T> = Option<(&'a [u8], T)>;

/// The whole text.
pub(super) fn zone(text: &[u8]) -> Option<PosixZone> {
    let (text, offset_s) = named_offset(text, None)?;
    let daylight = match text {
        [] => None,
        changes => Some(daylight(changes, offset_s)?),
    };
    // Some zones change but their name.
    let daylight = daylight.filter(|daylight| daylight.offset_s != offset_s);
    Some(PosixZone { offset_s, daylight })
}

fn daylight(text: &[u8], standard_s: i32) -> Option<Daylight> {
    let (text, offset_s) = named_offset(text, Some(standard_s + HOUR_S))?;
    let (text, start) = change(text)?;
    let (text, end) = change(text)?;
    text.is_empty().then_some(Daylight {
        offset_s,
        start,
        end,
    })
}

/// A name and its offset, east of UTC, which may be left out where it is known.
fn named_offset(text: &[u8], known_s: Option<i32>) -> Read<'_, i32> {
    let text = name(text)?;
    match (time(text, 24), known_s) {
        (Some((text, west_s)), _) => Some((text, -west_s)),
        (None, known_s) => Some((text, known_s?)),
    }
}

fn name(text: &[u8]) -> Option<&[u8]> {
    let Some(text) = mark(text, b'<') else {
        return letters(text, |byte| byte.is_ascii_alphabetic());
    };
    let quoted = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-');
    mark(letters(text, quoted)?, b'>')
}

/// Three bytes at least that are of a kind, and all that follow.
fn letters(text: &[u8], is_one: fn(u8) -> bool) -> Option<&[u8]> {
    let ends = text.iter().position(|byte| !is_one(*byte));
    let (letters, rest) = text.split_at_checked(ends.unwrap_or(text.len()))?;
    (letters.len() >= 3).then_some(rest)
}

fn change(text: &[u8]) -> Read<'_, Change> {
    let (text, day) = day(mark(text, b',')?)?;
    let (text, at_s) = match mark(text, b'/') {
        Some(text) => time(text, 167)?,
        None => (text, 2 * HOUR_S),
    };
    Some((text, Change { day, at_s }))
}

fn day(text: &[u8]) -> Read<'_, Day> {
    if let Some(text) = mark(text, b'M') {
        return weekday(text);
    }
    if let Some(text) = mark(text, b'J') {
        let (text, day) = number(text, 1, 365)?;
        return Some((text, Day::Julian(day)));
    }
    let (text, day) = number(text, 0, 365)?;
    Some((text, Day::Plain(day)))
}

fn weekday(text: &[u8]) -> Read<'_, Day> {
    let (text, month) = number(text, 1, 12)?;
    let (text, week) = number(mark(text, b'.')?, 1, 5)?;
    let (text, weekday) = number(mark(text, b'.')?, 0, 6)?;
    let day = Day::Weekday {
        month: month as u8,
        week: week as u8,
        weekday: weekday as u8,
    };
    Some((text, day))
}

/// Hours with a sign, and minutes and seconds where there are any; in seconds.
fn time(text: &[u8], most_hours: u16) -> Read<'_, i32> {
    let (text, sign) = match text {
        [b'-', rest @ ..] => (rest, -1),
        [b'+', rest @ ..] => (rest, 1),
        _ => (text, 1),
    };
    let (mut text, hours) = number(text, 0, most_hours)?;
    let (mut time_s, mut unit_s) = (i32::from(hours) * HOUR_S, MINUTE_S);
    while let (Some(rest), 1..) = (mark(text, b':'), unit_s) {
        let part;
        (text, part) = number(rest, 0, 59)?;
        time_s += i32::from(part) * unit_s;
        unit_s /= MINUTE_S;
    }
    Some((text, sign * time_s))
}

fn number(mut text: &[u8], least: u16, most: u16) -> Read<'_, u16> {
    let mut number = None;
    while let [digit @ b'0'..=b'9', rest @ ..] = text {
        let tens = number.unwrap_or(0_u16).checked_mul(10)?;
        number = Some(tens.checked_add(u16::from(digit - b'0'))?);
        text = rest;
    }
    let number = number.filter(|number| (least..=most).contains(number))?;
    Some((text, number))
}

/// What follows a byte that stands between two parts; a function of its own, as it
/// stands everywhere.
#[inline(never)]
fn mark(text: &[u8], mark: u8) -> Option<&[u8]> {
    text.split_first()
        .filter(|(first, _)| **first == mark)
        .map(|(_, rest)| rest)
}
