// The camera as a C library. Made from the Rust beside it by cbindgen: see README.md. Do not edit.

#ifndef CAMERA_H
#define CAMERA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whoever drops what a function of this header gives is warned.
#ifdef __GNUC__
#define CAMERA_MUST_USE __attribute__((warn_unused_result))
#else
#define CAMERA_MUST_USE
#endif

// For a program of your own to provide: restarts the board. It is called for what should be impossible.
#ifdef __cplusplus
extern "C" [[noreturn]] void camera_panicked(void);
#else
_Noreturn void camera_panicked(void);
#endif


// Memory that suffices for a controller, in bytes, on a core of 32 bits or of 64.
#define CAMERA_CONTROLLER_BYTES 2048

// Room that suffices for whatever a controller sends, in bytes.
#define CAMERA_FRAME_BYTES 250

// How long the flash of a board must be, in bytes: five sectors of 4096. The
// first is the factory's; offsets count from its start.
#define CAMERA_FLASH_BYTES 20480

// What of the flash is written at once, in bytes.
#define CAMERA_FLASH_WORD 4

// What of the flash is erased at once, in bytes.
#define CAMERA_FLASH_SECTOR 4096

// How many networks a scan lists at most; more may be told, the loudest stay.
#define CAMERA_NETWORKS_MAX 16

// Memory that suffices for a camera, in bytes, on a core of 32 bits or of 64.
#define CAMERA_BYTES 20480

// How many controllers can be connected at once: places 0 to 3.
#define CAMERA_CLIENTS 4

// The place of whoever finds none of those free, where that can be (TCP): the
// camera says there that it is busy, and for how long, and hangs up. Whoever comes
// while somebody is there is to be hung up on.
#define CAMERA_DOORSTEP 4

// How long a factory record is, in bytes: the first of the flash.
#define CAMERA_FACTORY_BYTES 256

// Memory that suffices for a machine, in bytes, on a core of 32 bits or of 64.
#define CAMERA_MACHINE_BYTES 1536

// The most actions that one step asks for.
#define CAMERA_ACTIONS_MAX 9

// No instant: nothing is due.
#define CAMERA_NEVER UINT64_MAX

// How a call ended.
typedef enum CameraResult {
  // Well.
  CAMERA_RESULT_OK = 0,
  // A pointer that must point somewhere is null, or so is a function of the
  // board that every camera needs.
  CAMERA_RESULT_NULL = 1,
  // A pointer is not aligned for what it points at.
  CAMERA_RESULT_MISALIGNED = 2,
  // The memory is smaller than the object, or the buffer than what goes in.
  CAMERA_RESULT_NO_ROOM = 3,
  // Nothing, or something else, was started in that memory.
  CAMERA_RESULT_NOT_STARTED = 4,
  // The object is in a call already: this one comes from a callback.
  CAMERA_RESULT_BUSY = 5,
  // A value means nothing here, or is too long.
  CAMERA_RESULT_OUT_OF_RANGE = 6,
  // The text is no setup code: a digit is wrong, missing, or one too many.
  CAMERA_RESULT_NO_CODE = 7,
} CameraResult;

// What to do with the stream, before anything is sent.
enum CameraAppAction
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Nothing.
  CAMERA_APP_ACTION_NONE = 0,
  // Drop it if there is one, and open another; then say `…_connected` or
  // `…_disconnected`.
  CAMERA_APP_ACTION_CONNECT = 1,
  // Drop it.
  CAMERA_APP_ACTION_HANG_UP = 2,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraAppAction CameraAppAction;
#else
typedef uint8_t CameraAppAction;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What the app should know.
enum CameraTold
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Nothing new.
  CAMERA_TOLD_NOTHING = 0,
  // The camera says who it is, `hello`: pair or resume.
  CAMERA_TOLD_HELLO = 1,
  // Paired: keep `enrolled`, it is a key. Ask away.
  CAMERA_TOLD_ENROLLED = 2,
  // The session is open: ask away.
  CAMERA_TOLD_OPEN = 3,
  // An answer, `body` of `body_kind`; `status`, `refused` and `token` if it has them.
  CAMERA_TOLD_REPLY = 4,
  // The link was lost, and nobody knows whether the camera has done it.
  CAMERA_TOLD_UNANSWERED = 5,
  // A watched camera, as it is now: `status`.
  CAMERA_TOLD_SNAPSHOT = 6,
  // What has changed: `body` of `body_kind`, and `status` if it is of that.
  CAMERA_TOLD_NOTICE = 7,
  // That cannot be asked now.
  CAMERA_TOLD_NOT_NOW = 8,
  // It is over: `error`, and `refused` if the camera did that.
  CAMERA_TOLD_ENDED = 9,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraTold CameraTold;
