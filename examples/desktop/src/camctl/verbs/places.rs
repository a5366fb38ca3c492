//! Places of the head that the camera keeps, and the patrol between them (R60).

use camera_proto::message::{Patrol, Preset, Reply, Request, RunPatrol, Setting};
use camera_proto::vocab::{Cdeg, Refusal, SettingId};
use serde_json::json;

use super::{head, settings};
use crate::camctl::args::{PatrolSet, Place, PresetSave};
use crate::camctl::failure::Failure;
use crate::camctl::link::Link;
use crate::camctl::session::Context;
use crate::camctl::{angle, output, setting, words};

/// Lists the presets.
pub(super) fn list(context: &Context) -> Result<(), Failure> {
    let settings = settings::all(&mut context.open()?.link)?;
    let presets: Vec<_> = settings.iter().filter_map(preset).collect();
    let json = setting::file::values(settings.iter().filter(|setting| preset(setting).is_some()));
    let head = ["N", "NAME", "PAN", "TILT"].map(str::to_owned);
    let row = |preset: &&Preset| {
        [
            preset.place.to_string(),
            words::text(&preset.name),
            angle::show(preset.pan),
            angle::show(preset.tilt),
        ]
    };
    let rows: Vec<_> = [head].into_iter().chain(presets.iter().map(row)).collect();
    let text = match presets.is_empty() {
        true => "The camera has no preset. Keep one: camctl preset save 0 NAME".to_owned(),
        false => output::table(&rows),
    };
    Ok(context.output.result(&json!({ "presets": json }), &text)?)
}

fn preset(setting: &Setting) -> Option<&Preset> {
    match setting {
        Setting::Preset(preset) => Some(preset),
        _ => None,
    }
}

/// Keeps a place, or the one where the head is now.
pub(super) fn save(context: &Context, args: &PresetSave) -> Result<(), Failure> {
    let name = settings::name(&args.name)?;
    let mut session = context.open()?;
    let (pan, tilt) = match (args.pan, args.tilt) {
        (Some(pan), Some(tilt)) => (pan, tilt),
        _ => here(&mut session.link)?,
    };
    let place = args.place;
    let preset = Setting::Preset(Preset {
        place,
        name,
        pan,
        tilt,
    });
    settings::send(context, &mut session, preset)
}

fn here(link: &mut Link) -> Result<(Cdeg, Cdeg), Failure> {
    match link.ask(&Request::Position)? {
        Reply::Position(position) => Ok((position.pan, position.tilt)),
        _ => Err(Failure::protocol()),
    }
}

/// Forgets a place.
pub(super) fn clear(context: &Context, which: Place) -> Result<(), Failure> {
    let id = SettingId::preset(which.place);
    let id = id.ok_or_else(|| Failure::because(Refusal::NO_SUCH_PRESET))?;
    settings::put_back(context, id)
}

/// Begins or ends the patrol.
pub(super) fn run_patrol(context: &Context, run: bool) -> Result<(), Failure> {
    let mut session = context.open()?;
    let request = Request::RunPatrol(RunPatrol { run });
    let Reply::Done = head::patiently(context, &mut session.link, &request)? else {
        return Err(Failure::protocol());
    };
    let text = match run {
        true => "The head goes on patrol.",
        false => "The patrol is over.",
    };
    Ok(context
        .output
        .result(&json!({ "patrol": { "runs": run } }), text)?)
}

/// Says where the patrol goes.
pub(super) fn set_patrol(context: &Context, args: &PatrolSet) -> Result<(), Failure> {
    // The command line takes no more than there is room for.
    let stops = args.stops.iter().copied().collect();
    settings::send(
        context,
        &mut context.open()?,
        Setting::Patrol(Patrol { stops }),
    )
}

/// Forgets where the patrol goes.
pub(super) fn clear_patrol(context: &Context) -> Result<(), Failure> {
    settings::put_back(context, SettingId::PATROL)
}
