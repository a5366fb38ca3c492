//! The settings in a file, and back from it (R33, R55).

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use camera_proto::message::{Request, Setting};
use serde_json::{Value, json};

use super::{settings, tell};
use crate::camctl::args::{Export, Import};
use crate::camctl::failure::Failure;
use crate::camctl::session::Context;
use crate::camctl::setting::{file, form, text, title_of};

/// Far longer than a file of all settings: so that `import /dev/zero` ends.
const LONGEST: u64 = 1 << 20;

/// Writes the settings into a file, or where results go.
pub(super) fn export(context: &Context, args: &Export) -> Result<(), Failure> {
    let settings = settings::all(&mut context.open()?.link)?;
    let content = file::write(&settings);
    let readable = format!("{content:#}");
    let file = args.file.as_ref().filter(|file| file.as_os_str() != "-");
    let Some(path) = file else {
        return Ok(context.output.result(&content, &readable)?);
    };
    let write = || writeln!(File::create(path)?, "{readable}");
    write().map_err(|error| unusable(path, &error))?;
    let count = settings.len();
    let path = path.display().to_string();
    let text = format!("{} in {path}.", counted(count));
    let json = json!({ "exported": { "file": path, "settings": count } });
    Ok(context.output.result(&json, &text)?)
}

/// A setting that the file changes.
struct Change {
    old: Option<Setting>,
    new: Setting,
}

/// Reads a file of settings and sends what is another in it.
pub(super) fn import(context: &Context, args: &Import) -> Result<(), Failure> {
    // All of it, before the camera hears any of it.
    let wanted = read(&args.file)?;
    let mut session = context.open()?;
    let known = settings::all(&mut session.link)?;
    let total = wanted.len();
    let changes: Vec<_> = wanted
        .into_iter()
        .filter(|new| !known.contains(new))
        .map(|new| {
            let old = known.iter().find(|old| old.id() == new.id()).cloned();
            Change { old, new }
        })
        .collect();
    if !args.dry_run && !changes.is_empty() {
        // People see it before it happens, whatever becomes of stdout.
        if !context.output.json {
            writeln!(anstream::stderr(), "{}", told(&changes))?;
        }
        for (sent, Change { new, .. }) in changes.iter().enumerate() {
            tell(&mut session.link, &Request::Set(new.clone()))
                .map_err(|failure| at(failure, new, sent))?;
        }
    }
    let json = json!({ "imported": {
        "changes": changes.iter().map(change_json).collect::<Value>(),
        "unchanged": total - changes.len(),
        "dry_run": args.dry_run,
    }});
    let text = match (changes.len(), args.dry_run) {
        (0, _) => "The camera has all of these settings already.".to_owned(),
        (_, true) => told(&changes),
        (count, false) => format!("{} changed.", counted(count)),
    };
    Ok(context.output.result(&json, &text)?)
}

fn read(path: &Path) -> Result<Vec<Setting>, Failure> {
    let read = || -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        match path.to_str() {
            Some("-") => io::stdin().lock().take(LONGEST).read_to_end(&mut content)?,
            _ => File::open(path)?.take(LONGEST).read_to_end(&mut content)?,
        };
        Ok(content)
    };
    let content = read().map_err(|error| unusable(path, &error))?;
    file::read(&content).map_err(|error| {
        // A sentence of what is wrong reads better after its place.
        let (line, why) = (error.line(), file::why(&error));
        Failure::new(
            "BadFile",
            format!("Line {line} of {} is refused: {why}.", called(path)),
            "Nothing was changed. Correct that line, and try again.",
        )
    })
}

fn called(path: &Path) -> String {
    match path.to_str() {
        Some("-") => "standard input".to_owned(),
        _ => format!("the file {}", path.display()),
    }
}

fn counted(settings: usize) -> String {
    match settings {
        1 => "1 setting is".to_owned(),
        count => format!("{count} settings are"),
    }
}

fn unusable(path: &Path, error: &io::Error) -> Failure {
    let message = format!("The file {} cannot be used: {error}.", path.display());
    Failure::new("BadFile", message, "Check its name and who may use it.")
}

/// Says of which setting a refusal is, and how far it went.
fn at(failure: Failure, setting: &Setting, sent: usize) -> Failure {
    Failure {
        message: format!("{}: {}", title_of(setting), failure.message),
        next: match sent {
            0 => failure.next,
            _ => format!(
                "{} The settings before it in the file are changed.",
                failure.next
            ),
        },
        ..failure
    }
}

fn change_json(change: &Change) -> Value {
    json!({
        "setting": title_of(&change.new),
        "from": change.old.as_ref().map(form::to_json),
        "to": form::to_json(&change.new),
    })
}

fn told(changes: &[Change]) -> String {
    let line = |Change { old, new }: &Change| {
        let old = old.as_ref().map_or("default".to_owned(), text::value);
        format!("  {}: {old} -> {}", title_of(new), text::value(new))
    };
    let lines: Vec<_> = changes.iter().map(line).collect();
    format!("This changes:\n{}", lines.join("\n"))
}