#else
typedef uint8_t CameraTold;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why a link is over.
enum CameraAppError
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // It is not.
  CAMERA_APP_ERROR_NONE = 0,
  // The camera does not answer, or not any more.
  CAMERA_APP_ERROR_UNREACHABLE = 1,
  // The camera refused the handshake.
  CAMERA_APP_ERROR_REFUSED = 2,
  // The code does not match the camera's, or somebody sits in between.
  CAMERA_APP_ERROR_WRONG_CODE = 3,
  // The camera does not hold our key: another camera, or reset.
  CAMERA_APP_ERROR_WRONG_KEY = 4,
  // The camera's parameters for the code are outside what is safe.
  CAMERA_APP_ERROR_UNSAFE_PARAMETERS = 5,
  // The camera speaks no version that we speak.
  CAMERA_APP_ERROR_VERSION = 6,
  // What came is not what a camera says.
  CAMERA_APP_ERROR_PROTOCOL = 7,
  // The call does not fit the stage of the link.
  CAMERA_APP_ERROR_NOT_NOW = 8,
  // The message does not fit.
  CAMERA_APP_ERROR_TOO_LONG = 9,
  // The session has carried all it may.
  CAMERA_APP_ERROR_EXHAUSTED = 10,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraAppError CameraAppError;
#else
typedef uint8_t CameraAppError;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What to start.
enum CameraActionKind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Journal: keep `reset`. Answer with `op`.
  CAMERA_ACTION_KIND_SAVE_RESET = 0,
  // User region: erase its sector `value`. Answer with `op`.
  CAMERA_ACTION_KIND_ERASE_USER = 1,
  // User region: read back that every byte is blank. Answer with `op`.
  CAMERA_ACTION_KIND_CHECK_USER = 2,
  // User region: lay out an empty store. Answer with `op`.
  CAMERA_ACTION_KIND_FORMAT_USER = 3,
  // Journal: how often it was switched on (`value & 255`) and has crashed
  // (`value >> 8`) in a row. Answer with `op`.
  CAMERA_ACTION_KIND_SAVE_POWER = 4,
  // Journal: whether the head is parked, `value`. Answer with `op`.
  CAMERA_ACTION_KIND_SAVE_PARKED = 5,
  // Another change of the flash, which only controllers bring. Answer with `op`.
  CAMERA_ACTION_KIND_STORE_OTHER = 6,
  // The radio: a `CameraRadioJob`, `value`. Answer with `op`.
  CAMERA_ACTION_KIND_RADIO = 7,
  // Turn the head to its home. Answer with `op`.
  CAMERA_ACTION_KIND_FIND_HOME = 8,
  // Something that only controllers bring. No answer.
  CAMERA_ACTION_KIND_OTHER = 9,
  // Restart the board. Nothing follows.
  CAMERA_ACTION_KIND_REBOOT = 10,
  // Journal: the hardware fault to remember, `value`, as a code of SPEC.md; 0
  // when it is gone. Answer with `op`.
  CAMERA_ACTION_KIND_SAVE_FAULT = 11,
  // Tell the cloud that the camera was reset; where there is none, that is done.
  // Answer with `op`.
  CAMERA_ACTION_KIND_UNBIND = 12,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraActionKind CameraActionKind;
#else
typedef uint8_t CameraActionKind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What the camera is doing: the codes of SPEC.md. There may be others one day.
enum CameraState
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Booting.
  CAMERA_STATE_STARTING = 0,
  // Ready to be set up, the setup window closed.
  CAMERA_STATE_UNPROVISIONED = 1,
  // The setup window is open and the temporary network up.
  CAMERA_STATE_SETUP = 2,
  // Trying the network that a controller gave.
  CAMERA_STATE_JOINING = 3,
  // Looking for the network it knows.
  CAMERA_STATE_CONNECTING = 4,
  // On the network.
  CAMERA_STATE_ONLINE = 5,
  // Erasing.
  CAMERA_STATE_RESETTING = 6,
  // About to restart.
  CAMERA_STATE_RESTARTING = 7,
  // Its storage does not work: only a reset can help.
  CAMERA_STATE_BROKEN = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraState CameraState;
