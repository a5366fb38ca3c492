//! The virtual camera.

use core::error::Error;
use std::fs;
use std::io::{self, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitCode;

use camera_desktop::args::Args;
use camera_desktop::mdns::Announcer;
use camera_desktop::page::Pages;
use camera_desktop::phone::Phone;
use camera_desktop::sim::board::SimBoard;
use camera_desktop::sim::camera::Camera;
use camera_desktop::sim::router::Router;
use camera_desktop::web::Page;
use camera_desktop::world::House;
use camera_desktop::{live, picture, screen, script, state};
use clap::{CommandFactory as _, Parser as _};
use rand::SeedableRng as _;
use rand::rngs::{StdRng, SysRng};

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has enough: `camera-desktop --json | head -1`.
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            // Without a stderr there is nobody to tell.
            let _ = writeln!(anstream::stderr(), "camera-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut out = anstream::stdout();
    if let Some(shell) = args.completions {
        let mut words = Vec::new();
        clap_complete::generate(shell, &mut Args::command(), "camera-desktop", &mut words);
        return Ok(out.write_all(&words)?);
    }
    if let Some(story) = &args.script {
        return play(story, args, &mut out);
    }
    let mut rng = StdRng::try_from_rng(&mut SysRng)?;
    let router = match &args.router {
        None => Router::home(),
        Some(path) => {
            let at = |error: &dyn Error| format!("{}: {error}", path.display());
            let text = fs::read_to_string(path).map_err(|error| at(&error))?;
            toml::from_str(&text).map_err(|error| at(&error))?
        }
    };
    let post = live::Post::open()?;
    let state = state::open(args.state.as_deref(), args.profile, &mut rng)?;
    let listener = TcpListener::bind(&args.listen).map_err(|error| {
        format!(
            "cannot listen on {}: {error}; say --listen ADDR:PORT with another port, or with 0 for a free one",
            args.listen
        )
    })?;
    let address = listener.local_addr()?;
    let listen = address.to_string();
    let model = args.profile.model;
    let page = serve_page(args, &post, &mut rng)?;
    let url = page.as_ref().map(|page| page.url.clone());
    if args.json {
        screen::ready(&mut out, &state, model, &listen, url.as_deref())?;
    } else {
        screen::welcome(&mut out, &state, model, &listen, &router, url.as_deref())?;
    }
    out.flush()?;
    let mut board = SimBoard::new(state.flash, router, StdRng::from_rng(&mut rng));
    let discriminator = board.flash.discriminator();
    let announcer = match args.mdns {
        true => Some(Announcer::new(address, model, discriminator)?),
        false => None,
    };
    let label = serde_json::json!({
        "model": model,
        "serial": state.label.serial,
        "code": &*state.label.code,
        "listen": listen,
    });
    let phone = Phone::over_tcp(StdRng::from_rng(&mut rng), address, args.speed);
    let pages = page.map(|page| Pages::new(page, label, args.speed, phone));
    let camera = Camera::new(args.profile, board);
    let house = House::new(camera, state.code, StdRng::from_rng(&mut rng));
    live::run(house, post, listener, args, announcer, pages, &mut out)?;
    Ok(())
}

/// Serves the page, unless that is not wanted. Whoever has it has the button
/// in hand, so it leaves this machine only when that was said.
fn serve_page(
    args: &Args,
    post: &live::Post,
    rng: &mut StdRng,
) -> Result<Option<Page>, Box<dyn Error>> {
    if args.no_http {
        return Ok(None);
    }
    if !args.http.ip().is_loopback() && !args.http_anywhere {
        return Err(format!(
            "{} can be reached from other machines; say --http-anywhere if that is meant",
            args.http
        )
        .into());
    }
    let page = Page::serve(args.http, rng, post.wishes())
        .map_err(|error| format!("cannot serve the page on {}: {error}", args.http))?;
    if let Some(error) = &page.moved {
        eprintln!(
            "camera-desktop: the page is not on {}, but on a free port: {error}",
            args.http
        );
    }
    Ok(Some(page))
}

/// `--script`: tells what changes, and draws it where that is asked for.
fn play(story: &Path, args: &Args, out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let mut calm = screen::Calm::default();
    let mut all = Vec::new();
    let report = script::play(story, args.profile, &mut |change| {
        all.push(change.clone());
        match screen::tell(out, &calm.filter(change, args.json), args.json) {
            // Nobody reads on, but how the story ends still counts.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            told => told,
        }
    })?;
    if let Some(file) = &args.picture {
        let title = story.file_stem().unwrap_or_default().to_string_lossy();
        svg::save(file, &picture::draw(&title, &all))
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    if !args.json {
        let (lines, met) = (report.lines, report.expectations);
        writeln!(
            out,
            "{lines} lines, {met} expectations met, {} ms",
            report.ms
        )?;
    }
    Ok(())
}
