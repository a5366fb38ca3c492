//! Settings as people write them: their names, a line of [`text`], and the
//! [`form`] that a [`mod@file`] keeps.

pub mod file;
pub mod form;
pub mod text;

use camera_proto::message::Setting;
use camera_proto::vocab::SettingId;

/// What a setting is called: `privacy`, or `zone 3`.
#[must_use]
pub fn title(id: SettingId) -> String {
    let name = super::words::name(id.name(), id.0);
    match id.place() {
        Some(place) => format!("{name} {place}"),
        None => name,
    }
}

/// What the setting of that value is called.
#[must_use]
pub fn title_of(setting: &Setting) -> String {
    // A camera has no more places than we know: it could not tell them apart.
    setting.id().map_or_else(|_| "unknown".to_owned(), title)
}

/// The setting that is called so.
#[must_use]
pub fn titled(title_: &str) -> Option<SettingId> {
    SettingId::all().find(|id| title(*id) == title_)
}

/// The names of all settings, without their places.
pub fn names() -> impl Iterator<Item = &'static str> {
    let first = |id: &SettingId| id.place().is_none_or(|place| place == 0);
    SettingId::all().filter(first).filter_map(SettingId::name)
}

/// The code with that name; one without is `unknown-7`, as it is shown.
pub(super) fn code<C: Copy>(known: &[(C, &str)], of: fn(u8) -> C, name: &str) -> Option<C> {
    let known = known.iter().find(|(_, known)| *known == name);
    known.map(|(code, _)| *code).or_else(|| {
        let number = name.strip_prefix("unknown-")?;
        number.parse().ok().map(of)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_name_of_its_own() {
        for id in SettingId::all() {
            assert_eq!(titled(&title(id)), Some(id), "{id:?}");
        }
        assert_eq!(titled("zone 8"), None);
        assert_eq!(title(SettingId(0xff)), "unknown-255");
        assert_eq!(
            names().count(),
            12,
            "11 kinds, of which a schedule is two settings"
        );
    }
}
