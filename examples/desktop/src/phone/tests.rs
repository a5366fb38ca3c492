//! How long the controller waits.

use std::net::TcpListener;

use rand::SeedableRng as _;

use super::*;

#[test]
fn over_tcp_it_waits_as_long_however_fast_the_cameras_time_goes() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = silent.local_addr().expect("its address");
    for (speed, waits_ms) in [(1.0, 10_000), (5.0, 50_000)] {
        let mut rng = StdRng::seed_from_u64(1);
        let mut codes = Codes::new(SetupCode::random(&mut rng));
        let (mut phone, mut wire) = (Phone::over_tcp(rng, port, speed), SimWire::default());
        let mut at = Instant::default();
        phone
            .begin(&Verb::Pair(Code::Label), &mut codes, at, &mut wire)
            .expect("it begins");
        at = at.after(waits_ms - 1);
        phone.hear(at, &mut wire);
        assert_eq!(phone.outcome, Outcome::Pending, "{speed}");
        phone.hear(at.after(1), &mut wire);
        assert_eq!(phone.outcome, Outcome::Offline, "{speed}");
    }
}
