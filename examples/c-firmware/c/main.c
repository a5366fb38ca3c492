// A day of a camera, told from C: a reset by its button, a pairing, a setup, a move, a reset by its controller. The
// camera and the controller are in one image, with a cable between them. Time is a number.
#include <stdalign.h>

#include "board.h"
#include "port.h"

#define CODE "1234-5678-9018"

static Board board;
static alignas(8) uint8_t camera_memory[CAMERA_BYTES];
static alignas(8) uint8_t controller_memory[CAMERA_CONTROLLER_BYTES];
static alignas(8) uint8_t machine_memory[CAMERA_MACHINE_BYTES];
static Camera *camera;
static CameraController *controller;
static uint64_t now_ms;
static uint32_t controller_random;

void number(uint32_t value) {
    char digits[11];
    char *at = digits + 10;
    *at = 0;
    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    say(at);
}

static void expect(bool is_so, const char *what) {
    if (is_so) return;
    say("FAIL: ");
    say(what);
    say("\n");
    leave(1);
}

static void well(CameraResult result, const char *what) { expect(result == CAMERA_RESULT_OK, what); }

// ---- The camera's side: its loop, and what is to be seen of it.

static const char *state_of(const CameraStatus *status) {
    switch (status->state) {
    case CAMERA_STATE_STARTING: return "starting";
    case CAMERA_STATE_UNPROVISIONED: return "unprovisioned";
    case CAMERA_STATE_SETUP: return "setup";
    case CAMERA_STATE_JOINING: return "joining";
    case CAMERA_STATE_CONNECTING: return "connecting";
    case CAMERA_STATE_ONLINE: return "online";
    case CAMERA_STATE_RESETTING: return "resetting";
    case CAMERA_STATE_RESTARTING: return "restarting";
    default: return "?";
    }
}

static CameraStatus status(void) {
    CameraStatus status;
    well(camera_status(camera, now_ms, &status), "status");
    return status;
}

static void tell(const char *what) {
    static const char *const COLORS[] = {"off", "blue", "white", "amber", "red"};
    CameraStatus is = status();
    number((uint32_t)now_ms);
    say(" ms: ");
    say(what);
    say("; it is ");
    say(state_of(&is));
    say(", its LED ");
    say(is.led_color < 5 ? COLORS[is.led_color] : "?");
    say(" by rhythm ");
    number(is.led_pattern);
    say("\n");
}

static void power_on(uint8_t boot_cause) {
    CameraBoard functions = board_functions(&board, boot_cause);
    board.restarts = false;
    stack_is(TO_START);
    well(camera_start(camera_memory, sizeof camera_memory, &functions, 0, now_ms, &camera), "start");
    stack_is(AT_REST);
}

// The loop of every board, up to that instant: turn and work, then sleep until something is due.
static void camera_goes_on(uint64_t until_ms) {
    // Once there is a controller, what the camera takes of the stack is measured by itself, too.
    if (controller != NULL) stack_is(CAMERA_IN_USE);
    for (;;) {
        uint64_t wake_at_ms;
        bool did;
        do {
            well(camera_turn(camera, now_ms, &wake_at_ms), "turn");
            well(camera_work(camera, now_ms, &did), "work");
        } while (did);
        if (board.restarts) {
            well(camera_end(camera), "end");
            power_on(1);
            continue;
        }
        if (wake_at_ms > until_ms) break;
        now_ms = wake_at_ms > now_ms ? wake_at_ms : now_ms;
    }
    if (controller != NULL) stack_is(ALL_IN_USE);
    now_ms = until_ms;
}

// ---- The controller's side: does one thing, and waits for what comes of it.

static CameraAppStep step;
static uint8_t frame[CAMERA_FRAME_BYTES];
static const CameraOut OUT = {frame, sizeof frame, &step};

// Does what the step says. A camera that has hung up takes nothing any more: the stream is gone.
static void pass_on(void) {
    if (step.action == CAMERA_APP_ACTION_CONNECT) {
        well(camera_wire_open(camera, 0), "open");
        well(camera_controller_connected(controller, now_ms, OUT), "connected");
    } else if (step.action == CAMERA_APP_ACTION_HANG_UP) {
        well(camera_wire_close(camera, 0), "close");
    }
    size_t sent = 0;
    while (sent < step.send) {
        size_t taken;
        well(camera_wire_in(camera, 0, frame + sent, step.send - sent, &taken), "to the camera");
        sent += taken;
        if (taken > 0) continue;
        bool is_open;
        camera_goes_on(now_ms);
        well(camera_wire_is_open(camera, 0, &is_open), "whether it has hung up");
        if (is_open) continue;
        well(camera_controller_disconnected(controller, now_ms, OUT), "disconnected");
        return; // there is nothing left to hang up, and nobody to send to
    }
}