#else
typedef uint8_t CameraState;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Something that the radio does.
enum CameraRadioJob
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // Leave any network and open the temporary one, without a password.
  CAMERA_RADIO_JOB_START_AP = 0,
  // Close the temporary network.
  CAMERA_RADIO_JOB_STOP_AP = 1,
  // Listen: tell what is heard, then the end.
  CAMERA_RADIO_JOB_SCAN = 2,
  // Join that network; the temporary one stays up.
  CAMERA_RADIO_JOB_JOIN_TRIAL = 3,
  // Close the temporary network, if it is up, and join that one.
  CAMERA_RADIO_JOB_JOIN_STORED = 4,
  // Leave everything and be silent.
  CAMERA_RADIO_JOB_OFF = 5,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraRadioJob CameraRadioJob;
#else
typedef uint8_t CameraRadioJob;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What the radio tells.
enum CameraRadioNews
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // A job ended well: `op`.
  CAMERA_RADIO_NEWS_DONE = 0,
  // A job that joins ended on a network: `op`, `rssi_dbm`, `internet`.
  CAMERA_RADIO_NEWS_JOINED = 1,
  // A job that joins ended in silence, in the middle of the handshake: `op`,
  // `rssi_dbm`, `driver_code`.
  CAMERA_RADIO_NEWS_HANDSHAKE_TIMEOUT = 2,
  // A job did not end well: `op`, `refusal`, `driver_code`.
  CAMERA_RADIO_NEWS_FAILED = 3,
  // A scan has heard a network: `ssid`, `bssid`, `rssi_dbm`, `security`, `channel`.
  CAMERA_RADIO_NEWS_HEARD = 4,
  // The network that the camera was on is gone.
  CAMERA_RADIO_NEWS_LINK_LOST = 5,
  // The network says what time it is: `unix_s`.
  CAMERA_RADIO_NEWS_TIME = 6,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraRadioNews CameraRadioNews;
#else
typedef uint8_t CameraRadioNews;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What is asked for most. The rest of SPEC.md goes by
// `camera_controller_ask_encoded`.
enum CameraAsk
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint8_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  // How are you?
  CAMERA_ASK_STATUS = 0,
  // Tell me whenever something changes.
  CAMERA_ASK_WATCH = 1,
  // Which networks do you hear?
  CAMERA_ASK_SCAN = 2,
  // Join `network`.
  CAMERA_ASK_PROVISION = 3,
  // Restart; nothing is erased.
  CAMERA_ASK_RESTART = 4,
  // Blink, for `seconds`.
  CAMERA_ASK_IDENTIFY = 5,
  // Point to `pan_cdeg` and `tilt_cdeg`, at `speed`.
  CAMERA_ASK_MOVE = 6,
  // Stop moving.
  CAMERA_ASK_STOP = 7,
  // Point straight ahead.
  CAMERA_ASK_HOME = 8,
  // What would a reset of `scope` erase?
  CAMERA_ASK_RESET_REQUEST = 9,
  // Erase it: `token` is that answer's.
  CAMERA_ASK_RESET_CONFIRM = 10,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum CameraAsk CameraAsk;
#else
typedef uint8_t CameraAsk;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A camera.
typedef struct Camera Camera;

// A controller of one camera.
typedef struct CameraController CameraController;

// A machine.
typedef struct CameraMachine CameraMachine;

// Where a controller's randomness comes from.
typedef struct CameraEntropy {
  // For the function alone.
  void *context;
  // Fills this with entropy that is good enough for keys. Who has none must not
  // return, and end the program or restart the board: no key is better than one
  // that can be guessed.
  void (*fill)(void *context, uint8_t *into, size_t len);
} CameraEntropy;

// Why the camera did not do it.
typedef struct CameraRefused {
  // Why, as a refusal of SPEC.md; 0 is no refusal.
  uint8_t why;
  // How many more tries there are, where tries are counted.
  uint8_t attempts_left;
  // When it makes sense to ask again, in seconds.
  uint16_t retry_s;
  // The radio driver's own reason. Of `HeldByOther`, who holds the head: 1 for the
  // first that `Controllers` lists, and so on; 0 is not told.
  int16_t driver_code;
} CameraRefused;

// What a camera says to strangers.
typedef struct CameraHello {
  // The model's name, UTF-8.
  uint8_t model[24];
  // 0 to 24.
  uint8_t model_len;
  // Pairing can succeed now.
  bool setup_open;
  // Tells cameras of one model apart.
  uint16_t discriminator;
} CameraHello;

// A key of one's own: keep it where secrets are kept.
typedef struct CameraEnrolled {
  // Names the key.
  uint8_t key_id[8];
  // The key.
  uint8_t key[32];
  // What one may do: 2 user, 3 owner.
  uint8_t role;
  // The ownership epoch: another one later means that the camera was reset.
  uint32_t epoch;
} CameraEnrolled;

