//! Who may open the page: whoever has the token, from the page's own address.
//!
//! Any page that a browser has open can send requests to this machine. So the
//! `Host` must be the address that is served (else a foreign name was rebound
//! to it), the `Origin` must be our own (else a foreign site asks), and the
//! WebSocket, by which everything is shown and changed, needs the token that
//! only the screen has. The page's files alone hold nothing.
//!
//! A page on every address of this machine (`0.0.0.0`) is asked for by one of
//! them, and which they are changes. So there any address will do, since none
//! can be rebound; a name will not.

use core::net::{IpAddr, SocketAddr};

/// The port that an address without one means.
const HTTP: u16 = 80;

/// The rules of one page.
#[derive(Clone, Debug)]
pub struct Guard {
    address: SocketAddr,
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
        Self { address, token }
    }

    /// Whether that is what a browser calls us. It leaves out the port of HTTP.
    fn is_ours(&self, host: &str) -> bool {
        let port = format!(":{}", self.address.port());
        let named = match host.strip_suffix(port.as_str()) {
            Some(named) => named,
            None if self.address.port() == HTTP => host,
            None => return false,
        };
        let ip = self.address.ip();
        if named == "localhost" {
            return ip.is_loopback() || ip.is_unspecified();
        }
        let Some(named) = address(named) else {
            return false;
        };
        named == ip || ip.is_unspecified()
    }

    /// Looks at a request.
    ///
    /// # Errors
    /// Says why it is not let in.
    pub fn check(&self, seen: &Seen<'_>) -> Result<(), Denied> {
        let Some(host) = seen.host.filter(|host| self.is_ours(host)) else {
            return Err(Denied::Host);
        };
        let from_ours = |origin: &str| origin.strip_prefix("http://") == Some(host);
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

/// The address as it stands in a `Host`, where IPv6 has brackets.
fn address(named: &str) -> Option<IpAddr> {
    match named.strip_prefix('[') {
        Some(rest) => Some(IpAddr::V6(rest.strip_suffix(']')?.parse().ok()?)),
        None => Some(IpAddr::V4(named.parse().ok()?)),
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

    fn answers(served: &str, host: &str) -> bool {
        let guard = Guard::new(served.parse().expect("an address"), String::new());
        let host = Some(host);
        guard.check(&Seen { host, ..seen("/") }).is_ok()
    }

    #[test]
    fn a_page_on_every_address_answers_at_each_and_at_no_name() {
        for host in ["192.168.1.7:8080", "127.0.0.1:8080", "localhost:8080"] {
            assert!(answers("0.0.0.0:8080", host), "{host}");
            assert!(answers("[::]:8080", host), "{host}");
        }
        assert!(answers("[::]:8080", "[fe80::1]:8080"));
        for host in ["evil.example:8080", "192.168.1.7", "192.168.1.7:80", "[::1"] {
            assert!(!answers("0.0.0.0:8080", host), "{host}");
        }
        assert!(!answers("192.168.1.7:8080", "192.168.1.8:8080"));
        assert!(!answers("192.168.1.7:8080", "localhost:8080"));
        assert!(answers("[::1]:8080", "[::1]:8080"));
    }

    #[test]
    fn the_port_of_http_is_left_out_by_browsers() {
        for host in ["127.0.0.1", "127.0.0.1:80", "localhost"] {
            assert!(answers("127.0.0.1:80", host), "{host}");
        }
        assert!(!answers("127.0.0.1:80", "evil.example"));
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
