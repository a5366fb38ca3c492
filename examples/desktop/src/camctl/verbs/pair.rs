//! Pairing with the label's code (R45) or an invitation's, and the key that comes of it (R49).

use std::{env, fs};

use camera_proto::vocab::{ControllerName, PairingSecret};
use serde_json::json;
use zeroize::Zeroizing;

use super::access;
use crate::camctl::args::Pair;
use crate::camctl::failure::Failure;
use crate::camctl::keys::Key;
use crate::camctl::link::Link;
use crate::camctl::session::Context;
use crate::camctl::{ask, hex, words};

/// Pairs and remembers the camera.
pub(super) fn pair(context: &Context, args: Pair) -> Result<(), Failure> {
    let address = context.address()?.ok_or_else(|| {
        let message = "Which camera? None was paired yet.";
        Failure::usage(
            message,
            "Find it: camctl discover. Then: camctl pair --connect HOST",
        )
    })?;
    let name = match &args.name {
        Some(name) => access::name(name)?,
        None => fitting(&user_at_host()),
    };
    let secret = match args.invitation {
        true => PairingSecret::INVITATION,
        false => PairingSecret::CODE,
    };
    let code = match &args.qr {
        Some(text) => ask::label(text)?,
        None => ask::code(
            args.code.as_ref().map(|code| code.as_str()),
            args.code_stdin,
            match args.invitation {
                true => "The 12 digits of the invitation: ",
                false => "The 12 digits on the camera's label: ",
            },
        )
        .map_err(|failure| in_its_words(failure, secret))?,
    };
    // The camera gives the key once: better to fail before.
    context.keys.create()?;

    let waiting = context.output.waiting("Pairing");
    let (mut link, hello) = Link::open(&address, secret, context.patience())?;
    let enrolled = link
        .pair(&code, &name)
        .map_err(|error| in_its_words(error.into(), secret))?;
    drop(waiting);

    let key = Key {
        model: words::text(&hello.model),
        discriminator: hello.discriminator,
        address,
        key_id: enrolled.key_id,
        key: Zeroizing::new(enrolled.key),
        role: words::role(enrolled.role),
        epoch: enrolled.epoch,
    };
    let file = context.keys.save(&key)?;
    let discriminator = hex::encode(&key.discriminator.to_be_bytes());
    let json = json!({ "paired": {
        "model": key.model,
        "discriminator": discriminator,
        "address": key.address,
        "key_id": hex::encode(&key.key_id.0),
        "role": key.role,
        "epoch": key.epoch,
        "file": file.display().to_string(),
    }});
    let text = format!(
        "Paired with {} {discriminator} at {}, as {}.",
        key.model, key.address, key.role
    );
    Ok(context.output.result(&json, &text)?)
}

/// The code of an invitation is on no label.
fn in_its_words(failure: Failure, secret: PairingSecret) -> Failure {
    match (secret, failure.code.as_str()) {
        (PairingSecret::INVITATION, "WrongCode") => Failure {
            next: "Check the 12 digits that the camera's owner has given you.".to_owned(),
            ..failure
        },
        _ => failure,
    }
}

/// What other controllers will see, unless a name is given.
fn user_at_host() -> String {
    let variable = |names: [&str; 2]| names.into_iter().find_map(|name| env::var(name).ok());
    let host = || {
        let kernel = fs::read_to_string("/proc/sys/kernel/hostname");
        kernel.ok().map(|name| name.trim().to_owned())
    };
    let user = variable(["USER", "USERNAME"]);
    let host = variable(["HOSTNAME", "COMPUTERNAME"]).or_else(host);
    let parts: Vec<_> = [user, host].into_iter().flatten().collect();
    match parts.is_empty() {
        true => "camctl".to_owned(),
        false => parts.join("@"),
    }
}

/// As many whole characters of a name as fit.
fn fitting(name: &str) -> ControllerName {
    let mut fitting = ControllerName::new();
    for character in name.chars() {
        let bytes = &mut [0; 4];
        // All of the character or nothing.
        if fitting
            .extend_from_slice(character.encode_utf8(bytes).as_bytes())
            .is_err()
        {
            break;
        }
    }
    fitting
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_characters() {
        assert_eq!(fitting("someone@home").as_slice(), b"someone@home");
        let long = format!("{}é", "x".repeat(23));
        assert_eq!(fitting(&long).as_slice(), "x".repeat(23).as_bytes());
    }
}