// All that there is to see of a camera at one instant.
typedef struct CameraStatus {
  // What it is doing: a `CameraState`.
  uint8_t state;
  // What is broken, as a code of SPEC.md; 0 is nothing.
  uint8_t fault;
  // How far a reset has come, as a code of SPEC.md; 0 is none.
  uint8_t reset;
  // How the last setup ended, as a refusal of SPEC.md; 0 is well.
  uint8_t last_setup;
  // Colour of the LED's cue, as a code of SPEC.md.
  uint8_t led_color;
  // Its rhythm, as a code of SPEC.md.
  uint8_t led_pattern;
  // Signal strength in dBm; 0 while there is none.
  int8_t rssi_dbm;
  // Where the head points, left to right, in hundredths of a degree.
  int32_t pan_cdeg;
  // Where the head points, down to up, in hundredths of a degree.
  int32_t tilt_cdeg;
  // What is so besides, as the bits of SPEC.md.
  uint32_t flags;
  // Seconds until the setup window closes; 0 when it is closed.
  uint16_t window_s;
  // Seconds since power on or restart.
  uint32_t uptime_s;
  // The ownership epoch: grows with every full reset.
  uint32_t epoch;
} CameraStatus;

// What comes of a step.
typedef struct CameraAppStep {
  // When to come back with `…_tick`, if nothing happens until then.
  uint64_t wake_at_ms;
  // So many bytes of the out buffer are to be sent, after `action`.
  size_t send;
  // What to do with the stream.
  CameraAppAction action;
  // What the app should know, and which of the fields below say it.
  CameraTold told;
  // Why it is over.
  CameraAppError error;
  // Why not.
  struct CameraRefused refused;
  // Who the camera is.
  struct CameraHello hello;
  // The new key.
  struct CameraEnrolled enrolled;
  // How the camera is.
  struct CameraStatus status;
  // Confirms the list of what a reset would erase.
  uint8_t token[8];
  // The kind of the reply or notice, by SPEC.md.
  uint8_t body_kind;
  // How long it is.
  uint8_t body_len;
  // The reply or notice, as SPEC.md has it.
  uint8_t body[224];
} CameraAppStep;

// Where a step's bytes and its outcome go.
typedef struct CameraOut {
  // Room for what is to be sent: `CAMERA_FRAME_BYTES`.
  uint8_t *bytes;
  // How much room there is.
  size_t len;
  // What to do, and what came of it.
  struct CameraAppStep *step;
} CameraOut;

// A network, with what is needed to join it.
typedef struct CameraNetwork {
  // Its name, of any bytes.
  uint8_t ssid[32];
  // 1 to 32.
  uint8_t ssid_len;
  // Its password; 64 hex digits are a raw key.
  uint8_t passphrase[64];
  // 0 to 64.
  uint8_t passphrase_len;
  // The security to insist on, as a code of SPEC.md; 255 takes what there is.
  uint8_t security;
  // Only this access point; all zeros are any.
  uint8_t bssid[6];
  // Not 0: it does not announce its name.
  uint8_t hidden;
  // Not 0: be content with an address, without internet behind it.
  uint8_t allow_no_internet;
} CameraNetwork;

// A request, and of it what that asks for.
typedef struct CameraRequest {
  // A `CameraAsk`.
  uint8_t ask;
  // How fast at most, in percent; 0 is as fast as it goes.
  uint8_t speed;
  // For how long; 0 ends it.
  uint8_t seconds;
  // How much to erase: 0 the network, 1 the settings, 2 everything.
  uint8_t scope;
  // Left to right, in hundredths of a degree.
  int32_t pan_cdeg;
  // Down to up, in hundredths of a degree.
  int32_t tilt_cdeg;
  // Of the answer to `CAMERA_ASK_RESET_REQUEST`.
  uint8_t token[8];
  // The network to join.
  struct CameraNetwork network;
} CameraRequest;

// A status LED, at one instant.
typedef struct CameraLight {
  // Its colour, as a code of SPEC.md: 0 off, 1 blue, 2 white, 3 amber, 4 red.
  uint8_t color;
  // 0 is dark, 255 the brightest.
  uint8_t brightness;
  // Both as red, 0 to 255.
  uint8_t red;
  // Both as green, 0 to 255.
  uint8_t green;
  // Both as blue, 0 to 255.
  uint8_t blue;
} CameraLight;

// What the camera does with what it sees.
typedef struct CameraEyes {
  // Sensor, lens and microphone work: not so in privacy mode.
  bool open;
  // Pictures are recorded.
  bool records;
  // How bright the night light is, in percent.
  uint8_t night_light_percent;
} CameraEyes;