// Until the controller has something to tell.
static void wait_for(CameraTold told, const char *what) {
    static uint8_t came[CAMERA_FRAME_BYTES];
    pass_on();
    for (int tries = 0; tries < 10000 && step.told == CAMERA_TOLD_NOTHING; tries++) {
        size_t len;
        camera_goes_on(now_ms + 10);
        well(camera_wire_out(camera, 0, came, sizeof came, &len), "from the camera");
        for (size_t at = 0; at < len && step.told == CAMERA_TOLD_NOTHING;) {
            size_t taken;
            well(camera_controller_received(controller, now_ms, came + at, len - at, &taken, OUT), "received");
            at += taken;
            pass_on();
        }
        if (len == 0) {
            well(camera_controller_tick(controller, now_ms, OUT), "tick");
            pass_on();
        }
    }
    expect(step.told == told, what);
}

static CameraRequest request(CameraAsk ask) {
    CameraRequest request = {.ask = ask};
    return request;
}

// Asks that; the answer must be of that kind.
static void ask(const CameraRequest *request, uint8_t kind, const char *what) {
    well(camera_controller_ask(controller, now_ms, request, OUT), what);
    wait_for(CAMERA_TOLD_REPLY, what);
    expect(step.body_kind == kind, what);
}

enum { REPLY_STATUS = 0x91, REPLY_MOVING = 0x97, REPLY_LOSS_LIST = 0xa0, REPLY_DONE = 0xfe };

// ---- The story.

static void from_the_factory(void) {
    const CameraFactory factory = {
        .serial = "C0000001",
        .serial_len = 8,
        .model = "Spot PT-1",
        .model_len = 9,
        .discriminator = 0xa1b2,
        .made_on = 20261124,
        .salt = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7},
        .iterations = 10000, // too few for a camera that is sold
    };
    board_init(&board);
    well(camera_factory_write(&factory, (const uint8_t *)CODE, sizeof CODE - 1, board.flash, CAMERA_FACTORY_BYTES),
         "factory");
    power_on(0);
    camera_goes_on(1000);
    expect(status().state == CAMERA_STATE_UNPROVISIONED, "new");
    tell("out of the box");
    camera_goes_on(5000);
    expect(status().state == CAMERA_STATE_SETUP, "setup opens by itself");
    tell("it waits to be set up");
}

static void reset_by_its_button(void) {
    board.pressed = 1;
    camera_goes_on(now_ms + 3500);
    tell("the button is held for 3.5 s");
    camera_goes_on(now_ms + 2500);
    tell("and for 6 s");
    board.pressed = 0;
    camera_goes_on(now_ms + 20);
    camera_goes_on(now_ms + 80);
    tell("it is released");
    camera_goes_on(now_ms + 4000);
    expect(status().epoch == 1, "a reset is counted");
    expect(status().uptime_s < 5, "it has restarted");
    camera_goes_on(now_ms + 4000);
    expect(status().state == CAMERA_STATE_SETUP, "setup after a reset");
    tell("it has restarted, and waits to be set up");
}

static void pairing(void) {
    const CameraEntropy entropy = {&controller_random, board_entropy};
    controller_random = 2;
    stack_is(ALL_IN_USE);
    well(camera_controller_start(controller_memory, sizeof controller_memory, 2, &entropy, &controller), "app");
    well(camera_controller_reach(controller, now_ms, 0, OUT), "reach");
    wait_for(CAMERA_TOLD_HELLO, "hello");
    expect(step.hello.setup_open && step.hello.discriminator == 0xa1b2, "who it is");
    tell("it says hello");
    well(camera_controller_pair(controller, now_ms, (const uint8_t *)CODE, sizeof CODE - 1, (const uint8_t *)"c", 1, OUT),
         "pair");
    wait_for(CAMERA_TOLD_ENROLLED, "paired");
    expect(step.enrolled.role == 3, "an owner");
    tell("paired, by the code on its label");
}

// The same controller, later: by the key that it has kept.
static void comes_again(CameraEnrolled kept) {
    well(camera_controller_leave(controller, now_ms, OUT), "leave");
    pass_on();
    camera_goes_on(now_ms + 1000);
    well(camera_controller_reach(controller, now_ms, 0, OUT), "reach again");
    wait_for(CAMERA_TOLD_HELLO, "hello again");
    well(camera_controller_resume(controller, now_ms, kept.key_id, kept.key, OUT), "resume");
    wait_for(CAMERA_TOLD_OPEN, "resumed");
    tell("its controller went, and is here again by its key");
}

