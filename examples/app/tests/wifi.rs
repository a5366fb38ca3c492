//! The radio of a chip with Wi-Fi, with the test as its driver: a script of what
//! it tells.

use camera_app::wifi::{
    ADDRESS_MS, ASK_AGAIN_MS, ApName, DAY_MS, Driver, Event, JOIN_MS, LOOK_MS, Order, PROBE_MS,
    WEAK_DBM, Wifi, reason,
};
use camera_fsm::action::{OpId, RadioJob};
use camera_fsm::input::OpResult;
use camera_fsm::profile::REFERENCE;
use camera_fsm::time::Instant;
use camera_hal::radio::{Radio, RadioEvent};
use camera_proto::message::{Provision, Refused};
use camera_proto::vocab::{Band, Bssid, Network, Passphrase, Refusal, Security, Ssid};

/// Notes what it is asked for, and tells what the test says.
#[derive(Default)]
struct Script {
    asked: Vec<(u16, Order)>,
    tells: Vec<(u16, Event)>,
}

impl Driver for Script {
    fn begin(&mut self, number: u16, order: Order) {
        self.asked.push((number, order));
    }

    fn happened(&mut self) -> Option<(u16, Event)> {
        (!self.tells.is_empty()).then(|| self.tells.remove(0))
    }
}

const AP: &[u8] = b"SpotPT-A1B2";
const HOME_DBM: i8 = -52;

fn at(ms: u64) -> Instant {
    Instant::from_millis(ms)
}

fn radio() -> Wifi<Script> {
    Wifi::new(Script::default())
}

fn home() -> Provision {
    Provision {
        ssid: Ssid::new(b"home").unwrap(),
        passphrase: Passphrase::new(b"correct horse").unwrap(),
        security: None,
        bssid: None,
        hidden: false,
        allow_no_internet: false,
        seen_on: Band::Unknown,
    }
}

fn heard(name: &[u8], rssi_dbm: i8, security: Security) -> Network {
    Network {
        ssid: Ssid::new(name).unwrap(),
        bssid: Bssid([2, 0, 0, 0, 0, rssi_dbm.unsigned_abs()]),
        rssi_dbm,
        security,
        channel: 6,
    }
}

fn start(radio: &mut Wifi<Script>, op: u16, job: RadioJob, network: Option<&Provision>) {
    radio.start(at(0), OpId(op), job, network, AP);
}

/// The driver tells this of its last order, and the radio makes that of it.
fn tell(radio: &mut Wifi<Script>, events: &[Event]) -> Vec<RadioEvent> {
    let number = radio.driver().asked.last().map_or(0, |(number, _)| *number);
    let tells = events.iter().map(|event| (number, event.clone()));
    radio.driver().tells = tells.collect();
    core::iter::from_fn(|| radio.poll(at(0))).collect()
}

fn last(radio: &mut Wifi<Script>) -> &Order {
    &radio.driver().asked.last().expect("it was asked").1
}

fn done(op: u16, result: OpResult) -> Vec<RadioEvent> {
    vec![RadioEvent::Done(OpId(op), result)]
}

fn failed(why: Refusal) -> OpResult {
    OpResult::Failed(Refused::because(why))
}

/// How a join ends in which the search hears this.
fn join(
    wanted: &Provision,
    job: RadioJob,
    networks: &[Network],
) -> (Wifi<Script>, Vec<RadioEvent>) {
    let mut radio = radio();
    start(&mut radio, 1, job, Some(wanted));
    let mut events: Vec<Event> = networks.iter().cloned().map(Event::Heard).collect();
    events.push(Event::Done);
    let told = tell(&mut radio, &events);
    (radio, told)
}

fn internet(is_there: bool, unix_s: Option<u64>) -> Event {
    Event::Internet { is_there, unix_s }
}

/// A camera on its network.
fn online() -> Wifi<Script> {
    let near = [heard(b"home", HOME_DBM, Security::WPA2)];
    let (mut radio, told) = join(&home(), RadioJob::JoinTrial, &near);
    assert_eq!(told, []);
    assert_eq!(tell(&mut radio, &[Event::Associated(Security::WPA2)]), []);
    assert!(matches!(last(&mut radio), Order::Address));
    assert_eq!(tell(&mut radio, &[Event::Address]), []);
    assert!(matches!(last(&mut radio), Order::Probe));
    let joined = OpResult::Joined {
        internet: true,
        rssi_dbm: HOME_DBM,
    };
    assert_eq!(tell(&mut radio, &[internet(true, None)]), done(1, joined));
    radio
}

