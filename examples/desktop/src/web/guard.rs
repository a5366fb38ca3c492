//! Who may open the page: whoever has the token, from the page's own address.
//!
//! Any page that a browser has open can send requests to this machine. So the
//! `Host` must be the address that is served (else a foreign name was rebound
//! to it), the `Origin` must be our own (else a foreign site asks), and the
//! WebSocket, by which everything is shown and changed, needs the token that
//! only the screen has. The page's files alone hold nothing.

use core::net::SocketAddr;

/// The rules of one page.
#[derive(Clone, Debug)]
pub struct Guard {
    hosts: Vec<String>,
    token: String,
}

/// What is looked at of a request.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// The path.
    pub path: &'a str,
    /// What follows the question mark.
    pub query: &'a str,
    /// The `Host` header.
    pub host: Option<&'a str>,
    /// The `Origin` header.
    pub origin: Option<&'a str>,
    /// The `Sec-Fetch-Site` header.
    pub site: Option<&'a str>,
}

/// Why somebody is not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The request was meant for another name.
    #[error("this page answers only at its own address")]
    Host,
    /// Another site asks.
    #[error("this page answers no other site")]
    Origin,
    /// The token is missing or another one.
    #[error("open the address that the camera printed, with its token")]
    Token,
}

/// Sent with every answer: nothing foreign is loaded, framed or remembered.
pub const HEADERS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

impl Guard {
    /// The guard of a page at that address.
    #[must_use]
    pub fn new(address: SocketAddr, token: String) -> Self {
        let mut hosts = vec![address.to_string()];
        if address.ip().is_loopback() {
            hosts.push(format!("localhost:{}", address.port()));
        }
        Self { hosts, token }
    }

    /// Looks at a request.
    ///
    /// # Errors
    /// Says why it is not let in.
    pub fn check(&self, seen: &Seen<'_>) -> Result<(), Denied> {
        let is_ours = |host: &str| self.hosts.iter().any(|ours| ours == host);
        if !seen.host.is_some_and(is_ours) {
            return Err(Denied::Host);
        }
        let from_ours = |origin: &str| origin.strip_prefix("http://").is_some_and(is_ours);
        if seen.origin.is_some_and(|origin| !from_ours(origin)) {
            return Err(Denied::Origin);
        }
        // A page may be opened by a link from anywhere, and nothing else.
        if seen.site == Some("cross-site") && seen.path != "/" {
            return Err(Denied::Origin);
        }
        let is_file = seen.path != "/ws";
        let given = seen
            .query
            .split('&')
            .find_map(|pair| pair.strip_prefix("token="));
        if is_file || given.is_some_and(|given| same(given, &self.token)) {
            Ok(())
        } else {
            Err(Denied::Token)
        }
    }
}

/// In a time that does not tell where they differ.
fn same(given: &str, token: &str) -> bool {
    let differs = given
        .bytes()
        .zip(token.bytes())
        .fold(0, |differs, (a, b)| differs | (a ^ b));
    given.len() == token.len() && core::hint::black_box(differs) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        let address = "127.0.0.1:8080".parse().expect("an address");
        Guard::new(address, "0123456789abcdef".to_owned())
    }

    fn seen(path: &'static str) -> Seen<'static> {
        Seen {
            path,
            query: "token=0123456789abcdef",
            host: Some("127.0.0.1:8080"),
            ..Seen::default()
        }
    }

    #[test]
    fn the_printed_address_opens_the_page() {
        assert_eq!(guard().check(&seen("/")), Ok(()));
        let host = Some("localhost:8080");
        let origin = Some("http://localhost:8080");
        let local = Seen {
            host,
            origin,
            ..seen("/ws")
        };
        assert_eq!(guard().check(&local), Ok(()));
    }

    #[test]
    fn a_rebound_name_is_turned_away() {
        for host in [
            None,
            Some("evil.example"),
            Some("evil.example:8080"),
            Some("127.0.0.1"),
        ] {
            let seen = Seen {
                host,
                ..seen("/app.js")
            };
            assert_eq!(guard().check(&seen), Err(Denied::Host), "{host:?}");
        }
    }

    #[test]
    fn a_foreign_site_is_turned_away() {
        for origin in [
            "http://evil.example",
            "https://127.0.0.1:8080",
            "null",
            "http://127.0.0.1:8081",
        ] {
            let seen = Seen {
                origin: Some(origin),
                ..seen("/ws")
            };
            assert_eq!(guard().check(&seen), Err(Denied::Origin), "{origin}");
        }
        let site = Some("cross-site");
        let seen = Seen {
            site,
            ..seen("/ws")
        };
        assert_eq!(guard().check(&seen), Err(Denied::Origin));
    }

    #[test]
    fn without_the_token_nobody_sees_or_changes_anything() {
        for query in [
            "",
            "token=",
            "token=0123456789abcdee",
            "token=0123456789abcdef0",
            "other=1",
        ] {
            let seen = Seen {
                query,
                ..seen("/ws")
            };
            assert_eq!(guard().check(&seen), Err(Denied::Token), "{query}");
        }
    }
}
