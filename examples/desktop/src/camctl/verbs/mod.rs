//! What camctl does, a file for each kind of thing.

mod about;
mod access;
mod asked;
mod backup;
mod care;
mod code;
mod discover;
mod drive;
mod head;
mod pair;
mod places;
mod reset;
mod scan;
mod settings;
mod setup;
mod status;
mod watch;

use std::io::Write as _;

use camera_proto::message::{Page, Reply, Request};
use clap::CommandFactory as _;
use clap_complete::generate;

use super::args::{Cli, Completions, PatrolVerb, PresetVerb, SettingsVerb, Verb};
use super::failure::Failure;
use super::link::Link;
use super::session::Context;

pub use asked::ASKED_BY;

/// Does it.
///
/// # Errors
/// When it does not succeed; nothing was printed about that yet.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let context = &Context::new(cli.global)?;
    match cli.verb {
        Verb::Pair(args) => pair::pair(context, args),
        Verb::Scan => scan::scan(context),
        Verb::Setup(args) => setup::setup(context, args),
        Verb::Status => status::status(context),
        Verb::Watch(args) => watch::watch(context, &args),
        Verb::Info => about::info(context),
        Verb::Abilities => about::abilities(context),
        Verb::Support => about::support(context),
        Verb::Diagnose => about::diagnose(context),
        Verb::Time(args) => about::time(context, &args),
        Verb::Move(args) if args.continuous => drive::drive(context, &args),
        Verb::Move(args) => head::turn(context, &args),
        Verb::Home(wait) => head::home(context, wait),
        Verb::Stop(wait) => head::stop(context, wait),
        Verb::Position => head::position(context),
        Verb::Preset(PresetVerb::List) => places::list(context),
        Verb::Preset(PresetVerb::Save(args)) => places::save(context, &args),
        Verb::Preset(PresetVerb::Clear(which)) => places::clear(context, which),
        Verb::Patrol(PatrolVerb::Start) => places::run_patrol(context, true),
        Verb::Patrol(PatrolVerb::Stop) => places::run_patrol(context, false),
        Verb::Patrol(PatrolVerb::Set(args)) => places::set_patrol(context, &args),
        Verb::Patrol(PatrolVerb::Clear) => places::clear_patrol(context),
        Verb::Settings(args) => match args.verb.unwrap_or(SettingsVerb::List) {
            SettingsVerb::List => settings::list(context),
            SettingsVerb::Set(what) => settings::set(context, what),
            SettingsVerb::Clear(args) => settings::clear(context, &args),
            SettingsVerb::Export(args) => backup::export(context, &args),
            SettingsVerb::Import(args) => backup::import(context, &args),
        },
        Verb::Controllers => access::controllers(context),
        Verb::Invite(args) => code::invite(context, &args),
        Verb::Rename(args) => access::rename(context, &args),
        Verb::Role(args) => access::role(context, &args),
        Verb::Revoke(args) => access::revoke(context, &args),
        Verb::ChangeCode(args) => code::change(context, &args),
        Verb::Restart => care::restart(context),
        Verb::Identify(args) => care::identify(context, &args),
        Verb::WalkTest(args) => care::walk_test(context, &args),
        Verb::AudioTest(args) => care::audio_test(context, &args),
        Verb::Losses(args) => reset::losses(context, &args),
        Verb::Reset(args) => reset::reset(context, &args),
        Verb::Receipt => reset::receipt(context),
        Verb::Discover => discover::discover(context),
        Verb::Completions(args) => completions(&args),
    }
}

fn completions(args: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "camctl", &mut script);
    Ok(std::io::stdout().write_all(&script)?)
}

/// Asks for something that is answered by its being done.
fn tell(link: &mut Link, request: &Request) -> Result<(), Failure> {
    match link.ask(request)? {
        Reply::Done => Ok(()),
        _ => Err(Failure::protocol()),
    }
}

/// Asks for a list, and keeps what is an item of it.
fn list<T>(
    link: &mut Link,
    of: impl Fn(Page) -> Request,
    item: impl Fn(Reply) -> Option<T>,
) -> Result<Vec<T>, Failure> {
    Ok(link.list(of)?.into_iter().filter_map(item).collect())
}