#[test]
fn r40_the_temporary_network_has_the_name_that_the_machine_gave_it() {
    let mut radio = radio();
    start(&mut radio, 1, RadioJob::StartAp, None);
    assert!(matches!(last(&mut radio), Order::Open(name) if name == AP));
    assert_eq!(tell(&mut radio, &[Event::Done]), done(1, OpResult::Done));
}

#[test]
fn r41_a_scan_tells_each_network_and_then_that_it_is_over() {
    let mut radio = radio();
    start(&mut radio, 2, RadioJob::Scan, None);
    assert!(matches!(last(&mut radio), Order::Scan(None)));
    let network = heard(b"\xff\x00 not a text", -60, Security::WPA3);
    let told = tell(&mut radio, &[Event::Heard(network.clone()), Event::Done]);
    let over = RadioEvent::Done(OpId(2), OpResult::Done);
    assert_eq!(told, [RadioEvent::Heard(network), over]);
}

#[test]
fn r42_a_join_looks_then_joins_then_asks_for_an_address_and_for_the_internet() {
    online();
}

#[test]
fn r42_the_loudest_of_that_name_is_joined_on_its_channel() {
    let networks = [
        heard(b"home", -70, Security::WPA2),
        heard(b"home", -50, Security::WPA2),
        heard(b"another", -30, Security::WPA2),
        heard(b"home", -60, Security::WPA2),
    ];
    let (mut radio, _) = join(&home(), RadioJob::JoinTrial, &networks);
    assert_eq!(tell(&mut radio, &[Event::Left { reason: 15 }]).len(), 1);
    let silence = OpResult::HandshakeTimeout {
        rssi_dbm: -50,
        driver_code: 15,
    };
    let (mut radio, _) = join(&home(), RadioJob::JoinTrial, &networks);
    assert!(matches!(last(&mut radio), Order::Join { target, .. } if target.channel == 6));
    assert_eq!(
        tell(&mut radio, &[Event::Left { reason: 15 }]),
        done(1, silence)
    );
}

#[test]
fn r42_each_reason_is_told_in_its_own_words() {
    let hidden = Provision {
        hidden: true,
        ..home()
    };
    let pinned = Provision {
        bssid: Some(Bssid([2; 6])),
        ..home()
    };
    let wpa3 = Provision {
        security: Some(Security::WPA3),
        ..home()
    };
    let open = Provision {
        passphrase: Passphrase::new(b"").unwrap(),
        ..home()
    };
    let near = |security| heard(b"home", -50, security);
    let faint = heard(b"home", WEAK_DBM - 1, Security::WPA2);
    for (wanted, heard, why) in [
        (home(), None, Refusal::NETWORK_NOT_FOUND),
        (hidden, None, Refusal::NETWORK_NOT_FOUND),
        (
            pinned,
            Some(near(Security::WPA2)),
            Refusal::NETWORK_NOT_FOUND,
        ),
        (
            wpa3,
            Some(near(Security::WPA2)),
            Refusal::UNSUPPORTED_SECURITY,
        ),
        (
            home(),
            Some(near(Security::WEP)),
            Refusal::UNSUPPORTED_SECURITY,
        ),
        (
            home(),
            Some(near(Security::WPA)),
            Refusal::UNSUPPORTED_SECURITY,
        ),
        (
            home(),
            Some(near(Security::ENTERPRISE)),
            Refusal::UNSUPPORTED_SECURITY,
        ),
        (
            home(),
            Some(near(Security::OPEN)),
            Refusal::UNSUPPORTED_SECURITY,
        ),
        (
            open,
            Some(near(Security::WPA2)),
            Refusal::UNSUPPORTED_SECURITY,
        ),
        (home(), Some(faint), Refusal::WEAK_SIGNAL),
    ] {
        let (_, told) = join(&wanted, RadioJob::JoinTrial, heard.as_slice());
        assert_eq!(told, done(1, failed(why)), "{heard:?}");
    }
}

#[test]
fn r42_only_a_hidden_network_is_called_by_its_name() {
    for hidden in [false, true] {
        let wanted = Provision { hidden, ..home() };
        let mut radio = radio();
        start(&mut radio, 1, RadioJob::JoinTrial, Some(&wanted));
        assert!(matches!(last(&mut radio), Order::Scan(name) if name.is_some() == hidden));
    }
}

