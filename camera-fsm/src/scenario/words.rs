//! The words of a line: tokens by `nom`, and the errors when they are others.

use camera_proto::vocab::Cdeg;
use heapless::Vec;
use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take_while_m_n, take_while1};
use nom::character::complete::{char, u32};
use nom::combinator::{eof, map, map_opt, opt, peek, value, verify};
use nom::multi::fold_many0;
use nom::sequence::{delimited, preceded, terminated};
use nom::{AsChar, IResult, Parser};

use crate::input::PinLevel;

/// A line that is none of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: expected {expected}")]
pub struct SyntaxError {
    /// Where, in characters from 1.
    pub column: usize,
    /// What should stand there.
    pub expected: &'static str,
}

type Parsed<'a, T> = IResult<&'a str, T, ()>;

/// What is left of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words<'a> {
    line: &'a str,
    /// From the word that was read last.
    last: &'a str,
    rest: &'a str,
}

impl<'a> Words<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        let rest = skip_space(line);
        Self {
            line,
            last: rest,
            rest,
        }
    }

    /// What is left, comments included.
    pub(super) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty() || self.rest.starts_with('#')
    }

    pub(super) fn end(&self) -> Result<(), SyntaxError> {
        match self.is_at_end() {
            true => Ok(()),
            false => Err(self.error_at(self.rest, "the end of the line")),
        }
    }

    /// The word that was read last is none of those.
    pub(super) fn wrong(&self, expected: &'static str) -> SyntaxError {
        self.error_at(self.last, expected)
    }

    /// All that is left, as it stands.
    pub(super) fn raw(&mut self, expected: &'static str) -> Result<&'a str, SyntaxError> {
        let all = self.rest.trim_end();
        match all {
            "" => Err(self.error_at(self.rest, expected)),
            all => {
                self.rest = "";
                Ok(all)
            }
        }
    }

    pub(super) fn keyword(&mut self, expected: &'static str) -> Result<&'a str, SyntaxError> {
        self.take(plain, expected)
    }

    pub(super) fn next_is(&self, word: &str) -> bool {
        plain(self.rest).is_ok_and(|(_, next)| next == word)
    }

    /// Reads the word if it is this one.
    pub(super) fn accept(&mut self, word: &'static str) -> bool {
        self.next_is(word) && self.keyword(word).is_ok()
    }

    pub(super) fn one_of<T: Copy>(
        &mut self,
        table: &[(&str, T)],
        expected: &'static str,
    ) -> Result<T, SyntaxError> {
        let word = self.keyword(expected)?;
        let found = table.iter().find(|(name, _)| *name == word);
        found
            .map(|(_, meaning)| *meaning)
            .ok_or_else(|| self.wrong(expected))
    }

    /// The open code with that name.
    pub(super) fn code<C: Copy>(
        &mut self,
        code: fn(u8) -> C,
        name: fn(C) -> Option<&'static str>,
        expected: &'static str,
    ) -> Result<C, SyntaxError> {
        let word = self.keyword(expected)?;
        (0..=u8::MAX)
            .map(code)
            .find(|code| name(*code) == Some(word))
            .ok_or_else(|| self.wrong(expected))
    }

    pub(super) fn number(
        &mut self,
        expected: &'static str,
        least: u32,
    ) -> Result<u32, SyntaxError> {
        self.take(verify(u32, move |number| *number >= least), expected)
    }

    pub(super) fn small(&mut self, expected: &'static str) -> Result<u8, SyntaxError> {
        self.take(map_opt(u32, |number| u8::try_from(number).ok()), expected)
    }

    /// In milliseconds.
    pub(super) fn duration(&mut self) -> Result<u32, SyntaxError> {
        self.take(duration, "a time: `500`, `500ms`, `7s` or `10min`")
    }

    pub(super) fn degrees(&mut self) -> Result<Cdeg, SyntaxError> {
        self.take(degrees, "an angle in degrees, with at most two decimals")
    }

    pub(super) fn degrees_range(&mut self) -> Result<(Cdeg, Cdeg), SyntaxError> {
        let range = (degrees, opt(preceded(tag(".."), degrees)));
        let ends = map(range, |(from, to)| (from, to.unwrap_or(from)));
        self.take(ends, "an angle in degrees, or a range like `-10..20.5`")
    }

    /// A word, quoted or not, as bytes.
    pub(super) fn bytes<const N: usize>(
        &mut self,
        expected: &'static str,
    ) -> Result<Vec<u8, N>, SyntaxError> {
        self.take(alt((quoted, map_opt(plain, unquoted))), expected)
    }

    fn take<T>(
        &mut self,
        parser: impl Parser<&'a str, Output = T, Error = ()>,
        expected: &'static str,
    ) -> Result<T, SyntaxError> {
        self.last = self.rest;
        if self.is_at_end() {
            return Err(self.wrong(expected));
        }
        match terminated(parser, boundary).parse(self.rest) {
            Ok((rest, meaning)) => {
                self.rest = skip_space(rest);
                Ok(meaning)
            }
            Err(_) => Err(self.wrong(expected)),
        }
    }

    fn error_at(&self, rest: &str, expected: &'static str) -> SyntaxError {
        let before = self.line.len().saturating_sub(rest.len());
        let column = self
            .line
            .get(..before)
            .map_or(0, |read| read.chars().count());
        SyntaxError {
            column: column.saturating_add(1),
            expected,
        }
    }
}

/// One change of the button's pin: when, and to which level.
pub(super) fn edge(words: &mut Words<'_>) -> Result<(u32, PinLevel), SyntaxError> {
    let levels = [("down", PinLevel::Down), ("up", PinLevel::Up)];
    Ok((words.duration()?, words.one_of(&levels, "`down` or `up`")?))
}

fn skip_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

fn boundary(input: &str) -> Parsed<'_, ()> {
    value((), peek(alt((tag(" "), tag("\t"), eof)))).parse(input)
}

