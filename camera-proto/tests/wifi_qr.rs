//! What the QR codes of phones, routers and generators say of a Wi-Fi network.
#![cfg(feature = "interop")]

use camera_proto::codec::TooLong;
use camera_proto::interop::wifi_qr::{MAX_TEXT, WifiQr, WifiQrError, WriteError};
use camera_proto::vocab::{Passphrase, Security, Ssid};
use proptest::prelude::*;

fn wifi(name: &[u8], password: &[u8], security: Option<Security>, hidden: bool) -> WifiQr {
    WifiQr {
        ssid: Ssid::new(name).unwrap(),
        passphrase: Passphrase::new(password).unwrap(),
        security,
        hidden,
    }
}

fn parse(text: impl AsRef<[u8]>) -> Result<WifiQr, WifiQrError> {
    WifiQr::parse(text.as_ref())
}

fn written(wifi: &WifiQr) -> Result<Vec<u8>, WriteError> {
    let mut text = [0; MAX_TEXT];
    let len = wifi.write(&mut text)?;
    Ok(text[..len].to_vec())
}

fn home(password: &str, security: Option<Security>) -> Result<WifiQr, WifiQrError> {
    Ok(wifi(b"home", password.as_bytes(), security, false))
}

/// Bytes, often those that mean something in such a text.
fn bytes(len: core::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![any::<u8>(), prop::sample::select(&b"\\;:,\"% WIFISPTH"[..])];
    prop::collection::vec(byte, len)
}