#[test]
fn r42_what_was_asked_to_be_wpa3_is_not_joined_as_less() {
    let wpa3 = Provision {
        security: Some(Security::WPA3),
        ..home()
    };
    let mixed = [heard(b"home", -50, Security::WPA2_WPA3)];
    let (mut radio, _) = join(&wpa3, RadioJob::JoinTrial, &mixed);
    assert_eq!(
        tell(&mut radio, &[Event::Associated(Security::WPA2)]),
        done(1, failed(Refusal::UNSUPPORTED_SECURITY))
    );
    let (mut radio, _) = join(&wpa3, RadioJob::JoinTrial, &mixed);
    assert_eq!(tell(&mut radio, &[Event::Associated(Security::WPA3)]), []);
}

#[test]
fn r42_the_drivers_own_code_is_kept_whatever_it_means() {
    for reason in (0..=250).chain([u16::MAX]) {
        let code = i16::try_from(reason).unwrap_or(i16::MAX);
        let refused = reason::result(reason, -50).failure().expect("it failed");
        assert_eq!(refused.driver_code, code);
        assert_ne!(refused.why, Refusal::NONE);
    }
    let why = |reason| reason::result(reason, -50).failure().unwrap().why;
    assert_eq!(why(201), Refusal::NETWORK_NOT_FOUND);
    assert_eq!(why(202), Refusal::AUTH_FAILURE);
    assert_eq!(why(210), Refusal::UNSUPPORTED_SECURITY);
    assert_eq!(why(200), Refusal::WEAK_SIGNAL);
}

#[test]
fn r42_a_way_to_join_that_nobody_knows_is_weaker_than_any() {
    let near = [heard(b"home", -50, Security::WPA2)];
    for (auth_mode, works) in [(3, true), (6, true), (0, false), (1, false), (99, false)] {
        let (mut radio, _) = join(&home(), RadioJob::JoinTrial, &near);
        let told = tell(
            &mut radio,
            &[Event::Associated(reason::security(auth_mode))],
        );
        assert_eq!(told.is_empty(), works, "{auth_mode}: {told:?}");
    }
}

#[test]
fn r42_whoever_does_not_end_in_time_fails_in_its_own_way() {
    let near = [heard(b"home", HOME_DBM, Security::WPA2)];
    let over = |radio: &mut Wifi<Script>, ms: u32| {
        assert_eq!(radio.due(), Some(at(u64::from(ms))));
        assert_eq!(radio.poll(at(u64::from(ms) - 1)), None);
        let event = radio.poll(at(u64::from(ms)));
        assert!(radio.due().is_none_or(|due| due > at(u64::from(ms))));
        event.into_iter().collect::<Vec<_>>()
    };
    let (mut radio, _) = join(&home(), RadioJob::JoinTrial, &near);
    let silence = OpResult::HandshakeTimeout {
        rssi_dbm: HOME_DBM,
        driver_code: 0,
    };
    assert_eq!(over(&mut radio, JOIN_MS), done(1, silence));

    let (mut radio, _) = join(&home(), RadioJob::JoinTrial, &near);
    tell(&mut radio, &[Event::Associated(Security::WPA2)]);
    let no_address = failed(Refusal::NO_ADDRESS);
    assert_eq!(over(&mut radio, ADDRESS_MS), done(1, no_address));

    let (mut radio, _) = join(&home(), RadioJob::JoinTrial, &near);
    tell(&mut radio, &[Event::Associated(Security::WPA2)]);
    tell(&mut radio, &[Event::Address]);
    let no_internet = OpResult::Joined {
        internet: false,
        rssi_dbm: HOME_DBM,
    };
    assert_eq!(over(&mut radio, PROBE_MS), done(1, no_internet));
}

#[test]
fn r42_the_machine_hears_which_step_took_too_long() {
    let whole_ms = LOOK_MS + JOIN_MS + ADDRESS_MS + PROBE_MS;
    assert!(whole_ms <= REFERENCE.provision.join_ms);
}

