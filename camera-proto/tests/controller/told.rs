//! What a camera tells by itself, in lists, and in words that only a newer app knows.

use camera_proto::controller::{Input, Told};
use camera_proto::message::{Notice, Page, Reply, Request, SettingNews, kind};
use camera_proto::vocab::SettingId;

use crate::air::{Air, online, silent};

#[test]
fn a_gap_in_the_notices_brings_a_snapshot() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Watch));
    assert!(matches!(air.told.pop(), Some(Told::Snapshot(_))));
    let news = Notice::Setting(SettingNews {
        setting: SettingId::NAME,
    });
    let first = air.camera.side.notice(1, &news);
    air.say(&first);
    assert!(matches!(air.told.pop(), Some(Told::Notice(_))));
    let third = air.camera.side.notice(3, &news);
    air.say(&third);
    assert!(
        matches!(air.told[..], [Told::Snapshot(_)]),
        "{:?}",
        air.told
    );
    assert_eq!(air.camera.heard.len(), 2);
}

#[test]
fn a_notice_that_only_a_newer_app_knows_is_no_gap() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Watch));
    air.told.clear();
    let unknown = air.camera.side.seal(0xef, 1, |_| 0);
    air.say(&unknown);
    let news = Notice::Setting(SettingNews {
        setting: SettingId::NAME,
    });
    let known = air.camera.side.notice(2, &news);
    air.say(&known);
    assert!(matches!(air.told[..], [Told::Notice(_)]), "{:?}", air.told);
}

#[test]
fn a_receipt_of_a_scope_that_only_a_newer_camera_has_is_read() {
    // The scope is the last byte: a newer camera erases in a way of its own.
    let known = [1, 1, 1, 1, 2];
    let newer = [1, 1, 1, 1, 200];
    assert!(Reply::decode(kind::REPLY_RECEIPT, &known).is_ok());
    let Ok(Reply::Receipt(Some(receipt))) = Reply::decode(kind::REPLY_RECEIPT, &newer) else {
        panic!("a value that is not known ends the link");
    };
    assert_eq!(format!("{:?}", receipt.scope), "Unknown(200)");

    let mut air = Air::open(online);
    air.camera.answer = silent;
    air.give(Input::Ask(&Request::Receipt));
    let told = air.camera.side.seal(kind::REPLY_RECEIPT, 1, |body| {
        body[..newer.len()].copy_from_slice(&newer);
        newer.len()
    });
    air.say(&told);
    assert!(air.app.is_open(), "{:?}", air.told);
}

#[test]
fn each_item_of_a_list_shows_that_the_camera_is_there() {
    let mut air = Air::open(online);
    air.give(Input::Ask(&Request::Controllers(Page::default())));
    assert!(matches!(air.told[..], [Told::Reply(Reply::End(_))]));
}
