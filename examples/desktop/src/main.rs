//! The virtual camera.

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::net::TcpListener;
use std::process::ExitCode;

use camera_desktop::args::Args;
use camera_desktop::mdns::Announcer;
use camera_desktop::sim::board::SimBoard;
use camera_desktop::sim::camera::Camera;
use camera_desktop::sim::radio::SimRadio;
use camera_desktop::sim::router::Router;
use camera_desktop::world::House;
use camera_desktop::{live, screen, script, state};
use clap::{CommandFactory as _, Parser as _};
use rand::SeedableRng as _;
use rand::rngs::{StdRng, SysRng};

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("camera-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut out = anstream::stdout();
    if let Some(shell) = args.completions {
        let mut command = Args::command();
        clap_complete::generate(shell, &mut command, "camera-desktop", &mut io::stdout());
        return Ok(());
    }
    if let Some(story) = &args.script {
        let report = script::play(story, args.profile, args.json, &mut out)?;
        if !args.json {
            let (lines, met) = (report.lines, report.expectations);
            writeln!(
                out,
                "{lines} lines, {met} expectations met, {} ms",
                report.ms
            )?;
        }
        return Ok(());
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
    let state = state::open(args.state.as_deref(), args.profile, &mut rng)?;
    let listener = TcpListener::bind(&args.listen).map_err(|error| {
        format!(
            "cannot listen on {}: {error}; say --listen with another port",
            args.listen
        )
    })?;
    let address = listener.local_addr()?;
    let listen = address.to_string();
    let model = args.profile.model;
    if args.json {
        let ready = serde_json::json!({
            "event": "ready",
            "listen": listen,
            "http": null,
            "serial": state.label.serial,
            "model": model,
            "code": &*state.label.code,
        });
        writeln!(out, "{ready}")?;
    } else {
        screen::welcome(&mut out, &state, model, &listen, &router)?;
    }
    out.flush()?;
    let mut board = SimBoard::new(
        state.flash,
        SimRadio::new(router),
        StdRng::from_rng(&mut rng),
    );
    let discriminator = board.flash.discriminator();
    let announcer = match args.mdns {
        true => Some(Announcer::new(address, model, discriminator)?),
        false => None,
    };
    let camera = Camera::new(args.profile, board);
    let house = House::new(camera, state.code, StdRng::from_rng(&mut rng));
    live::run(house, listener, args, announcer, &mut out)?;
    Ok(())
}