static void setup(void) {
    CameraRequest join = request(CAMERA_ASK_PROVISION);
    static const char SSID[] = HOME_SSID, PASSWORD[] = HOME_PASSWORD;
    for (size_t at = 0; at < sizeof SSID - 1; at++) join.network.ssid[at] = (uint8_t)SSID[at];
    for (size_t at = 0; at < sizeof PASSWORD - 1; at++) join.network.passphrase[at] = (uint8_t)PASSWORD[at];
    join.network.ssid_len = sizeof SSID - 1;
    join.network.passphrase_len = sizeof PASSWORD - 1;
    join.network.security = 255; // whatever the network offers
    ask(&join, REPLY_DONE, "set up");
    camera_goes_on(now_ms + 1000);
    expect(status().state == CAMERA_STATE_ONLINE, "online");
    tell("set up");
}

static void a_move(void) {
    CameraRequest move = request(CAMERA_ASK_MOVE);
    move.pan_cdeg = 3000;
    move.tilt_cdeg = -1000;
    ask(&move, REPLY_MOVING, "move");
    camera_goes_on(now_ms + 5000);
    expect(board.pan_cdeg == 3000 && board.tilt_cdeg == -1000, "where the servos point");
    tell("its head is turned");
    CameraRequest how = request(CAMERA_ASK_STATUS);
    ask(&how, REPLY_STATUS, "status by wire");
    expect(step.status.pan_cdeg == 3000, "what it says of that");
}

static void reset_by_its_controller(void) {
    CameraRequest reset = request(CAMERA_ASK_RESET_REQUEST);
    reset.scope = 2;
    ask(&reset, REPLY_LOSS_LIST, "what would be lost");
    reset.ask = CAMERA_ASK_RESET_CONFIRM;
    for (size_t at = 0; at < sizeof reset.token; at++) reset.token[at] = step.token[at];
    ask(&reset, REPLY_DONE, "reset");
    tell("its controller has reset it");
    camera_goes_on(now_ms + 10000);
    expect(status().epoch == 2, "a second reset is counted");
    expect(status().state == CAMERA_STATE_SETUP, "setup again");
    tell("it has restarted, and waits to be set up");
}

// Its controller does not know that yet: the link is gone, and so is the key.
static void is_a_stranger_now(void) {
    CameraRequest how = request(CAMERA_ASK_STATUS);
    well(camera_controller_ask(controller, now_ms, &how, OUT), "status, once more");
    wait_for(CAMERA_TOLD_ENDED, "it is over");
    expect(step.error == CAMERA_APP_ERROR_REFUSED, "why it is over");
    tell("its controller comes by its key, which is refused");
    well(camera_controller_end(controller), "the app ends");
    well(camera_end(camera), "the camera ends");
}

// A firmware with a store of its own steps the machine alone.
static void the_machine_alone(void) {
    stack_is(ALL_IN_USE);
    CameraMachine *machine;
    CameraStep does;
    const CameraStored blank = {0};
    const CameraEnd done = {0};
    well(camera_machine_start(machine_memory, sizeof machine_memory, 0, 0, 0, &blank, &does, &machine), "machine");
    well(camera_machine_button(machine, 1000, 1, &does), "down");
    while (does.wake_at_ms < 7000) {
        well(camera_machine_tick(machine, does.wake_at_ms, &does), "tick");
        expect(does.action_count == 0 || does.actions[0].kind != CAMERA_ACTION_KIND_SAVE_RESET, "no reset while held");
    }
    well(camera_machine_button(machine, 7000, 0, &does), "up");
    well(camera_machine_tick(machine, 7020, &does), "released");
    expect(does.actions[0].kind == CAMERA_ACTION_KIND_SAVE_RESET, "the intent first");
    static const char *const JOBS[] = {"keep the reset", "erase a sector", "check that all is blank", "lay out a store"};
    CameraAction last = does.actions[0];
    for (int steps = 0; last.kind != CAMERA_ACTION_KIND_REBOOT && steps < 100; steps++) {
        if (does.action_count > 0) {
            if (last.kind < 4) {
                say("the machine alone: ");
                say(JOBS[last.kind]);
                say("\n");
            }
            well(camera_machine_done(machine, 7100, last.op, &done, &does), "done");
        } else {
            well(camera_machine_tick(machine, does.wake_at_ms, &does), "tick");
        }
        if (does.action_count > 0) last = does.actions[does.action_count - 1];
    }
    expect(last.kind == CAMERA_ACTION_KIND_REBOOT, "restart");
    say("the machine alone: restart\n");
}

void story(void) {
    from_the_factory();
    reset_by_its_button();
    pairing();
    comes_again(step.enrolled);
    setup();
    a_move();
    reset_by_its_controller();
    is_a_stranger_now();
    the_machine_alone();
    say("PASS\n");
}
