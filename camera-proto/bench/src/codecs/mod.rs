//! The contestants: each encodes and decodes the four messages.

pub mod cobs_only;
pub mod flavours;
pub mod lenient;
pub mod micropb;
pub mod minicbor;
pub mod ours;
pub mod twin;

use crate::Desk;
use measure::Step;
use measure::step;

/// The eight steps of a codec, in the order of the tables.
const fn steps(encode: [fn(&mut Desk); 4], decode: [fn(&mut Desk); 4]) -> [Step<Desk>; 8] {
    [
        step("status enc", encode[0]),
        step("status dec", decode[0]),
        step("prov enc", encode[1]),
        step("prov dec", decode[1]),
        step("settings enc", encode[2]),
        step("settings dec", decode[2]),
        step("ack enc", encode[3]),
        step("ack dec", decode[3]),
    ]
}
