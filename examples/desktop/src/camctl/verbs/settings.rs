//! The settings: listed, changed, put back (R50–R56).

use camera_proto::message::{
    self, Name, Privacy, Recording, Reply, Request, Setting, Storage, TimeZone,
};
use camera_proto::vocab::{Refusal, ScheduleKind, SettingId};
use heapless::Vec as Bounded;
use serde_json::json;

use super::{list as ask_list, places, tell};
use crate::camctl::args::{Clear, Schedule, Set, Switch, Times, Zone};
use crate::camctl::failure::Failure;
use crate::camctl::link::Link;
use crate::camctl::output;
use crate::camctl::session::{Context, Session};
use crate::camctl::setting::{file, text, title, title_of, titled};

/// What there may be several of.
const NUMBERED: &str = "A zone or a preset has a number from 0 to 7, the others have none.";

/// Lists the settings that are not at their default.
pub(super) fn list(context: &Context) -> Result<(), Failure> {
    let settings = all(&mut context.open()?.link)?;
    let row = |setting: &Setting| [title_of(setting), text::value(setting)];
    let rows: Vec<_> = settings.iter().map(row).collect();
    let text = match rows.is_empty() {
        true => "Every setting is at its default.".to_owned(),
        false => output::table(&rows),
    };
    let json = json!({ "settings": file::values(&settings) });
    Ok(context.output.result(&json, &text)?)
}

/// Changes one.
pub(super) fn set(context: &Context, what: Set) -> Result<(), Failure> {
    let setting = match what {
        Set::Preset(args) => return places::save(context, &args),
        Set::Patrol(args) => return places::set_patrol(context, &args),
        Set::Name { name: given } => Setting::Name(Name {
            name: name(&given)?,
        }),
        Set::TimeZone { posix } => {
            let posix = Bounded::from_slice(posix.as_bytes()).ok();
            let posix = posix.ok_or_else(|| Failure::because(Refusal::INVALID_TIME_ZONE))?;
            Setting::TimeZone(TimeZone { posix })
        }
        Set::Zone(args) => Setting::Zone(zone(&args)?),
        Set::AlertSchedule(args) => schedule(ScheduleKind::ALERTS, &args)?,
        Set::RecordingSchedule(args) => schedule(ScheduleKind::RECORDING, &args)?,
        Set::Recording { mode } => Setting::Recording(Recording { mode }),
        Set::NightVision(args) => Setting::NightVision(message::NightVision {
            mode: args.mode,
            brightness: args.brightness,
            sensitivity: args.sensitivity,
        }),
        Set::Storage { choice } => Setting::Storage(Storage { choice }),
        Set::Privacy { on } => Setting::Privacy(Privacy {
            on: on == Switch::On,
        }),
        Set::StatusLed(args) => Setting::StatusLed(message::StatusLed {
            brightness: args.brightness,
            night: args.night,
        }),
    };
    check(&setting)?;
    send(context, &mut context.open()?, setting)
}

/// Puts one back to its default.
pub(super) fn clear(context: &Context, args: &Clear) -> Result<(), Failure> {
    let wanted = match args.place {
        Some(place) => format!("{} {place}", args.name),
        None => args.name.clone(),
    };
    let id = titled(&wanted)
        .ok_or_else(|| Failure::usage(format!("There is no setting {wanted:?}."), NUMBERED))?;
    put_back(context, id)
}

/// All that are not at their default.
pub(super) fn all(link: &mut Link) -> Result<Vec<Setting>, Failure> {
    ask_list(link, Request::Settings, |reply| match reply {
        Reply::Setting(setting) => Some(setting),
        _ => None,
    })
}

/// Sends one, if a camera could take it, and tells it.
pub(super) fn send(
    context: &Context,
    session: &mut Session,
    setting: Setting,
) -> Result<(), Failure> {
    check(&setting)?;
    tell(&mut session.link, &Request::Set(setting.clone()))?;
    let json = json!({ "set": file::values([&setting]) });
    let text = format!("{}: {}", title_of(&setting), text::value(&setting));
    Ok(context.output.result(&json, &text)?)
}

/// Puts one back to its default, and tells it.
pub(super) fn put_back(context: &Context, setting: SettingId) -> Result<(), Failure> {
    let mut session = context.open()?;
    let request = Request::ClearSetting(message::ClearSetting { setting });
    tell(&mut session.link, &request)?;
    let name = title(setting);
    let json = json!({ "cleared": name });
    Ok(context
        .output
        .result(&json, &format!("{name} is at its default."))?)
}

/// Whether a camera could take it.
fn check(setting: &Setting) -> Result<(), Failure> {
    setting.check().map_err(|why| match why {
        // The list would not tell which numbers there are.
        Refusal::NO_SUCH_SETTING => Failure {
            next: NUMBERED.to_owned(),
            ..Failure::because(why)
        },
        why => Failure::because(why),
    })
}

/// A name as a message takes it.
pub(super) fn name<const N: usize>(given: &str) -> Result<Bounded<u8, N>, Failure> {
    Bounded::from_slice(given.as_bytes()).map_err(|_| Failure::because(Refusal::INVALID_NAME))
}

fn zone(args: &Zone) -> Result<message::Zone, Failure> {
    Ok(message::Zone {
        place: args.place,
        name: name(&args.name)?,
        preset: args.preset,
        left: args.left,
        top: args.top,
        right: args.right,
        bottom: args.bottom,
        sensitivity: args.sensitivity,
    })
}

fn schedule(of: ScheduleKind, args: &Schedule) -> Result<Setting, Failure> {
    let entry = |times: &Times| match times {
        Times::Always => None,
        Times::At(entry) => Some(*entry),
    };
    // The command line takes no more than there is room for.
    let entries: Bounded<_, _> = args.times.iter().filter_map(entry).collect();
    if entries.len() < args.times.len() && args.times.len() > 1 {
        let message = "Always stands alone: other times would say less.";
        return Err(Failure::usage(message, "Leave out always, or the others."));
    }
    Ok(Setting::Schedule(message::Schedule { of, entries }))
}