#[test]
fn r44_the_temporary_network_stays_up_through_a_trial_and_goes_with_a_stored_one() {
    let near = heard(b"home", HOME_DBM, Security::WPA2);
    for (job, stays) in [(RadioJob::JoinTrial, true), (RadioJob::JoinStored, false)] {
        let mut radio = radio();
        start(&mut radio, 1, RadioJob::StartAp, None);
        tell(&mut radio, &[Event::Done]);
        start(&mut radio, 2, job, Some(&home()));
        tell(&mut radio, &[Event::Heard(near.clone()), Event::Done]);
        let keeps = stays.then(|| ApName::from_slice(AP).unwrap());
        assert!(matches!(last(&mut radio), Order::Join { keeps: it, .. } if *it == keeps));
    }
}

#[test]
fn r47_a_network_that_has_worked_is_tried_however_faint_it_is() {
    let faint = [heard(b"home", -95, Security::WPA2)];
    let (mut radio, told) = join(&home(), RadioJob::JoinStored, &faint);
    assert_eq!(told, []);
    assert!(matches!(last(&mut radio), Order::Join { .. }));
}

#[test]
fn r47_a_network_that_is_lost_is_told_once_whatever_else_goes_on() {
    let mut radio = online();
    start(&mut radio, 2, RadioJob::Scan, None);
    let lost = Event::Left { reason: 200 };
    let told = tell(&mut radio, &[lost.clone(), Event::Done]);
    let over = RadioEvent::Done(OpId(2), OpResult::Done);
    assert_eq!(told, [RadioEvent::LinkLost, over]);
    assert_eq!(tell(&mut radio, &[lost]), []);
}

#[test]
fn r47_a_network_that_is_lost_while_it_is_joined_is_not_taken_for_one_that_is_there() {
    let near = [heard(b"home", HOME_DBM, Security::WPA2)];
    let steps = [
        Event::Associated(Security::WPA2),
        Event::Address,
        internet(true, None),
    ];
    // In one poll: what was lost bears the number of the order before.
    for lost_after in 1..=2 {
        let (mut radio, _) = join(&home(), RadioJob::JoinStored, &near);
        tell(&mut radio, &steps[..lost_after - 1]);
        let last = steps[lost_after - 1].clone();
        let told = tell(&mut radio, &[last, Event::Left { reason: 202 }]);
        let why = Refused {
            driver_code: 202,
            ..Refused::because(Refusal::AUTH_FAILURE)
        };
        assert_eq!(told, done(1, OpResult::Failed(why)), "after {lost_after}");
        assert_eq!(radio.due(), None);
    }
    let (mut radio, _) = join(&home(), RadioJob::JoinStored, &near);
    for step in &steps[..2] {
        tell(&mut radio, core::slice::from_ref(step));
    }
    let told = tell(&mut radio, &[steps[2].clone(), Event::Left { reason: 8 }]);
    let joined = OpResult::Joined {
        internet: true,
        rssi_dbm: HOME_DBM,
    };
    let joined = RadioEvent::Done(OpId(1), joined);
    assert_eq!(told, [joined, RadioEvent::LinkLost], "in this order");
}

#[test]
fn r47_what_was_lost_before_a_join_was_ordered_is_not_the_network_that_is_joined() {
    let mut radio = online();
    let near = heard(b"home", HOME_DBM, Security::WPA2);
    start(&mut radio, 2, RadioJob::JoinStored, Some(&home()));
    let search = radio.driver().asked.last().unwrap().0;
    let late = Event::Left { reason: 8 };
    radio.driver().tells = vec![
        (search, Event::Heard(near)),
        (search, Event::Done),
        (search, late),
    ];
    assert_eq!(radio.poll(at(0)), None);
    assert!(matches!(last(&mut radio), Order::Join { .. }));
    assert_eq!(radio.due(), Some(at(u64::from(JOIN_MS))), "it still joins");
}

#[test]
fn r45_closing_the_temporary_network_keeps_the_other_one() {
    let mut radio = online();
    start(&mut radio, 2, RadioJob::StopAp, None);
    assert!(matches!(last(&mut radio), Order::Close));
    assert_eq!(tell(&mut radio, &[Event::Done]), done(2, OpResult::Done));
    let lost = tell(&mut radio, &[Event::Left { reason: 8 }]);
    assert_eq!(lost, [RadioEvent::LinkLost]);
}

