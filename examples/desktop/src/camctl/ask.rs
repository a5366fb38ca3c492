//! What people are asked for. Secrets are neither shown nor kept.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use camera_proto::interop::label_qr::{LabelQr, LabelQrError};
use camera_proto::interop::wifi_qr::WifiQr;
use camera_proto::pairing::{CodeError, SetupCode};
use camera_proto::vocab::{Passphrase, Refusal};
use zeroize::Zeroizing;

use super::failure::Failure;

/// The longest secret read from standard input: so that `< /dev/zero` ends.
const LONGEST: u64 = 4096;

/// A code to pair by: from the command line, standard input or the terminal.
///
/// # Errors
/// When it cannot be a code, or there is nobody to ask.
pub fn code(given: Option<&str>, stdin: bool, prompt: &str) -> Result<SetupCode, Failure> {
    let typed = match given {
        Some(code) => return parse_code(code),
        None if stdin => from_stdin()?,
        None => from_terminal(prompt, "--code-stdin")?,
    };
    parse_code(&String::from_utf8_lossy(&typed))
}

/// The code in what the label's QR code says.
///
/// # Errors
/// When that is no label, or nothing can be read.
pub fn label(given: &str) -> Result<SetupCode, Failure> {
    let text = qr(given)?;
    match LabelQr::parse(str::from_utf8(&text).unwrap_or_default()) {
        Ok(label) => Ok(label.code),
        Err(LabelQrError::Code(error)) => Err(no_code(error)),
        Err(error) => Err(Failure::usage(
            format!("This is not a label's QR code: {error}."),
            "It says CAMERA:1: and the model, the serial number and the code.",
        )),
    }
}

/// The network in what a Wi-Fi QR code says.
///
/// # Errors
/// When that is no network, or nothing can be read.
pub fn network(given: &str) -> Result<WifiQr, Failure> {
    WifiQr::parse(&qr(given)?).map_err(|error| {
        Failure::usage(
            format!("This is not a Wi-Fi QR code: {error}."),
            "It says WIFI: and the network, as in WIFI:T:WPA;S:name;P:password;;",
        )
    })
}

/// What a QR code says: as given, or on standard input where that is `-`.
fn qr(given: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    match given {
        "-" => from_stdin(),
        text => Ok(Zeroizing::new(text.as_bytes().to_vec())),
    }
}

/// The network's password: from standard input or the terminal.
///
/// # Errors
/// When no camera could take it, or there is nobody to ask.
pub fn password(stdin: bool) -> Result<Passphrase, Failure> {
    let typed = if stdin {
        from_stdin()?
    } else {
        from_terminal(
            "The network's password (empty for none): ",
            "--password-stdin",
        )?
    };
    Passphrase::new(&typed).ok_or_else(|| Failure::because(Refusal::PASSWORD_TOO_LONG))
}

/// Makes sure that there is somebody to ask, before anything begins.
///
/// # Errors
/// When standard input is no terminal.
pub fn needs_terminal(otherwise: &str) -> Result<(), Failure> {
    if io::stdin().is_terminal() {
        return Ok(());
    }
    let message = "There is nobody to ask: standard input is no terminal.";
    Err(Failure::usage(message, format!("Use {otherwise}.")))
}

/// Asks a question of which only "y" or "yes" is agreement.
///
/// # Errors
/// When the terminal is gone.
pub fn agrees(question: &str) -> Result<bool, Failure> {
    let mut answer = String::new();
    write!(anstream::stderr(), "{question} [y/N] ")
        .and_then(|()| io::stdin().lock().read_line(&mut answer))
        .map_err(|error| unreadable(&error))?;
    let answer = answer.trim().to_lowercase();
    Ok(answer == "y" || answer == "yes")
}

fn parse_code(text: &str) -> Result<SetupCode, Failure> {
    let text = without_newline(text.as_bytes());
    let text = str::from_utf8(text).unwrap_or_default().trim();
    SetupCode::parse(text).map_err(no_code)
}

/// A slip that the check digit catches is the refusal that the camera would
/// give, but costs no attempt there.
fn no_code(error: CodeError) -> Failure {
    match error {
        CodeError::CheckDigit => Failure {
            message: format!("This is not the code of any camera: {error}."),
            ..Failure::because(Refusal::WRONG_CODE)
        },
        _ => Failure::usage(
            format!("This is not a code: {error}."),
            "A code has 12 digits, as on the camera's label: 1234-5678-9018.",
        ),
    }
}

fn from_stdin() -> Result<Zeroizing<Vec<u8>>, Failure> {
    // All at once, so that no copy is left behind by growing.
    let mut typed = Zeroizing::new(Vec::with_capacity(LONGEST as usize + 1));
    io::stdin()
        .lock()
        .take(LONGEST)
        .read_to_end(&mut typed)
        .map_err(|error| unreadable(&error))?;
    let len = without_newline(&typed).len();
    typed.truncate(len);
    Ok(typed)
}

fn from_terminal(prompt: &str, otherwise: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    needs_terminal(otherwise)?;
    let typed = rpassword::prompt_password(prompt).map_err(|error| unreadable(&error))?;
    Ok(Zeroizing::new(typed.into_bytes()))
}

fn unreadable(error: &io::Error) -> Failure {
    let message = format!("Standard input cannot be read: {error}.");
    Failure::usage(message, "Type it at a terminal, or hand it in by `< FILE`.")
}

/// Drops one newline from the end, which `echo` and editors add.
fn without_newline(bytes: &[u8]) -> &[u8] {
    let line = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    match line.len() < bytes.len() {
        true => line.strip_suffix(b"\r").unwrap_or(line),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_newline_is_dropped() {
        for (typed, kept) in [
            ("a\n", "a"),
            ("a\r\n", "a"),
            ("a\n\n", "a\n"),
            ("a ", "a "),
            ("a\r", "a\r"),
            ("", ""),
        ] {
            assert_eq!(without_newline(typed.as_bytes()), kept.as_bytes());
        }
    }

    #[test]
    fn a_slip_in_the_code_is_a_refusal_and_nonsense_is_wrong_usage() {
        let code = |text| {
            parse_code(text)
                .err()
                .map(|failure| (failure.code, failure.exit))
        };
        assert_eq!(code("1234-5678-9017"), Some(("WrongCode".to_owned(), 1)));
        for nonsense in ["", "123", "1234-5678-9012-3", "letters"] {
            assert_eq!(code(nonsense), Some(("Usage".to_owned(), 2)), "{nonsense}");
        }
        let good = SetupCode::random(&mut rand::rng()).grouped();
        let line = format!(" {}\n", str::from_utf8(&*good).unwrap());
        assert_eq!(code(&line), None);
    }
}
