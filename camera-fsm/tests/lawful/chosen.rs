//! What the settings in the flash say, as far as the laws go by it.

use camera_fsm::levels::Pose;
use camera_fsm::settings::{Effect, SettingSet, Stops, Values};
use camera_proto::message::PatrolStop;
use camera_proto::vocab::{RecordingMode, SettingId, StorageChoice};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Chosen {
    pub(crate) privacy: bool,
    pub(crate) recording: RecordingMode,
    pub(crate) storage: StorageChoice,
    /// Where the first preset is.
    preset: Option<Pose>,
    patrols: bool,
}

/// Back and forth between the first two presets, of which the second is not
/// kept: it is waited out where the head is.
pub(crate) const PATROL: [PatrolStop; 2] = [stop(0), stop(1)];

const fn stop(preset: u8) -> PatrolStop {
    PatrolStop {
        preset,
        dwell_s: 60,
    }
}

impl Chosen {
    pub(crate) fn set(&mut self, setting: SettingId, effect: Effect) {
        match effect {
            Effect::Privacy(on) => self.privacy = on,
            Effect::Recording(mode) => self.recording = mode,
            Effect::Storage(choice) => self.storage = choice,
            Effect::Preset(pose) if setting.place() == Some(0) => self.preset = Some(pose),
            Effect::Patrol(_) => self.patrols = true,
            _ => {}
        }
    }

    pub(crate) fn clear(&mut self, setting: SettingId) {
        let default = Self::default();
        match setting {
            SettingId::PRIVACY => self.privacy = default.privacy,
            SettingId::RECORDING => self.recording = default.recording,
            SettingId::STORAGE => self.storage = default.storage,
            SettingId::PATROL => self.patrols = default.patrols,
            SettingId::PRESETS => self.preset = default.preset,
            _ => {}
        }
    }

    /// As the machine reads them at boot.
    pub(crate) fn values(&self, kept: SettingSet) -> Values {
        let mut values = Values {
            kept,
            privacy: self.privacy,
            recording: self.recording,
            storage: self.storage,
            ..Values::DEFAULT
        };
        values.presets[0] = self.preset.unwrap_or(Pose::HOME);
        if self.patrols {
            values.patrol = Stops::of(&PATROL);
        }
        values
    }

    /// Whether the machine goes by the same.
    pub(crate) fn is_as(&self, values: &Values) -> bool {
        let read = self.values(values.kept);
        read.privacy == values.privacy
            && read.recording == values.recording
            && read.storage == values.storage
            && read.presets == values.presets
            && read.patrol == values.patrol
    }
}
