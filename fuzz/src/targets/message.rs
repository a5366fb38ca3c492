//! Messages and the codec below them.

use camera_proto::codec;
use camera_proto::message::{DecodeError, MAX_BODY, Notice, Reply, Request};
use camera_proto::vocab::Status;

use crate::bytes::Bytes;
use oracle::{Everything, Shape, agrees};

#[path = "../../../camera-proto/tests/oracle/mod.rs"]
mod oracle;

/// A body of any kind is no message, or the one encoding of what is read. The kind says whose message it is.
pub fn message(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let kind = bytes.byte();
    let body = bytes.rest();
    same(body, kind, Request::decode(kind, body), |request, out| {
        assert_eq!(request.kind(), kind);
        request.encode(out)
    });
    same(body, kind, Reply::decode(kind, body), |reply, out| {
        assert_eq!(reply.kind(), kind);
        reply.encode(out)
    });
    same(body, kind, Notice::decode(kind, body), |notice, out| {
        assert_eq!(notice.kind(), kind);
        assert!(Notice::is_kind(kind));
        notice.encode(out)
    });
}

fn same<M: core::fmt::Debug>(
    body: &[u8],
    kind: u8,
    read: Result<M, DecodeError>,
    encode: impl FnOnce(&M, &mut [u8]) -> Result<usize, codec::TooLong>,
) {
    match read {
        Ok(message) => {
            let mut again = [0; MAX_BODY];
            let len = encode(&message, &mut again).expect("it came in a body");
            assert_eq!(again[..len], *body, "{message:?}");
            // Its text is for people, and must not fail them either.
            let _ = format!("{message:?}");
        }
        Err(error) => {
            let (DecodeError::UnknownKind(of) | DecodeError::Malformed(of)) = error;
            assert_eq!(of, kind);
        }
    }
}

/// The strict reader takes what postcard writes, and nothing else that postcard reads.
pub fn codec(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let what = bytes.byte();
    let body = bytes.rest();
    let _ = match what % 8 {
        0 => agrees::<Everything>(body),
        1 => agrees::<Vec<Shape>>(body),
        2 => agrees::<(u64, i64, u16)>(body),
        3 => agrees::<(u32, i32, i16, bool)>(body),
        4 => agrees::<Vec<Option<u8>>>(body),
        5 => agrees::<heapless::Vec<u16, 4>>(body),
        6 => agrees::<(String, Option<String>)>(body),
        _ => agrees::<Status>(body),
    };
}