prop_compose! {
    fn any_wifi()(
        name in bytes(1..=32),
        password in prop_oneof![Just(Vec::new()), bytes(1..=64)],
        security in prop::option::of((0_u8..=8).prop_map(Security)),
        hidden: bool,
    ) -> WifiQr {
        wifi(&name, &password, security, hidden)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn what_is_written_reads_back_as_itself(wifi in any_wifi()) {
        let empty = wifi.passphrase.as_bytes().is_empty();
        let sayable = match wifi.security {
            None | Some(Security::ENTERPRISE) => true,
            Some(Security::OPEN) => empty,
            Some(Security::WEP | Security::WPA2 | Security::WPA3 | Security::WPA2_WPA3) => !empty,
            Some(_) => false,
        };
        match written(&wifi) {
            Ok(text) => {
                prop_assert!(sayable);
                prop_assert_eq!(parse(text), Ok(wifi));
            }
            Err(error) => {
                prop_assert!(!sayable);
                prop_assert_eq!(error, WriteError::Inexpressible);
            }
        }
            }

    #[test]
    fn any_bytes_are_read_or_refused_and_what_is_read_can_be_written(
        text in bytes(0..=400), scheme: bool,
    ) {
        let text = [if scheme { &b"WIFI:"[..] } else { b"" }, &text].concat();
        if let Ok(wifi) = parse(text) {
            prop_assert_eq!(parse(written(&wifi).unwrap()), Ok(wifi));
        }
    }

    #[test]
    fn a_text_that_is_cut_short_is_never_another_network(
        wifi in any_wifi(), place in any::<prop::sample::Index>(),
    ) {
        prop_assume!(wifi.security != Some(Security::ENTERPRISE));
        if let Ok(text) = written(&wifi) {
            let cut = &text[..place.index(text.len())];
            if let Ok(read) = parse(cut) {
                // Only H, or the last of the two semicolons, may be missing.
                prop_assert_eq!(&read.ssid, &wifi.ssid);
                prop_assert_eq!(&read.passphrase, &wifi.passphrase);
                prop_assert_eq!(read.security, wifi.security);
            }
        }
    }

    #[test]
    fn too_little_room_is_said(wifi in any_wifi(), place in any::<prop::sample::Index>()) {
        if let Ok(text) = written(&wifi) {
            let mut room = vec![0; place.index(text.len())];
            prop_assert_eq!(wifi.write(&mut room), Err(WriteError::TooLong(TooLong)));
        }
    }
}

#[test]
fn phones_and_generators_are_understood() {
    for (text, expected) in [
        // Android and iOS.
        (
            "WIFI:S:home;T:WPA;P:12345678;H:false;;",
            home("12345678", None),
        ),
        (
            "WIFI:T:WPA;P:12345678;S:home;H:false;",
            home("12345678", None),
        ),
        (
            "WIFI:T:SAE;S:home;P:12345678;;",
            home("12345678", Some(Security::WPA3)),
        ),
        ("WIFI:S:home;T:;P:;;", home("", None)),
        ("WIFI:S:home;;", home("", None)),
        // Routers with WPA3: R, I and K are the Wi-Fi Alliance's.
        (
            "WIFI:T:WPA;R:1;S:home;I:me;P:12345678;K:MDkw=;;",
            home("12345678", None),
        ),
        // Generators.
        ("wifi:t:x;S:home;T:nopass;;", home("", Some(Security::OPEN))),
        (
            "WIFI:T:NOPASS;S:home;P:ignored;;",
            home("", Some(Security::OPEN)),
        ),
        (
            "WIFI:T:WPA/WPA2;S:home;P:12345678;;",
            home("12345678", None),
        ),
        (
            "WIFI:T:wpa2; S:home;\n P: 2345678;;\n",
            home(" 2345678", Some(Security::WPA2)),
        ),
        (
            "WIFI:T:WPA2/WPA3;S:home;P:a:b;;",
            home("a:b", Some(Security::WPA2_WPA3)),
        ),
        (
            "WIFI:T:WEP;S:home;P:0123456789;;",
            home("0123456789", Some(Security::WEP)),
        ),
        (
            "WIFI:T:WPA2-EAP;S:home;E:TTLS;PH2:MSCHAPV2;A:anon;I:me;P:secret;;",
            home("secret", Some(Security::ENTERPRISE)),
        ),
        // H was ZXing's phase 2 method once.
        (
            "WIFI:T:WPA2-EAP;S:home;H:MSCHAPV2;;",
            home("", Some(Security::ENTERPRISE)),
        ),
    ] {
        assert_eq!(parse(text), expected, "{text}");
    }
    for hidden in ["true", "True", "TRUE"] {
        let text = format!("WIFI:S:home;H:{hidden};;");
        assert!(parse(text).unwrap().hidden);
    }
}

#[test]
fn quotes_are_literal_only_when_escaped_and_hex_and_percent_are_always() {
    for (value, name) in [
        (r#""CAFE""#, "CAFE"),
        ("CAFE", "CAFE"),
        (r#"\"CAFE\""#, r#""CAFE""#),
        (r#""CAFE\""#, r#""CAFE""#),
        (r#""a\"b\\""#, r#"a"b\"#),
        (r#""a" or "b""#, r#""a" or "b""#),
        (r#"5" disk"#, r#"5" disk"#),
        (r#"""#, r#"""#),
        ("caf%65", "caf%65"),
        (r#"\\\;\,\:\"\x"#, r#"\;,:"x"#),
        (" a ", " a "),
    ] {
        let read = parse(format!("WIFI:S:{value};;")).unwrap();
        assert_eq!(read.ssid, Ssid::new(name.as_bytes()).unwrap(), "{value}");
    }
    // ZXing's own example.
    let read = parse(br#"WIFI:S:\"foo\;bar\\baz\";;"#).unwrap();
    assert_eq!(read.ssid.as_bytes(), br#""foo;bar\baz""#);
}

#[test]
fn a_text_that_is_no_network_says_why() {
    use WifiQrError::{
        DanglingEscape, Duplicate, NameTooLong, NoName, NoPassword, NotWifi, PasswordTooLong,
        UnknownSecurity, Unterminated,
    };
    let long = "x".repeat(70);
    for (text, why) in [
        ("", NotWifi),
        ("WIFI", NotWifi),
        ("https://example.com", NotWifi),
        ("WIFI:", NoName),
        ("WIFI:T:WPA;P:12345678;;", NoName),
        ("WIFI:S:;;", NoName),
        (r#"WIFI:S:"";;"#, NoName),
        ("WIFI:s:home;;", NoName),
        ("WIFI:S:home", Unterminated),
        ("WIFI:S:home;T:WPA;P:correct", Unterminated),
        ("WIFI:S:home;;rest", Unterminated),
        (r"WIFI:S:home\;", Unterminated),
        (r"WIFI:S:home\", DanglingEscape),
        ("WIFI:S:home;S:home;;", Duplicate('S')),
        ("WIFI:S:home;P:a;P:b;;", Duplicate('P')),
        ("WIFI:S:home;T:;T:;;", Duplicate('T')),
        ("WIFI:S:home;H:true;H:false;;", Duplicate('H')),
        ("WIFI:S:home;T:WPA4;P:12345678;;", UnknownSecurity),
        ("WIFI:S:home;T:WPA;;", NoPassword),
        ("WIFI:S:home;T:SAE;P:;;", NoPassword),
        (&format!("WIFI:S:{long};;"), NameTooLong(70)),
        (&format!(r"WIFI:S:home;P:\{long};;"), PasswordTooLong(70)),
    ] {
        assert_eq!(parse(text), Err(why), "{text}");
    }
}

#[test]
fn what_is_written_is_what_phones_write() {
    let text = |wifi: &WifiQr| String::from_utf8(written(wifi).unwrap()).unwrap();
    let home = wifi(b"home", b"correct horse", None, true);
    assert_eq!(text(&home), "WIFI:T:WPA;S:home;P:correct horse;H:true;;");
    let cafe = wifi(br#"a;b,c:d"e\"#, b"", Some(Security::OPEN), false);
    assert_eq!(text(&cafe), r#"WIFI:T:nopass;S:a\;b\,c\:d\"e\\;;"#);
    let strict = wifi(b"home", b"12345678", Some(Security::WPA3), false);
    assert_eq!(text(&strict), "WIFI:T:SAE;S:home;P:12345678;;");
}

#[test]
fn the_longest_text_is_as_long_as_said() {
    let longest = wifi(&[b';'; 32], &[b'\\'; 64], Some(Security::WPA2_WPA3), true);
    assert_eq!(written(&longest).unwrap().len(), MAX_TEXT);
}

#[test]
fn a_password_is_not_printed() {
    let wifi = wifi(b"home", b"correct horse", None, false);
    assert!(!format!("{wifi:?}").contains("horse"));
    let error = parse("WIFI:S:home;T:correct;P:horse;;").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("horse"));
}
