//! Codes that an owner gives out: an invitation (R49), and the camera's own in
//! place of the label's (R43, R49). The camera gets only a record of either.

use std::io;

use camera_proto::message::{self, CodeRecord, Request};
use camera_proto::pairing::{DEFAULT_ITERATIONS, LabelRecord, SALT_LEN, SetupCode};
use camera_proto::vocab::Refusal;
use rand::Rng as _;
use serde_json::{Value, json};
use zeroize::{Zeroize as _, Zeroizing};

use super::tell;
use crate::camctl::args::{ChangeCode, Invite};
use crate::camctl::failure::Failure;
use crate::camctl::output::Output;
use crate::camctl::session::Context;
use crate::camctl::{ask, span, words};

/// Lets another controller in, once, or takes that back.
pub(super) fn invite(context: &Context, args: &Invite) -> Result<(), Failure> {
    let code = SetupCode::random(&mut rand::rng());
    let mut session = context.open()?;
    let invitation = message::Invite {
        // To take an invitation back needs no code, but a record all the same.
        record: record(&code)?,
        role: args.role,
        valid_s: if args.cancel { 0 } else { args.valid },
    };
    tell(&mut session.link, &Request::Invite(invitation))?;
    if args.cancel {
        let json = json!({ "invitation": null });
        let text = "No invitation is open any more.";
        return Ok(context.output.result(&json, text)?);
    }
    let (code, role) = (grouped(&code), words::role(args.role));
    let address = context.address()?.unwrap_or_default();
    let json = json!({ "invitation": {
        "code": &*code,
        "role": role,
        "valid_s": args.valid,
        "address": address,
    }});
    let text = Zeroizing::new(format!(
        "The code of the invitation is {}.\n\
         Within {}, it lets one controller in as {role}. The one invited runs:\n  \
         camctl pair --invitation --connect {address}",
        &*code,
        span::show(args.valid.into())
    ));
    Ok(print_once(context.output, json, "invitation", &text)?)
}

/// Gives the camera another code than its label's, until a reset.
pub(super) fn change(context: &Context, args: &ChangeCode) -> Result<(), Failure> {
    let code = match args.code_stdin {
        true => ask::code(None, true, "").map_err(|failure| Failure {
            // On the label is the code that this one replaces.
            next: "The last of its 12 digits checks the others. Without --code-stdin, camctl \
                   makes one."
                .to_owned(),
            ..failure
        })?,
        false => SetupCode::random(&mut rand::rng()),
    };
    let mut session = context.open()?;
    let record = record(&code)?;
    tell(
        &mut session.link,
        &Request::ChangeCode(message::ChangeCode { record }),
    )?;
    let label = "A factory reset returns to the code on the label.";
    if args.code_stdin {
        // Whoever has given it knows it.
        let json = json!({ "code_changed": {} });
        let text = format!("The camera has that code now. {label}");
        return Ok(context.output.result(&json, &text)?);
    }
    let code = grouped(&code);
    let json = json!({ "code_changed": { "code": &*code } });
    let text = Zeroizing::new(format!(
        "The camera's code is {} now. Write it down: it is shown only this once.\n{label}",
        &*code
    ));
    Ok(print_once(context.output, json, "code_changed", &text)?)
}

/// Stretches a code with a salt of its own.
fn record(code: &SetupCode) -> Result<CodeRecord, Failure> {
    let mut salt = [0; SALT_LEN];
    rand::rng().fill_bytes(&mut salt);
    LabelRecord::from_code(code, &salt, DEFAULT_ITERATIONS)
        .map(|record| record.to_message())
        // What no camera would take; it cannot be with these iterations.
        .map_err(|_| Failure::because(Refusal::UNSAFE_CODE))
}

fn grouped(code: &SetupCode) -> Zeroizing<String> {
    Zeroizing::new(String::from_utf8_lossy(&*code.grouped()).into_owned())
}

/// Prints what holds a code, and wipes it.
fn print_once(output: Output, mut json: Value, key: &str, text: &str) -> io::Result<()> {
    let printed = output.result(&json, text);
    if let Some(Value::String(code)) = json.pointer_mut(&format!("/{key}/code")) {
        code.zeroize();
    }
    printed
}
