//! What the page's phone finds by itself: cameras nearby, and what a QR code says.

use camera_proto::interop::label_qr::LabelQr;
use camera_proto::interop::wifi_qr::WifiQr;
use camera_proto::vocab::CameraState;
use serde_json::{Value, json};

use crate::camctl::hex;
use crate::mdns::instance;
use crate::world::House;

/// Under which names a phone nearby finds the camera: that of its own network, and
/// what it announces in the network that both are in. No more than any stranger may
/// know.
pub(super) fn cameras(house: &mut House) -> Value {
    let on_air = house.camera.board().on_air();
    let now = house.camera.now();
    let Some(runner) = house.camera.runner() else {
        return json!([]);
    };
    let is_setup = runner.device().status(now).state == CameraState::SETUP;
    let ap = String::from_utf8_lossy(runner.ap()).into_owned();
    let flash = &mut house.camera.board().flash;
    let (model, discriminator) = (flash.model().unwrap_or_default(), flash.discriminator());
    let found = |name: &str, is_own: bool| json!({ "name": name, "model": model, "setup": is_setup, "own_network": is_own });
    let announced = instance(&model, discriminator);
    match on_air {
        "ap" => json!([found(&ap, true)]),
        "ap+station" => json!([found(&ap, true), found(&announced, false)]),
        "station" => json!([found(&announced, false)]),
        _ => json!([]),
    }
}

/// What a QR code says, of a label or of a Wi-Fi network. It is kept nowhere.
///
/// # Errors
/// Why it is neither, as a sentence.
pub(super) fn qr(text: &str) -> Result<Value, String> {
    if text.trim_start().starts_with("WIFI:") {
        let network = WifiQr::parse(text.trim().as_bytes());
        let network = network.map_err(|error| format!("This is not a Wi-Fi QR code: {error}."))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        return Ok(json!({ "wifi": {
            "ssid": text(network.ssid.as_bytes()),
            "ssid_hex": hex::encode(network.ssid.as_bytes()),
            "password": text(network.passphrase.as_bytes()),
            "security": network.security.and_then(|security| security.name()),
            "hidden": network.hidden,
        } }));
    }
    let label = LabelQr::parse(text.trim());
    let label = label.map_err(|error| format!("This is not a label's QR code: {error}."))?;
    Ok(json!({ "label": {
        "model": label.model.as_str(),
        "serial": label.serial.as_str(),
        "code": String::from_utf8_lossy(&*label.code.grouped()),
    } }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_qr_codes_are_read_and_others_are_refused() {
        let label = qr(" CAMERA:1:S%70%6F%74 PT-1:VCB90D4B7A:471427619485\n").unwrap();
        assert_eq!(label["label"]["model"], "Spot PT-1");
        assert_eq!(label["label"]["code"], "4714-2761-9485");
        let wifi = qr("WIFI:T:WPA2;S:home;P:correct horse;;").unwrap();
        assert_eq!(wifi["wifi"]["password"], "correct horse");
        assert_eq!(wifi["wifi"]["security"], "wpa2");
        for (text, why) in [
            (
                "hello",
                "This is not a label's QR code: it does not begin with `CAMERA:`.",
            ),
            (
                "WIFI:T:WPA;;",
                "This is not a Wi-Fi QR code: it names no network.",
            ),
        ] {
            assert_eq!(qr(text), Err(why.to_owned()));
        }
    }
}
