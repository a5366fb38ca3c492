//! The protobuf peer's types, from `messages.proto`.

use std::{env, path::PathBuf};

use micropb_gen::{Config, Generator};

fn main() {
    println!("cargo:rerun-if-changed=messages.proto");
    let mut generator = Generator::new();
    generator.use_container_heapless();
    for (field, size) in [(".Prov.ssid", 32), (".Prov.pass", 63), (".Prov.country", 2)] {
        generator.configure(field, Config::new().max_bytes(size));
    }
    generator.configure(".Settings.zones", Config::new().max_len(8));
    generator.configure(".Settings.schedule", Config::new().max_len(7));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("messages.rs");
    let compiled = generator.compile_protos(&["messages.proto"], out);
    compiled.expect("protoc is needed: apt-get install protobuf-compiler");
}
