//! The factory: gives a virtual camera its serial number, its label code and
//! the label record that lets the camera check it.

use camera_fsm::profile::Profile;
use camera_hal::store::factory::Factory;
use camera_proto::interop::label_qr::{LabelQr, MAX_TEXT};
use camera_proto::pairing::{LabelRecord, SetupCode};
use heapless::{String as Text, Vec};
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

impl Label {
    /// What the sticker's QR code says. `None`: it does not fit, which cannot be.
    #[must_use]
    pub fn qr(&self, model: &str) -> Option<Zeroizing<String>> {
        let label = LabelQr {
            model: Text::try_from(model).ok()?,
            serial: Text::try_from(&*self.serial).ok()?,
            code: SetupCode::parse(&self.code).ok()?,
        };
        let mut text = Zeroizing::new([0; MAX_TEXT]);
        let len = label.write(&mut *text).ok()?;
        let text = str::from_utf8(text.get(..len)?).ok()?;
        Some(Zeroizing::new(text.to_owned()))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_qr_code_says_what_the_sticker_does() {
        let label = Label {
            serial: "VCB90D4B7A".to_owned(),
            code: Zeroizing::new("4714-2761-9485".to_owned()),
        };
        let text = label.qr("Spot PT-1").unwrap();
        assert_eq!(*text, "CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:471427619485");
        let read = LabelQr::parse(&text).unwrap();
        assert_eq!(*read.code.grouped(), *b"4714-2761-9485");
    }
}
