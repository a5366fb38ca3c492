//! Faults that are sown between a part and the rest: each breaks the law that it
//! is said to, and no law is there for nothing.

use core::fmt::Debug;

use super::Broken;

/// What is said to be broken by what, in a part whose laws these sources hold,
/// and what is.
pub(super) fn each_breaks_its_law<Sown: Copy + Debug>(
    sources: &[&'static str],
    all: &[(Sown, Broken)],
    broken: impl Fn(Sown) -> Option<Broken>,
) {
    let laws: Vec<_> = sources.iter().copied().flat_map(laws_in).collect();
    for law in &laws {
        // Else one of them might be there for nothing.
        let count = laws.iter().filter(|other| *other == law).count();
        assert_eq!(count, 1, "{law} stands there twice");
    }
    for (sown, said) in all {
        let law = broken(*sown);
        println!("{sown:?}: {law:?}");
        assert_eq!(law, Some(*said), "{sown:?}");
        assert!(laws.contains(said), "{said} stands nowhere");
    }
    let is_broken = |law: &Broken| all.iter().any(|(_, said)| said == law);
    let never: Vec<_> = laws.iter().filter(|law| !is_broken(law)).collect();
    assert!(never.is_empty(), "there for nothing: {never:#?}");
}

/// The laws that a source asks, as they are written there.
fn laws_in(source: &'static str) -> impl Iterator<Item = Broken> {
    let asks = [" law(", "Err(", "ok_or("].into_iter();
    asks.flat_map(move |ask| source.split(ask).skip(1).filter_map(last_text))
}

/// The last text in a call, from its arguments on.
fn last_text(arguments: &'static str) -> Option<Broken> {
    let (mut depth, mut last) = (1, None);
    for (place, piece) in arguments.split('"').enumerate() {
        if place % 2 == 1 {
            last = Some(piece);
            continue;
        }
        for letter in piece.chars() {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            if depth == 0 {
                return last;
            }
        }
    }
    None
}

#[test]
fn the_laws_of_a_source_are_found() {
    let source = r#" law(a(b) == "c", "it is so")?; Err("never")?; Err(Refusal::BUSY)?; law(
        x, "it is
        told")"#;
    let laws: Vec<_> = laws_in(source).collect();
    assert_eq!(laws, ["it is so", "it is\n        told", "never"]);
}