// What the radio tells, and of it what that asks for.
typedef struct CameraRadioEvent {
  // A `CameraRadioNews`. Any other is nothing.
  uint8_t news;
  // Of the job that ended.
  uint16_t op;
  // Why it did not end well, as a refusal of SPEC.md.
  uint8_t refusal;
  // The driver's own reason.
  int16_t driver_code;
  // Signal strength in dBm.
  int8_t rssi_dbm;
  // Not 0: there is internet behind it.
  uint8_t internet;
  // The name of the network.
  uint8_t ssid[32];
  // 1 to 32.
  uint8_t ssid_len;
  // The access point that was heard best.
  uint8_t bssid[6];
  // How it is secured, as a code of SPEC.md.
  uint8_t security;
  // 1 to 14.
  uint8_t channel;
  // Seconds since 1970 UTC.
  uint64_t unix_s;
} CameraRadioEvent;

// A board: its parts as functions, each of which is given `context`. None
// waits for anything but the flash. Those that may be null say so.
//
// A function that says `false` has failed: the camera goes on without that
// part, shows it on its LED, and names it in its diagnosis.
typedef struct CameraBoard {
  // For the functions alone.
  void *context;
  // Whether the reset button is pressed: 1 or 0; anything else is a failure.
  // Bounce is welcome.
  int32_t (*button)(void *context);
  // Shows this on the status LED. May be null.
  bool (*light)(void *context, const struct CameraLight *light);
  // Points the servos there, in hundredths of a degree. May be null.
  bool (*point)(void *context, int32_t pan_cdeg, int32_t tilt_cdeg);
  // Follows what the camera does with what it sees. May be null.
  bool (*follow)(void *context, const struct CameraEyes *eyes);
  // Reads so many bytes of the flash.
  bool (*flash_read)(void *context, uint32_t offset, uint8_t *into, size_t len);
  // Programs so many bytes, `CAMERA_FLASH_WORD` at a time, of an erased flash.
  bool (*flash_write)(void *context, uint32_t offset, const uint8_t *bytes, size_t len);
  // Erases so many bytes, `CAMERA_FLASH_SECTOR` at a time.
  bool (*flash_erase)(void *context, uint32_t offset, uint32_t len);
  // Starts a job of the radio, a `CameraRadioJob`, and gives up the one that
  // goes on; `op` comes back with its end. `network` comes with the jobs that
  // join one, else it is null. `ap` is the name of the temporary network. What
  // they point at is gone when the call ends. Null when there is no radio.
  void (*radio_start)(void *context,
                      uint8_t job,
                      uint16_t op,
                      const struct CameraNetwork *network,
                      const uint8_t *ap,
                      size_t ap_len);
  // What the radio has to tell, one thing a call; `false` when nothing. Null
  // when there is no radio.
  bool (*radio_poll)(void *context, struct CameraRadioEvent *event);
  // Tells the cloud that the camera was reset, over the network that it is on: 1
  // once it has heard, 0 while nobody knows, and then it is asked again in a
  // moment; anything else is a failure, and it is told again later. Null when
  // there is no cloud.
  int32_t (*unbind)(void *context);
  // Fills this with entropy that is good enough for keys, however long that takes;
  // who has none must not return, as in `CameraEntropy`.
  void (*entropy)(void *context, uint8_t *into, size_t len);
  // Restarts the board; may return, and do it a little later.
  void (*reboot)(void *context);
  // The camera goes on: called once a turn, and by nobody else. Null when there
  // is no watchdog.
  void (*feed_watchdog)(void *context);
  // After how long without it the watchdog restarts the board, in milliseconds.
  uint32_t watchdog_ms;
  // The version of the firmware, at most 24 bytes of ASCII and a zero. It stays
  // there as long as the camera. May be null.
  const char *firmware;
  // Where its pictures are to be had, at most 128 bytes of ASCII and a zero. It
  // stays there as long as the camera. May be null.
  const char *stream_uri;
  // What it can do, as the bits of SPEC.md.
  uint32_t capabilities;
  // By what controllers are connected: 1 TCP, 2 serial. It is part of a pairing.
  uint8_t transport;
  // Why it has started: 0 it was switched on, 1 it was asked to restart, 2 it
  // has crashed.
  uint8_t boot_cause;
} CameraBoard;

