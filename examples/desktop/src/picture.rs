//! A story as a picture: button, LED, state, radio, head and flash on one time
//! axis, drawn from the same changes that `--json` tells.

use svg::Document;
use svg::node::element::{Group, Rectangle, Style, Text};

use crate::changes::Change;

const WIDTH: f64 = 1_000.0;
const LEFT: f64 = 90.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 46.0;
const ROW: f64 = 44.0;
const BAR: f64 = 22.0;

/// One value from one instant to another, in milliseconds.
struct Span<'a> {
    from: u64,
    to: u64,
    value: &'a str,
}

/// Draws it.
#[must_use]
pub fn draw(title: &str, changes: &[Change]) -> Document {
    let end = changes.last().map_or(1, |change| change.t_ms).max(1);
    let at = |t_ms: u64| LEFT + (WIDTH - LEFT - RIGHT) * t_ms as f64 / end as f64;

    let rows = ["button", "LED", "state", "radio", "flash"];
    let height = TOP + ROW * rows.len() as f64 + 30.0;
    let mut picture = Document::new()
        .set("viewBox", (0, 0, WIDTH, height))
        .set("role", "img")
        .set("font-family", "system-ui, sans-serif")
        .set("font-size", 12)
        .add(Style::new(STYLE))
        .add(block(0.0, 0.0, WIDTH, height, "paper"))
        .add(label(LEFT, 26.0, title, "title"));
    for (row, name) in rows.iter().enumerate() {
        picture = picture.add(label(12.0, middle(row), name, "name"));
    }

    for span in spans(changes, end, |change| change.button) {
        if span.value == "down" {
            picture = picture.add(bar(0, at(span.from), at(span.to), "pressed"));
        }
    }
    for (from, to, color) in led(changes, end) {
        picture = picture.add(bar(1, at(from), at(to), color));
    }
    for (row, spans) in [
        (2, spans(changes, end, |change| change.state)),
        (3, spans(changes, end, |change| change.radio)),
    ] {
        for span in spans {
            picture = picture.add(named(row, at(span.from), at(span.to), span.value));
        }
    }
    for change in changes {
        let Some(flash) = change.flash else { continue };
        let is_erase = flash.op == "erase";
        let (rise, width) = if is_erase { (0.0, 4.0) } else { (8.0, 1.0) };
        let y = TOP + ROW * 4.0 + rise;
        let class = match flash.region {
            "journal" => "journal",
            _ => "user",
        };
        picture = picture.add(block(at(change.t_ms), y, width, BAR - rise, class));
    }
    for second in (0..=end / 1_000).step_by(5) {
        let text = format!("{second} s");
        picture = picture.add(label(at(second * 1_000), height - 12.0, &text, "name"));
    }
    picture
}

const STYLE: &str = "
.paper { fill: #fbfaf7 } .title { font-size: 15px; fill: #222 } .name { fill: #666 }
.pressed { fill: #444 } .word { fill: #222 } .span { fill: #e6e3da }
.off { fill: #2b2b2b } .blue { fill: #2f7bff } .white { fill: #f4f4ff; stroke: #bbb; stroke-width: .5 }
.amber { fill: #ff9d1e } .red { fill: #e5342b } .journal { fill: #7a5cc9 } .user { fill: #1f9d7a }
@media (prefers-color-scheme: dark) {
.paper { fill: #16181c } .title, .word { fill: #eee } .name { fill: #9a9a9a }
.pressed { fill: #ccc } .span { fill: #2c3038 } .off { fill: #000 }
}";

fn middle(row: usize) -> f64 {
    TOP + ROW * row as f64 + BAR * 0.7
}

fn block(x: f64, y: f64, width: f64, height: f64, class: &str) -> Rectangle {
    Rectangle::new()
        .set("x", round(x))
        .set("y", round(y))
        .set("width", round(width))
        .set("height", round(height))
        .set("class", class)
}

fn bar(row: usize, from: f64, to: f64, class: &str) -> Rectangle {
    block(from, TOP + ROW * row as f64, to - from, BAR, class)
}

fn label(x: f64, y: f64, text: &str, class: &str) -> Text {
    Text::new(text)
        .set("x", round(x))
        .set("y", round(y))
        .set("class", class)
}

/// A span with its name under it, where there is room for both.
fn named(row: usize, from: f64, to: f64, name: &str) -> Group {
    let group = Group::new().add(bar(row, from, (to - 1.5).max(from + 0.5), "span"));
    match to - from > 7.0 * name.len() as f64 {
        true => group.add(label(from + 5.0, middle(row), name, "word")),
        false => group,
    }
}

/// A tenth of a unit is finer than anybody sees.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn spans<'a>(
    changes: &'a [Change],
    end: u64,
    of: impl Fn(&'a Change) -> Option<&'static str>,
) -> Vec<Span<'a>> {
    let mut spans: Vec<Span<'a>> = Vec::new();
    for change in changes {
        let Some(value) = of(change) else { continue };
        if let Some(last) = spans.last_mut() {
            last.to = change.t_ms;
        }
        let (from, to) = (change.t_ms, end);
        spans.push(Span { from, to, value });
    }
    spans
}

/// From when to when the LED showed which colour.
fn led(changes: &[Change], end: u64) -> Vec<(u64, u64, &'static str)> {
    let shown = |change: &Change| {
        let led = change.led?;
        Some(if led.on { led.color } else { "off" })
    };
    spans(changes, end, shown)
        .into_iter()
        .map(|span| (span.from, span.to, color_class(span.value)))
        .collect()
}

fn color_class(color: &str) -> &'static str {
    match color {
        "blue" => "blue",
        "white" => "white",
        "amber" => "amber",
        "red" => "red",
        _ => "off",
    }
}
