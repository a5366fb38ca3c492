//! The factory: gives a virtual camera its serial number, its label code and
//! the label record that lets the camera check it.

use camera_fsm::profile::Profile;
use camera_hal::store::factory::Factory;
use camera_proto::pairing::{LabelRecord, SetupCode};
use heapless::Vec;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::flash::FileFlash;

/// What is printed on the sticker.
pub struct Label {
    /// The serial number.
    pub serial: String,
    /// The label code, grouped for people.
    pub code: Zeroizing<String>,
}

/// Makes a camera: writes the factory region and gives the sticker. The app
/// must stretch the code by that many PBKDF2 iterations.
///
/// # Errors
/// When the record does not fit, which cannot be.
pub fn make(
    flash: &mut FileFlash,
    profile: &Profile,
    iterations: u32,
    rng: &mut impl CryptoRng,
) -> Result<Label, Box<dyn core::error::Error>> {
    let code = SetupCode::random(rng);
    let mut salt = [0; 16];
    rng.fill_bytes(&mut salt);
    let number = rng.next_u32();
    let serial = format!("VC{number:08X}");
    let record = LabelRecord::from_code(&code, &salt, iterations)?;
    let factory = Factory {
        serial: Vec::from_slice(serial.as_bytes()).unwrap_or_default(),
        model: Vec::from_slice(profile.model.as_bytes()).unwrap_or_default(),
        discriminator: number as u16,
        made_on: 20_261_123,
        label: Vec::from_slice(&*record.to_bytes()).unwrap_or_default(),
    };
    flash.make_factory(&factory.encode()?);
    let code = Zeroizing::new(String::from_utf8_lossy(&*code.grouped()).into_owned());
    Ok(Label { serial, code })
}
