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
//! profile NAME                                               of which model the camera must be; else of any
//! power on | off | crash                                     crash: it starts again by itself
//! power cut-at-flash-op N [before|half|after]                the N-th from now, 1 is the next
//! button down | up | trace T LEVEL T LEVEL …                 T from now; time passes
//! advance T
//! router set JSON                                            raw to the end of the line
//! servo stall|free pan|tilt
//! part button|led|head|sensors|imaging|recordings fails|works
//! radio fails|works                                          whatever it is asked to do
//! sensor motion everywhere | LEFT TOP RIGHT BOTTOM           once; thousandths of the picture
//! sensor light PERCENT | microphone deaf|good
//! flash worn N | worn for-ever | good                        erases of the user's first sector that fail
//! flash stuck | good                                         no change of it ends
//! flash rots network|controller|factory|SETTING [N]          nobody can read that, from the next start on
//! controller [1|2] VERB …                                    which of the apps; else 1
//!            pair [CODE|wrong|changed|invited [CODE]]        enrols too; else the label's code
//!            connect | disconnect | scan | status | receipt | controllers
//!            watch | diagnose | support | info | abilities | time [UNIX] | walk-test T | audio-test SECONDS
//!            setup SSID PASSWORD [security S] [hidden] [allow-no-internet] [seen-on 2.4|5|6] [at BSSID]
//!            move PAN|- TILT|- [speed P] | move-by PAN TILT [speed P] | preset N [speed P]
//!            home | stop | position | patrol start|stop
//!            move-on left|right|hold|P up|down|hold|P T      T is the lease; P is percent of the fastest
//!            identify SECONDS | restart
//!            reset [everything|keep-network|forget-network] | confirm [wrong]
//!            revoke me|N | rename me|N NAME | role me|N user|owner
//!                                                            the N-th of the list, from 0
//!            invite user|owner T | invite nobody             `pair invited` has its code
//!            change-code                                     `pair changed` has it
//!            set name NAME | time-zone POSIX | privacy on|off | recording MODE | storage CHOICE
//!              | zone N NAME [LEFT TOP RIGHT BOTTOM] [at PRESET] [sensitivity P]
//!              | alerts TIMES | recording-times TIMES        always | HOUR HOUR | "Mon-Fri 22:00-06:00" …
//!              | night-vision MODE [brightness P] [sensitivity P]
//!              | preset N NAME PAN TILT | patrol [N T …]
//!              | status-led PERCENT [night]                  night: dark while all is well
//!            clear SETTING [N]                               back to its default
//!            settings | losses network|controllers|settings
//! console diagnose | restart                                 by a cable: needs no network and no key
//! expect WHAT … [within T | throughout T]                    T is included
//!        power on|off | state NAME | led COLOR PATTERN | led off | fault NAME
//!        light COLOR BRIGHTNESS | light off                  of the LED at this instant; 255 is brightest
//!        flag NAME yes|no                                    of the status
//!        radio off|ap|joining|station | window open|closed | last-setup NAME
//!        pan DEG[..DEG] | tilt DEG[..DEG] | moving yes|no
//!        reset STAGE | epoch N | receipt none | receipt CAUSE
//!        reply pending | done | offline | NAME-OF-REFUSAL    to the last controller verb
//!        heard SSID | not-heard SSID                         by the last scan
//!        listed NAME | not-listed NAME                       by the last `controllers`, `settings` or `losses`
//!        losses nothing | KIND …                             of the last reset list
//!        noticed N|picture|nothing                           motion told since the last `sensor` line
//!        lens open|shut | night-light PERCENT
//!        found nothing | found SYMPTOM CAUSE ADVICE          by the last `diagnose`
//!        support first-setup|resets|controllers|wrong-codes N  by the last `controller support`
//!        user-flash blank|formatted|used | no-secrets
//! ```

mod asked;
mod expect;
mod expected;
mod line;
mod parse;
mod run;
mod setting;
mod shown;
mod verb;
mod week;
mod words;

pub use expect::{Expectation, ListedName, Mismatch, Outcome, RadioMode, Sight, Span, UserFlash};
pub use line::{
    CONTROLLERS, Code, Expect, Flash, Kept, Line, Moment, Power, Sensor, Trace, Typed, Verb, When,
    Whom,
};
pub use parse::{SyntaxError, parse, profile_of};
pub use run::{ErrorKind, Report, ScenarioError, World, run, step};
pub use week::{DAYS, times_of_week};
