//! The QR code on the camera's label.
#![cfg(all(feature = "interop", feature = "pairing"))]

use camera_proto::codec::TooLong;
use camera_proto::interop::label_qr::{
    LabelQr, LabelQrError, MAX_TEXT, MODEL_MAX, SERIAL_MAX, ValueError,
};
use camera_proto::pairing::{CodeError, SetupCode};
use heapless::String as Text;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const SPOT: &str = "CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:471427619485";

/// As many whole characters as fit.
fn fitting<const N: usize>(text: &str) -> Text<N> {
    let mut fitting = Text::new();
    let _ = text
        .chars()
        .try_for_each(|character| fitting.push(character));
    fitting
}

fn written(label: &LabelQr) -> String {
    let mut text = [0; MAX_TEXT];
    let len = label.write(&mut text).unwrap();
    String::from_utf8(text[..len].to_vec()).unwrap()
}

fn error(text: &str) -> LabelQrError {
    LabelQr::parse(text).expect_err(text)
}

prop_compose! {
    fn any_label()(
        model in "[ -~]{0,24}|\\PC{0,24}",
        serial in "[A-Z0-9]{0,16}|\\PC{0,16}",
        seed: u64,
    ) -> LabelQr {
        LabelQr {
            model: fitting(&model),
            serial: fitting(&serial),
            code: SetupCode::random(&mut ChaCha20Rng::seed_from_u64(seed)),
        }
    }
}

proptest! {
    #[test]
    fn r45_what_is_written_reads_back_as_itself(label in any_label()) {
        let text = written(&label);
        let read = LabelQr::parse(&text).unwrap();
        prop_assert_eq!(&read.model, &label.model);
        prop_assert_eq!(&read.serial, &label.serial);
        prop_assert_eq!(read.code.digits(), label.code.digits());
        let alphanumeric = |c: char| {
            c.is_ascii_digit() || c.is_ascii_uppercase() || " $%*+-./:".contains(c)
        };
        prop_assert!(text.chars().all(alphanumeric), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in "\\PC*|CAMERA:1:([A-Z0-9% :-]|%[0-9A-F]{2}){0,60}",
    ) {
        if let Ok(label) = LabelQr::parse(&text) {
            prop_assert!(LabelQr::parse(&written(&label)).is_ok());
        }
    }

    #[test]
    fn too_little_room_is_said(label in any_label(), place in any::<prop::sample::Index>()) {
        let mut room = vec![0; place.index(written(&label).len())];
        prop_assert_eq!(label.write(&mut room), Err(TooLong));
    }

    #[test]
    fn a_label_that_is_cut_short_is_none(label in any_label(), place in any::<prop::sample::Index>()) {
        let text = written(&label);
        prop_assert!(LabelQr::parse(&text[..place.index(text.len())]).is_err());
    }
}

#[test]
fn a_label_reads_as_it_is_printed() {
    let label = LabelQr::parse(SPOT).unwrap();
    assert_eq!(label.model, "Spot PT-1");
    assert_eq!(label.serial, "VCB90D4B7A");
    assert_eq!(label.code.digits(), b"471427619485");
    assert_eq!(written(&label), SPOT);
    for same in [
        "CAMERA:1:%53%70%6F%74%20PT-1:VCB90D4B7A:4714-2761-9485",
        &format!(" {SPOT}\n"),
        &format!("{SPOT}:WHAT A LATER MAKER ADDS:2"),
    ] {
        assert_eq!(written(&LabelQr::parse(same).unwrap()), SPOT, "{same}");
    }
    let bare = LabelQr::parse("CAMERA:1:::471427619485").unwrap();
    assert!(bare.model.is_empty() && bare.serial.is_empty());
}

#[test]
fn a_text_that_is_no_label_says_why() {
    use LabelQrError::{Code, Incomplete, Model, NotALabel, Serial, UnknownVersion};
    let check = Code(CodeError::CheckDigit);
    for (text, why) in [
        ("", NotALabel),
        ("471427619485", NotALabel),
        ("camera:1:A:B:471427619485", NotALabel),
        ("CAMERA", Incomplete),
        ("CAMERA:2:A:B:471427619485", UnknownVersion),
        ("CAMERA:01:A:B:471427619485", UnknownVersion),
        ("CAMERA:1:A:B", Incomplete),
        ("CAMERA:1:A:B:", Code(CodeError::TooShort { digits: 0 })),
        ("CAMERA:1:A:B:471427619486", check),
        ("CAMERA:1:Spot:B:471427619485", Model(ValueError::Unescaped)),
        ("CAMERA:1:A:é:471427619485", Serial(ValueError::Unescaped)),
        ("CAMERA:1:A%:B:471427619485", Model(ValueError::Escape)),
        ("CAMERA:1:A:%6:471427619485", Serial(ValueError::Escape)),
        ("CAMERA:1:%6f:B:471427619485", Model(ValueError::Escape)),
        ("CAMERA:1:%FF:B:471427619485", Model(ValueError::NotUtf8)),
        (
            "CAMERA:1:ABCDEFGHIJKLMNOPQRSTUVWXY:B:471427619485",
            Model(ValueError::TooLong),
        ),
        (
            "CAMERA:1:A:ABCDEFGHIJKLMNOPQ:471427619485",
            Serial(ValueError::TooLong),
        ),
    ] {
        assert_eq!(error(text), why, "{text}");
    }
}

#[test]
fn the_longest_label_is_as_long_as_said() {
    let longest = LabelQr {
        model: fitting(&"x".repeat(MODEL_MAX)),
        serial: fitting(&":".repeat(SERIAL_MAX)),
        code: SetupCode::parse("471427619485").unwrap(),
    };
    assert_eq!(written(&longest).len(), MAX_TEXT);
}

#[test]
fn r45_the_code_is_not_printed() {
    let label = LabelQr::parse(SPOT).unwrap();
    assert_eq!(
        format!("{label:?}"),
        r#"LabelQr("Spot PT-1", "VCB90D4B7A")"#
    );
}

const SPEC: &str = include_str!("../SPEC.md");

#[test]
fn the_label_of_the_spec_is_this_one() {
    let line = format!("label: {SPOT}");
    assert!(
        SPEC.lines().any(|other| other == line),
        "SPEC.md lacks {line}"
    );
}

#[test]
fn the_table_of_the_spec_gives_the_check_digit() {
    let number = |digit: &str| digit.parse::<usize>().unwrap();
    let row = |row: usize| -> Vec<usize> {
        let name = format!("row {row}: ");
        let line = SPEC.lines().find_map(|line| line.strip_prefix(&name));
        line.unwrap().split(' ').map(number).collect()
    };
    let table: Vec<_> = (0..10).map(row).collect();
    for seed in 0..500 {
        let code = SetupCode::random(&mut ChaCha20Rng::seed_from_u64(seed));
        let step = |at: usize, digit: &u8| table[at][usize::from(digit - b'0')];
        assert_eq!(code.digits().iter().fold(0, step), 0);
    }
}