// What tells one camera from another.
typedef struct CameraFactory {
  // The serial number, ASCII.
  uint8_t serial[16];
  // 0 to 16.
  uint8_t serial_len;
  // The model's name, UTF-8.
  uint8_t model[24];
  // 0 to 24.
  uint8_t model_len;
  // Tells cameras of one model apart before pairing.
  uint16_t discriminator;
  // Day of manufacture, as yyyymmdd.
  uint32_t made_on;
  // Random, for each camera anew.
  uint8_t salt[16];
  // How often the code is stretched: 10 000 to 10 000 000, better 100 000.
  uint32_t iterations;
} CameraFactory;

// A reset, begun or finished: one record of the journal.
typedef struct CameraReset {
  // The ownership epoch from this reset on.
  uint32_t epoch;
  // Resets finished, this one included.
  uint32_t count;
  // What asked for it, as a code of SPEC.md.
  uint8_t cause;
  // What it erases: 0 the network, 1 the settings, 2 everything.
  uint8_t scope;
  // Not 0: all of it is erased.
  uint8_t finished;
  // Not 0: the cloud has yet to be told.
  uint8_t unbind_owed;
} CameraReset;

// What the flash holds when the power comes. All zeros: a new camera.
typedef struct CameraStored {
  // Not 0: there was a reset, `reset`.
  uint8_t has_reset;
  // Not 0: there are Wi-Fi credentials.
  uint8_t network;
  // How many controllers hold a key.
  uint8_t controllers;
  // How many of them are owners.
  uint8_t owners;
  // As `CAMERA_ACTION_KIND_SAVE_POWER` said last: times switched on in a row.
  uint8_t power_cycles;
  // As it said last: crashes in a row.
  uint8_t crashes;
  // As `CAMERA_ACTION_KIND_SAVE_PARKED` said last.
  uint8_t head_is_parked;
  // Why it has started: 0 it was switched on, 1 it was asked to restart, 2 it
  // has crashed.
  uint8_t boot_cause;
  // As `CAMERA_ACTION_KIND_SAVE_FAULT` said last. Where that is 2 or 7, test the
  // flash first, and keep and hand over 0 here if it passes.
  uint8_t fault;
  // The last reset.
  struct CameraReset reset;
  // Randomness for the pauses between tries to connect; no secret.
  uint32_t jitter;
} CameraStored;

// Something to start.
typedef struct CameraAction {
  // What.
  CameraActionKind kind;
  // Answer with this: `camera_machine_done`.
  uint16_t op;
  // What `kind` says.
  uint32_t value;
  // What `kind` says.
  struct CameraReset reset;
} CameraAction;

// The whole answer to one input.
typedef struct CameraStep {
  // When to step again at the latest; `CAMERA_NEVER`: when something happens.
  uint64_t wake_at_ms;
  // What the status LED shows from now on.
  struct CameraLight light;
  // What the camera does with what it sees.
  struct CameraEyes eyes;
  // Where the head points, left to right, in hundredths of a degree.
  int32_t pan_cdeg;
  // Where the head points, down to up, in hundredths of a degree.
  int32_t tilt_cdeg;
  // What to start, in order.
  struct CameraAction actions[CAMERA_ACTIONS_MAX];
  // How many of these there are.
  uint8_t action_count;
} CameraStep;

// How an operation ended.
typedef struct CameraEnd {
  // Not 0: a job that joins ended on a network.
  uint8_t joined;
  // With that: not 0, there is internet behind it.
  uint8_t internet;
  // With that: signal strength in dBm.
  int8_t rssi_dbm;
  // Why it did not end well, as a refusal of SPEC.md; 0 is well.
  uint8_t refusal;
} CameraEnd;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// How much memory a controller takes here, in bytes: at most
// `CAMERA_CONTROLLER_BYTES`.
CAMERA_MUST_USE size_t camera_controller_bytes(void);

// Makes a controller of one camera in `memory`, and tells where it is.
// `transport`: 1 TCP or a WebSocket, 2 serial.
//
// # Safety
// `memory` has `bytes` bytes that nobody else uses, and `entropy` can be called for
// as long as the controller lives.
CAMERA_MUST_USE
enum CameraResult camera_controller_start(void *memory,
                                          size_t bytes,
                                          uint8_t transport,
                                          const struct CameraEntropy *entropy,
                                          struct CameraController **controller);

// Ends a controller, and wipes its secrets. Its memory is free again.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told.
CAMERA_MUST_USE enum CameraResult camera_controller_end(struct CameraController *controller);

// Nothing has happened but time.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told.
CAMERA_MUST_USE
enum CameraResult camera_controller_tick(struct CameraController *controller,
                                         uint64_t now_ms,
                                         struct CameraOut out);

