//! Texts that people bring: codes, and what QR codes say.

use camera_proto::interop::label_qr::{self, LabelQr};
use camera_proto::interop::wifi_qr::{self, WifiQr};
use camera_proto::pairing::{CodeError, SetupCode};

/// A text is a code or says why not; a code has twelve digits of that text, prints as it reads, and has no neighbour
/// in one digit.
pub fn setup_code(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).collect();
    match SetupCode::parse(text) {
        Ok(code) => {
            assert_eq!(digits, code.digits());
            let grouped = code.grouped();
            assert!(is_code(&*grouped), "what is printed is read");
            for place in 0..digits.len() {
                let mut slip = digits.clone();
                slip[place] = b'0' + (slip[place] - b'0' + 1) % 10;
                assert!(!is_code(&slip), "a slip in place {place}");
            }
        }
        Err(CodeError::TooShort { digits: some }) => assert_eq!(some, digits.len()),
        Err(CodeError::TooLong) => assert!(digits.len() > 12),
        Err(CodeError::NotADigit { position }) => assert!(position < text.chars().count()),
        Err(CodeError::CheckDigit) => assert_eq!(digits.len(), 12),
    }
}

fn is_code(text: &[u8]) -> bool {
    str::from_utf8(text).is_ok_and(|text| SetupCode::parse(text).is_ok())
}

/// A text is a network or says why not; what is written of a network is read as the same one.
pub fn wifi_qr(data: &[u8]) {
    let wifi = match WifiQr::parse(data) {
        Ok(wifi) => wifi,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let mut text = [0; wifi_qr::MAX_TEXT];
    match wifi.write(&mut text) {
        Ok(len) => assert_eq!(WifiQr::parse(&text[..len]), Ok(wifi)),
        // What a phone's text said can be said: but for a password that is missing.
        Err(error) => {
            assert_eq!(error, wifi_qr::WriteError::Inexpressible);
            assert!(wifi.passphrase.as_bytes().is_empty());
        }
    }
}

/// A text is a label or says why not; what is written of a label is read as the same one, and writes as itself.
pub fn label_qr(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let label = match LabelQr::parse(text) {
        Ok(label) => label,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let written = written(&label);
    let again = LabelQr::parse(&written).expect("what is written is read");
    assert_eq!((&label.model, &label.serial), (&again.model, &again.serial));
    assert_eq!(label.code.digits(), again.code.digits());
    assert_eq!(self::written(&again), written);
}

fn written(label: &LabelQr) -> String {
    let mut text = [0; label_qr::MAX_TEXT];
    let len = label.write(&mut text).expect("MAX_TEXT bytes suffice");
    assert!(text[..len].is_ascii());
    String::from_utf8_lossy(&text[..len]).into_owned()
}
