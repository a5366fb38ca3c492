//! What camctl does, a file for each kind of thing.

mod care;
mod discover;
mod head;
mod pair;
mod reset;
mod scan;
mod setup;
mod status;

use std::io::Write as _;

use clap::CommandFactory as _;
use clap_complete::generate;

use super::args::{Cli, Completions, Verb};
use super::failure::Failure;
use super::session::Context;

/// Does it.
///
/// # Errors
/// When it does not succeed; nothing was printed about that yet.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let context = Context::new(cli.global)?;
    match cli.verb {
        Verb::Pair(args) => pair::pair(&context, args),
        Verb::Scan => scan::scan(&context),
        Verb::Setup(args) => setup::setup(&context, args),
        Verb::Status => status::status(&context),
        Verb::Move(args) => head::turn(&context, &args),
        Verb::Home(wait) => head::home(&context, wait),
        Verb::Stop(wait) => head::stop(&context, wait),
        Verb::Restart => care::restart(&context),
        Verb::Reset(args) => reset::reset(&context, &args),
        Verb::Receipt => reset::receipt(&context),
        Verb::Controllers => care::controllers(&context),
        Verb::Revoke(args) => care::revoke(&context, &args),
        Verb::Identify(args) => care::identify(&context, &args),
        Verb::Watch(args) => status::watch(&context, &args),
        Verb::Discover => discover::discover(&context),
        Verb::Completions(args) => completions(&args),
    }
}

fn completions(args: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "camctl", &mut script);
    Ok(std::io::stdout().write_all(&script)?)
}