// Reach the camera and greet it. `by`: 0 the label's code, 1 an invitation's.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told.
CAMERA_MUST_USE
enum CameraResult camera_controller_reach(struct CameraController *controller,
                                          uint64_t now_ms,
                                          uint8_t by,
                                          struct CameraOut out);

// After `CAMERA_TOLD_HELLO`: pair by that code, 12 digits, and be called that name,
// 1 to 24 bytes of UTF-8 without control characters. It takes as long as stretching
// the code does.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told; the texts are so long.
CAMERA_MUST_USE
enum CameraResult camera_controller_pair(struct CameraController *controller,
                                         uint64_t now_ms,
                                         const uint8_t *code,
                                         size_t code_len,
                                         const uint8_t *name,
                                         size_t name_len,
                                         struct CameraOut out);

// After `CAMERA_TOLD_HELLO`: open a session by the key of an earlier pairing, with
// `key_id` (8 bytes) and `key` (32 bytes) of `CameraEnrolled`.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told; so many bytes are there.
CAMERA_MUST_USE
enum CameraResult camera_controller_resume(struct CameraController *controller,
                                           uint64_t now_ms,
                                           const uint8_t *key_id,
                                           const uint8_t *key,
                                           struct CameraOut out);

// The stream to the camera is open.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told.
CAMERA_MUST_USE
enum CameraResult camera_controller_connected(struct CameraController *controller,
                                              uint64_t now_ms,
                                              struct CameraOut out);

// The stream is gone, or could not be opened.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told.
CAMERA_MUST_USE
enum CameraResult camera_controller_disconnected(struct CameraController *controller,
                                                 uint64_t now_ms,
                                                 struct CameraOut out);

// Hang up.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told.
CAMERA_MUST_USE
enum CameraResult camera_controller_leave(struct CameraController *controller,
                                          uint64_t now_ms,
                                          struct CameraOut out);

// Bytes came. At most one message is `taken` from their front: come back with the rest.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told; there are `len` bytes.
CAMERA_MUST_USE
enum CameraResult camera_controller_received(struct CameraController *controller,
                                             uint64_t now_ms,
                                             const uint8_t *from,
                                             size_t len,
                                             size_t *taken,
                                             struct CameraOut out);

// Asks that, one at a time.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told.
CAMERA_MUST_USE
enum CameraResult camera_controller_ask(struct CameraController *controller,
                                        uint64_t now_ms,
                                        const struct CameraRequest *request,
                                        struct CameraOut out);

// Asks anything that SPEC.md knows: a request of that kind, with that body.
//
// # Safety
// `controller` is null, or what `camera_controller_start` told; the body is so long.
CAMERA_MUST_USE
enum CameraResult camera_controller_ask_encoded(struct CameraController *controller,
                                                uint64_t now_ms,
                                                uint8_t kind,
                                                const uint8_t *body,
                                                size_t body_len,
                                                struct CameraOut out);

// How much memory a camera takes here, in bytes: at most `CAMERA_BYTES`.
CAMERA_MUST_USE size_t camera_bytes(void);

// Power is on: makes a camera of `model` (0 is the default one) in `memory`, and
// tells where it is. `board` is copied. The camera is made on the stack, and copied
// once: that takes 1.6 times `camera_bytes()` of it.
//
// # Safety
// `memory` has `bytes` bytes that nobody else uses, and the board's functions can be
// called for as long as the camera lives.
CAMERA_MUST_USE
enum CameraResult camera_start(void *memory,
                               size_t bytes,
                               const struct CameraBoard *board,
                               uint8_t model,
                               uint64_t now_ms,
                               struct Camera **camera);

// Ends a camera, and wipes its secrets. Its memory is free again.
//
// # Safety
// `camera` is null, or what `camera_start` told.
CAMERA_MUST_USE enum CameraResult camera_end(struct Camera *camera);

// Senses, decides and shows; never waits. Come back at `wake_at_ms`, or when
// something has happened: an edge of the button, bytes, news of the radio.
// `CAMERA_NEVER`: only then.
//
// # Safety
// `camera` is null, or what `camera_start` told.
CAMERA_MUST_USE enum CameraResult camera_turn(struct Camera *camera, uint64_t now_ms, uint64_t *wake_at_ms);

// Does one thing that may take long, if there is one: a change of the flash, or
// half of a handshake. `did` says so: turn again, before you wait.
//
// # Safety
// `camera` is null, or what `camera_start` told.
CAMERA_MUST_USE enum CameraResult camera_work(struct Camera *camera, uint64_t now_ms, bool *did);

