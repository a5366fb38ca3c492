//! A board's header and its pin table, read, and drawn together.

use core::fmt::Write as _;

/// A pin of the header.
pub(crate) struct Place {
    name: String,
    number: String,
    /// What it is for when it is no firmware's.
    power: Option<String>,
}

/// A row of the header: left and right.
pub(crate) type Row = [Place; 2];

/// A pin of the table.
pub(crate) struct Pin {
    number: u32,
    part: String,
    how: String,
}

/// Reads `header.txt`.
pub(crate) fn header(text: &str) -> Vec<Row> {
    text.lines().map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [
        left_power,
        left,
        left_number,
        right_number,
        right,
        right_power,
    ] = cells[..]
    else {
        panic!("not six cells: {line}");
    };
    let place = |name: &str, number: &str, power: &str| Place {
        name: name.to_owned(),
        number: number.to_owned(),
        power: (power != "-").then(|| power.to_owned()),
    };
    [
        place(left, left_number, left_power),
        place(right, right_number, right_power),
    ]
}

/// Reads the table: whatever is given away is called `PIN_` or `GPIO` and its
/// number, but not below a feature.
///
/// # Panics
/// When a line does not say what is wired there.
pub(crate) fn pins(source: &str) -> Vec<Pin> {
    let above = std::iter::once("").chain(source.lines());
    let is_here = |above: &str| !above.trim_start().starts_with("#[cfg(feature");
    let lines = source.lines().zip(above);
    lines
        .filter(|(_, above)| is_here(above))
        .filter_map(|(line, _)| pin(line))
        .collect()
}

fn pin(line: &str) -> Option<Pin> {
    let (code, comment) = line.split_once("//").unwrap_or((line, ""));
    let (_, name) = code.rsplit_once('.')?;
    let number = name
        .strip_prefix("PIN_")
        .or_else(|| name.strip_prefix("GPIO"))?;
    let number = number.trim_end().trim_end_matches(',').parse().ok()?;
    let (part, how) = comment
        .split_once(':')
        .unwrap_or_else(|| panic!("it does not say what is wired there: {line}"));
    Some(Pin {
        number,
        part: part.trim().to_owned(),
        how: how.trim().to_owned(),
    })
}

/// The picture, and a table below it.
///
/// # Panics
/// When a pin is not on the header.
pub(crate) fn wiring(rows: &[Row], pins: &[Pin]) -> String {
    let mut out = "```text\n".to_owned();
    let is_used = |row: &Row| row.iter().any(|place| label(place, pins).is_some());
    let mut skipped = false;
    for row in rows {
        if is_used(row) {
            draw(&mut out, row, pins);
        } else if !skipped {
            writeln!(out, "{:26}┊{:15}┊", "", "").expect("a string");
        }
        skipped = !is_used(row);
    }
    out += "```\n\n| pin | part | how |\n| --- | --- | --- |\n";
    for pin in pins {
        let place = rows
            .iter()
            .flatten()
            .find(|place| is(place, pin))
            .unwrap_or_else(|| panic!("pin {} is not on the header", pin.number));
        writeln!(out, "| {} | {} | {} |", place.name, pin.part, pin.how).expect("a string");
    }
    out
}

fn draw(out: &mut String, [left, right]: &Row, pins: &[Pin]) {
    let wire = |place| label(place, pins).map_or("", |_| "──");
    let text = |place| label(place, pins).unwrap_or_default();
    let line = format!(
        "{:>22} {:2} ┤ {:>2} {:<5}{:>5} {:<2} ├ {:2} {}",
        text(left),
        wire(left),
        left.number,
        left.name,
        right.name,
        right.number,
        wire(right),
        text(right),
    );
    writeln!(out, "{}", line.trim_end()).expect("a string");
}

/// What is wired there.
fn label<'a>(place: &'a Place, pins: &'a [Pin]) -> Option<&'a str> {
    let pin = pins.iter().find(|pin| is(place, pin));
    pin.map(|pin| pin.part.as_str()).or(place.power.as_deref())
}

/// `GP15`, `GPIO15` and `IO15` are the pin 15.
fn is(place: &Place, pin: &Pin) -> bool {
    let number = place
        .name
        .strip_prefix("GPIO")
        .or_else(|| place.name.strip_prefix("GP"))
        .or_else(|| place.name.strip_prefix("IO"));
    number.is_some_and(|number| number.parse() == Ok(pin.number))
}