fn plain(input: &str) -> Parsed<'_, &str> {
    take_while1(|c: char| !c.is_whitespace() && c != '"').parse(input)
}

fn unquoted<const N: usize>(word: &str) -> Option<Vec<u8, N>> {
    Vec::from_slice(word.as_bytes()).ok()
}

#[derive(Clone, Copy)]
enum Piece<'a> {
    Text(&'a str),
    Byte(u8),
}

fn quoted<const N: usize>(input: &str) -> Parsed<'_, Vec<u8, N>> {
    let room = || Some(Vec::new());
    let add = |bytes: Option<Vec<u8, N>>, piece| {
        let mut bytes = bytes?;
        match piece {
            Piece::Text(text) => bytes.extend_from_slice(text.as_bytes()).ok()?,
            Piece::Byte(byte) => bytes.push(byte).ok()?,
        }
        Some(bytes)
    };
    let pieces = fold_many0(piece, room, add);
    delimited(char('"'), map_opt(pieces, |bytes| bytes), char('"')).parse(input)
}

fn piece(input: &str) -> Parsed<'_, Piece<'_>> {
    alt((
        map(is_not("\"\\"), Piece::Text),
        value(Piece::Text("\""), tag("\\\"")),
        value(Piece::Text("\\"), tag("\\\\")),
        map(preceded(tag("\\x"), hex), Piece::Byte),
    ))
    .parse(input)
}

fn hex(input: &str) -> Parsed<'_, u8> {
    let digits = take_while_m_n(2, 2, AsChar::is_hex_digit);
    map_opt(digits, |digits| u8::from_str_radix(digits, 16).ok()).parse(input)
}

fn duration(input: &str) -> Parsed<'_, u32> {
    let unit = alt((
        value(1, tag("ms")),
        value(1_000, tag("s")),
        value(60_000, tag("min")),
    ));
    map_opt((u32, opt(unit)), |(count, unit)| {
        count.checked_mul(unit.unwrap_or(1))
    })
    .parse(input)
}

fn degrees(input: &str) -> Parsed<'_, Cdeg> {
    let cents = map_opt(
        take_while_m_n(1, 2, AsChar::is_dec_digit),
        |digits: &str| {
            let cents: i32 = digits.parse().ok()?;
            Some(if digits.len() == 1 { cents * 10 } else { cents })
        },
    );
    let parts = (opt(char('-')), u32, opt(preceded(char('.'), cents)));
    map_opt(parts, |(minus, whole, cents)| {
        let cdeg = i32::try_from(whole).ok()?.checked_mul(100)?;
        let cdeg = cdeg.checked_add(cents.unwrap_or(0))?;
        Some(Cdeg(if minus.is_some() { -cdeg } else { cdeg }))
    })
    .parse(input)
}