// How it is.
//
// # Safety
// `camera` is null, or what `camera_start` told.
CAMERA_MUST_USE
enum CameraResult camera_status(struct Camera *camera,
                                uint64_t now_ms,
                                struct CameraStatus *status);

// A controller has connected, in that place; whoever was there is gone.
//
// # Safety
// `camera` is null, or what `camera_start` told.
CAMERA_MUST_USE enum CameraResult camera_wire_open(struct Camera *camera, uint8_t place);

// The controller in that place has gone.
//
// # Safety
// `camera` is null, or what `camera_start` told.
CAMERA_MUST_USE enum CameraResult camera_wire_close(struct Camera *camera, uint8_t place);

// Whether the camera still talks to the controller in that place: when not, send
// what `camera_wire_out` has, and hang up.
//
// # Safety
// `camera` is null, or what `camera_start` told.
CAMERA_MUST_USE enum CameraResult camera_wire_is_open(struct Camera *camera, uint8_t place, bool *is_open);

// Bytes came from that controller. So many were `taken`: turn, and come back with
// the rest.
//
// # Safety
// `camera` is null, or what `camera_start` told; there are `len` bytes.
CAMERA_MUST_USE
enum CameraResult camera_wire_in(struct Camera *camera,
                                 uint8_t place,
                                 const uint8_t *from,
                                 size_t len,
                                 size_t *taken);

// Draws bytes that are to go to that controller: `drawn` of them. After that, turn.
//
// # Safety
// `camera` is null, or what `camera_start` told; there is room for `len` bytes.
CAMERA_MUST_USE
enum CameraResult camera_wire_out(struct Camera *camera,
                                  uint8_t place,
                                  uint8_t *into,
                                  size_t len,
                                  size_t *drawn);

// Writes a camera's factory record, `CAMERA_FACTORY_BYTES` long: it goes to the
// start of its flash. `code` is what its label says, 12 digits. It takes as long as
// the stretching does: seconds, on a small core.
//
// # Safety
// There are `code_len` characters, and `len` bytes of room.
CAMERA_MUST_USE
enum CameraResult camera_factory_write(const struct CameraFactory *factory,
                                       const uint8_t *code,
                                       size_t code_len,
                                       uint8_t *into,
                                       size_t len);

// How much memory a machine takes here, in bytes: at most `CAMERA_MACHINE_BYTES`.
CAMERA_MUST_USE size_t camera_machine_bytes(void);

// Power is on, the button is at that level, and this is what the flash holds: makes
// a machine of `model` (0 is the default one) in `memory`, and tells where it is.
//
// # Safety
// `memory` has `bytes` bytes that nobody else uses.
CAMERA_MUST_USE
enum CameraResult camera_machine_start(void *memory,
                                       size_t bytes,
                                       uint8_t model,
                                       uint64_t now_ms,
                                       uint8_t pressed,
                                       const struct CameraStored *stored,
                                       struct CameraStep *step,
                                       struct CameraMachine **machine);

// Nothing has happened but time.
//
// # Safety
// `machine` is null, or what `camera_machine_start` told.
CAMERA_MUST_USE
enum CameraResult camera_machine_tick(struct CameraMachine *machine,
                                      uint64_t now_ms,
                                      struct CameraStep *step);

// The level of the reset button since now: not 0 is pressed. Bounce is welcome.
//
// # Safety
// `machine` is null, or what `camera_machine_start` told.
CAMERA_MUST_USE
enum CameraResult camera_machine_button(struct CameraMachine *machine,
                                        uint64_t now_ms,
                                        uint8_t pressed,
                                        struct CameraStep *step);

// An operation has ended. One that the machine does not wait for is ignored.
//
// # Safety
// `machine` is null, or what `camera_machine_start` told.
CAMERA_MUST_USE
enum CameraResult camera_machine_done(struct CameraMachine *machine,
                                      uint64_t now_ms,
                                      uint16_t op,
                                      const struct CameraEnd *end,
                                      struct CameraStep *step);

// The network that the camera was on is gone.
//
// # Safety
// `machine` is null, or what `camera_machine_start` told.
CAMERA_MUST_USE
enum CameraResult camera_machine_link_lost(struct CameraMachine *machine,
                                           uint64_t now_ms,
                                           struct CameraStep *step);

// How it is.
//
// # Safety
// `machine` is null, or what `camera_machine_start` told.
CAMERA_MUST_USE
enum CameraResult camera_machine_status(struct CameraMachine *machine,
                                        uint64_t now_ms,
                                        struct CameraStatus *status);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CAMERA_H */
