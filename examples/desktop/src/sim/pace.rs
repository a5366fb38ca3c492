//! How long things take.

/// Times of a camera and its radio, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// A boot, before the firmware runs.
    pub boot_ms: u32,
    /// The temporary network, until it is on the air.
    pub ap_ms: u32,
    /// The same, when it is there already.
    pub ap_again_ms: u32,
    /// The radio or the temporary network, until it is off.
    pub off_ms: u32,
    /// A scan.
    pub scan_ms: u32,
    /// A join, whatever comes of it.
    pub join_ms: u32,
    /// Telling the cloud.
    pub unbind_ms: u32,
    /// A change of the flash, from when it is asked for to its answer. `None`: it
    /// is answered at once, and the flash is busy for as long as its words and
    /// erases take.
    pub flash_ms: Option<u32>,
}

impl Pace {
    /// As most cameras.
    pub const LIKELY: Self = Self {
        boot_ms: 700,
        ap_ms: 300,
        ap_again_ms: 0,
        off_ms: 0,
        scan_ms: 900,
        join_ms: 1_500,
        unbind_ms: 400,
        flash_ms: None,
    };
}
