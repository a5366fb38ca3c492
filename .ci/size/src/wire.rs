//! All of the wire that a camera links.

use core::hint::black_box;

use camera_proto::frame::{self, Feed, FrameDecoder, MAX_FRAME};
use camera_proto::message::{Notice, Reply, Request};

pub(crate) fn all() -> ! {
    let (mut decoder, mut out) = (FrameDecoder::new(), [0; MAX_FRAME]);
    loop {
        hear(black_box(&mut decoder), black_box(&[]));
        say(black_box(None), black_box(None), black_box(&mut out));
        #[cfg(feature = "pairing")]
        pairing::all(black_box(None));
    }
}

/// Every request, out of its frame.
fn hear(decoder: &mut FrameDecoder, mut bytes: &[u8]) {
    if let Feed::Frame(frame) = decoder.feed(&mut bytes) {
        black_box(&Request::decode(frame.kind, frame.body));
    }
}

/// Every reply and notice, into its frame.
fn say(reply: Option<&Reply>, notice: Option<&Notice>, out: &mut [u8; MAX_FRAME]) {
    let body = &mut out[frame::BODY_AT..];
    let (kind, len) = match (reply, notice) {
        (Some(reply), _) => (reply.kind(), reply.encode(body)),
        (_, Some(notice)) => (notice.kind(), notice.encode(body)),
        _ => return,
    };
    black_box(&len.and_then(|len| frame::encode(kind, 7, len, out)));
}

/// Both handshakes of a camera, and its sealed frames.
#[cfg(feature = "pairing")]
mod pairing {
    use core::convert::Infallible;
    use core::hint::black_box;

    use camera_proto::frame::Frame;
    use camera_proto::pairing::{
        CameraPairing, HelloHash, LabelRecord, PairingContext, session_prologue,
    };
    use camera_proto::session::Session;
    use camera_proto::vocab::KeyId;
    use camera_proto::{noise, sealed};

    struct Rng;

    impl rand_core::TryRng for Rng {
        type Error = Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            Ok(black_box(0))
        }

        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            Ok(black_box(0))
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            black_box(bytes);
            Ok(())
        }
    }

    impl rand_core::TryCryptoRng for Rng {}

    pub(super) fn all(bytes: Option<&[u8; 160]>) -> Option<()> {
        let bytes = bytes?;
        let hello = HelloHash::new(bytes, bytes);
        let mut session = match black_box(true) {
            true => pair(bytes, &hello)?,
            false => resume(bytes, &hello)?,
        };
        let mut frame = [0; 256];
        let sealed = sealed::write(&mut session, 0x91, 1, 20, black_box(&mut frame));
        black_box(&sealed);
        let body = black_box(&mut frame[..]);
        let (kind, id) = black_box((0x7f, 1));
        black_box(&sealed::read(&mut session, Frame { kind, id, body }));
        Some(())
    }

    fn pair(bytes: &[u8], hello: &HelloHash) -> Option<Session> {
        let label = LabelRecord::from_bytes(bytes.first_chunk()?).ok()?;
        let pairing = CameraPairing::start(&label, &PairingContext::new(2, hello), &mut Rng);
        let (answer, confirming) = pairing.share(bytes.first_chunk()?).ok()?;
        black_box(&answer);
        confirming.confirm(bytes.first_chunk()?).ok()
    }

    fn resume(bytes: &[u8], hello: &HelloHash) -> Option<Session> {
        let prologue = session_prologue(2, hello, KeyId(*bytes.first_chunk()?));
        let message = bytes.first_chunk()?;
        let responded = noise::respond(bytes.first_chunk()?, &prologue, &mut Rng, message).ok()?;
        black_box(&responded.0);
        Some(responded.1)
    }
}