#[test]
fn r42_what_a_job_that_was_given_up_tells_is_not_heard() {
    let mut radio = radio();
    start(&mut radio, 1, RadioJob::Scan, None);
    start(&mut radio, 2, RadioJob::StartAp, None);
    let [(old, _), (new, _)] = &radio.driver().asked[..] else {
        panic!("each is an order of its own");
    };
    let stale = [
        Event::Heard(heard(b"home", -50, Security::WPA2)),
        Event::Done,
    ];
    let stale = stale.map(|event| (*old, event));
    let fresh = (*new, Event::Done);
    radio.driver().tells = stale.into_iter().chain([fresh]).collect();
    assert_eq!(radio.poll(at(1)), done(2, OpResult::Done).pop());
    assert_eq!(radio.poll(at(1)), None);
}

#[test]
fn a_driver_that_refuses_or_says_nothing_is_a_radio_that_does_not_work() {
    let mut radio = radio();
    start(&mut radio, 1, RadioJob::StartAp, None);
    let told = tell(&mut radio, &[Event::Failed(0x3001)]);
    let refused = Refused {
        driver_code: 0x3001,
        ..Refused::because(Refusal::BUG)
    };
    assert_eq!(told, done(1, OpResult::Failed(refused)));
    start(&mut radio, 2, RadioJob::StartAp, None);
    let over = radio.poll(at(u64::from(LOOK_MS)));
    assert_eq!(over, done(2, failed(Refusal::BUG)).pop());
}

const UNIX_S: u64 = 1_795_420_800;
const TIME: RadioEvent = RadioEvent::Time { unix_s: UNIX_S };

#[test]
fn r56_whoever_joins_learns_what_time_it_is() {
    let near = [heard(b"home", HOME_DBM, Security::WPA2)];
    let (mut radio, _) = join(&home(), RadioJob::JoinTrial, &near);
    tell(&mut radio, &[Event::Associated(Security::WPA2)]);
    tell(&mut radio, &[Event::Address]);
    let joined = OpResult::Joined {
        internet: true,
        rssi_dbm: HOME_DBM,
    };
    let told = tell(&mut radio, &[internet(true, Some(UNIX_S))]);
    assert_eq!(told, [TIME, RadioEvent::Done(OpId(1), joined)]);
    assert_eq!(radio.due(), Some(at(u64::from(DAY_MS))));
}

/// How often it has asked.
fn probes(radio: &mut Wifi<Script>) -> usize {
    let asked = radio.driver().asked.iter();
    asked
        .filter(|(_, order)| matches!(order, Order::Probe))
        .count()
}

#[test]
fn r56_it_asks_again_after_a_day_or_soon_when_nobody_has_told_it() {
    let mut radio = online(); // by a server that does not know it
    assert_eq!(radio.due(), Some(at(u64::from(ASK_AGAIN_MS))));
    assert_eq!(
        (
            radio.poll(at(u64::from(ASK_AGAIN_MS) - 1)),
            probes(&mut radio)
        ),
        (None, 1)
    );
    let mut now = u64::from(ASK_AGAIN_MS);
    assert_eq!((radio.poll(at(now)), probes(&mut radio)), (None, 2));
    // Nobody answers.
    assert_eq!((radio.poll(at(now)), probes(&mut radio)), (None, 2));
    now += u64::from(ASK_AGAIN_MS);
    assert_eq!(radio.due(), Some(at(now)));
    assert_eq!((radio.poll(at(now)), probes(&mut radio)), (None, 3));
    let number = radio.driver().asked.last().unwrap().0;
    radio.driver().tells = vec![(number, internet(true, Some(UNIX_S)))];
    assert_eq!(radio.poll(at(now)), Some(TIME));
    assert_eq!(radio.due(), Some(at(now + u64::from(DAY_MS))));
}

#[test]
fn r56_nobody_is_asked_while_a_job_goes_on_or_without_a_network() {
    let mut radio = online();
    start(&mut radio, 2, RadioJob::Scan, None);
    assert_eq!(radio.due(), Some(at(u64::from(LOOK_MS))));
    let answer = [internet(true, Some(UNIX_S))];
    radio.driver().tells = answer.map(|event| (4, event)).to_vec();
    assert_eq!(
        radio.poll(at(0)),
        None,
        "an answer to the question before that"
    );
    tell(&mut radio, &[Event::Done]);
    tell(&mut radio, &[Event::Left { reason: 8 }]);
    assert_eq!(radio.due(), None);
    assert_eq!(
        (radio.poll(at(u64::from(DAY_MS))), probes(&mut radio)),
        (None, 1)
    );
}
