//! `.scenario` stories: what a person, a router, a controller and the power do
//! to a camera, and what must be seen of it. A story runs unchanged over every
//! [`World`]: a model in a test, the virtual camera, a board on a bench.
//!
//! One line is one step. `#` begins a comment. Words are separated by spaces; a
//! `"quoted word"` may hold spaces, `\"`, `\\` and any byte as `\xNN`. Times are
//! milliseconds, or carry a unit: `500`, `500ms`, `7s`, `10min`. Angles are
//! degrees with up to two decimals.
//!
//! ```text
//! power on | off | crash                                     crash: it starts again by itself
//! power cut-at-flash-op N [before|half|after]                the N-th from now, 1 is the next
//! button down | up | trace T LEVEL T LEVEL …                 T from now; time passes
//! advance T
//! router set JSON                                            raw to the end of the line
//! servo stall|free pan|tilt
//! sensor …                                                   reserved; raw
//! controller pair [CODE|wrong]                               enrols too; else the label's code
//!            connect | disconnect | scan | status | receipt | controllers
//!            setup SSID PASSWORD [security S] [hidden] [allow-no-internet] [seen-on 2.4|5|6]
//!            move PAN|- TILT|- | move-by PAN TILT | home | stop
//!            move-on left|right|hold up|down|hold T          T is the lease
//!            identify SECONDS | restart
//!            reset [everything|keep-network|forget-network] | confirm [wrong]
//!            revoke me|N                                     the N-th of the list, from 0
//! expect WHAT … [within T | throughout T]
//!        power on|off | state NAME | led COLOR PATTERN | led off | fault NAME
//!        radio off|ap|joining|station | window open|closed | last-setup NAME
//!        pan DEG[..DEG] | tilt DEG[..DEG] | moving yes|no
//!        reset STAGE | epoch N | receipt none | receipt CAUSE
//!        reply pending | done | offline | NAME-OF-REFUSAL    to the last controller verb
//!        heard SSID | not-heard SSID                         by the last scan
//!        losses nothing | KIND …                             of the last reset list
//!        user-flash blank|formatted|used | no-secrets
//! ```

mod expect;
mod expected;
mod line;
mod parse;
mod run;
mod words;

pub use expect::{Expectation, Mismatch, Outcome, RadioMode, Sight, Span, UserFlash};
pub use line::{Code, Expect, Line, Moment, Power, Trace, Verb, When, Whom};
pub use parse::{SyntaxError, parse};
pub use run::{ErrorKind, Report, ScenarioError, World, run, step};
