//! The page's own files, built in.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/web");

/// The machine's state chart, as exploring it has drawn it.
const CHART: &[u8] = include_bytes!("../../../../camera-fsm/diagrams/whole.mmd");

pub(super) async fn get(uri: Uri) -> Response {
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let contents = match path {
        "whole.mmd" => Some(CHART),
        path => FILES.get_file(path).map(|file| file.contents()),
    };
    match contents {
        Some(contents) => {
            let kind = [(header::CONTENT_TYPE, content_type(path))];
            (kind, contents).into_response()
        }
        None => (StatusCode::NOT_FOUND, "there is no such file\n").into_response(),
    }
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("mmd") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
