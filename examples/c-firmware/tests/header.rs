//! The header is what cbindgen makes of the sources. `UPDATE=1` writes it.

use std::path::Path;

#[test]
fn the_header_is_that_of_the_sources() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(here.join("cbindgen.toml")).expect("cbindgen.toml");
    let mut made = Vec::new();
    cbindgen::Builder::new()
        .with_crate(here)
        .with_config(config)
        .generate()
        .expect("the sources as C")
        .write(&mut made);
    let made = String::from_utf8(made).expect("text");
    let header = here.join("include/camera.h");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&header, &made).expect("a header");
    }
    let committed = std::fs::read_to_string(&header).unwrap_or_default();
    let changed = made.lines().zip(committed.lines()).find(|(a, b)| a != b);
    assert!(
        made == committed,
        "include/camera.h is not of these sources (UPDATE=1 writes it): {changed:?}"
    );
}
