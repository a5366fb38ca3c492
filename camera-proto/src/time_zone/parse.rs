//! Reads a zone as POSIX writes it.

use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, one_of, u16};
use nom::combinator::{map, opt, verify};
use nom::{IResult, Parser};

use super::{Change, Day, Daylight, HOUR_S, MINUTE_S, PosixZone};

/// What is left, and what was read.
type Read<'a, T> = IResult<&'a [u8], T, ()>;

pub(super) fn zone(text: &[u8]) -> Read<'_, PosixZone> {
    let (text, offset_s) = named_offset(text, None)?;
    let (text, daylight) = opt(|text| daylight(text, offset_s)).parse(text)?;
    // Some zones change but their name.
    let daylight = daylight.filter(|daylight| daylight.offset_s != offset_s);
    Ok((text, PosixZone { offset_s, daylight }))
}

fn daylight(text: &[u8], standard_s: i32) -> Read<'_, Daylight> {
    let (text, offset_s) = named_offset(text, Some(standard_s + HOUR_S))?;
    let (text, (start, end)) = (change, change).parse(text)?;
    let daylight = Daylight {
        offset_s,
        start,
        end,
    };
    Ok((text, daylight))
}

/// A name and its offset, east of UTC, which may be left out where it is known.
fn named_offset(text: &[u8], known_s: Option<i32>) -> Read<'_, i32> {
    let (text, _) = name(text)?;
    match (time(text, 24), known_s) {
        (Ok((text, west_s)), _) => Ok((text, -west_s)),
        (Err(_), Some(offset_s)) => Ok((text, offset_s)),
        (Err(error), None) => Err(error),
    }
}

fn name(text: &[u8]) -> Read<'_, &[u8]> {
    let Ok((text, _)) = mark(text, b'<') else {
        return take_while_m_n(3, usize::MAX, |byte: u8| byte.is_ascii_alphabetic()).parse(text);
    };
    let quoted = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-');
    let (text, name) = take_while_m_n(3, usize::MAX, quoted).parse(text)?;
    let (text, ()) = mark(text, b'>')?;
    Ok((text, name))
}

fn change(text: &[u8]) -> Read<'_, Change> {
    let (text, ()) = mark(text, b',')?;
    let (text, day) = day(text)?;
    let (text, at_s) = match mark(text, b'/') {
        Ok((text, ())) => time(text, 167)?,
        Err(_) => (text, 2 * HOUR_S),
    };
    Ok((text, Change { day, at_s }))
}

fn day(text: &[u8]) -> Read<'_, Day> {
    if let Ok((text, ())) = mark(text, b'M') {
        return weekday(text);
    }
    if let Ok((text, ())) = mark(text, b'J') {
        let (text, day) = number(text, 1, 365)?;
        return Ok((text, Day::Julian(day)));
    }
    let (text, day) = number(text, 0, 365)?;
    Ok((text, Day::Plain(day)))
}

fn weekday(text: &[u8]) -> Read<'_, Day> {
    let (text, month) = number(text, 1, 12)?;
    let (text, ()) = mark(text, b'.')?;
    let (text, week) = number(text, 1, 5)?;
    let (text, ()) = mark(text, b'.')?;
    let (text, weekday) = number(text, 0, 6)?;
    let day = Day::Weekday {
        month: month as u8,
        week: week as u8,
        weekday: weekday as u8,
    };
    Ok((text, day))
}

/// Hours with a sign, and minutes and seconds where there are any; in seconds.
fn time(text: &[u8], most_hours: u16) -> Read<'_, i32> {
    let (text, sign) = opt(one_of("+-")).parse(text)?;
    let (mut text, hours) = number(text, 0, most_hours)?;
    let (mut time_s, mut unit_s) = (i32::from(hours) * HOUR_S, MINUTE_S);
    while let (Ok((rest, ())), 1..) = (mark(text, b':'), unit_s) {
        let part;
        (text, part) = number(rest, 0, 59)?;
        time_s += i32::from(part) * unit_s;
        unit_s /= MINUTE_S;
    }
    match sign {
        Some('-') => Ok((text, -time_s)),
        _ => Ok((text, time_s)),
    }
}

fn number(text: &[u8], least: u16, most: u16) -> Read<'_, u16> {
    verify(u16, |number| least <= *number && *number <= most).parse(text)
}

/// One byte that stands between two parts; a function of its own, as it stands
/// everywhere.
#[inline(never)]
fn mark(text: &[u8], mark: u8) -> Read<'_, ()> {
    map(char(mark.into()), |_| ()).parse(text)
}
