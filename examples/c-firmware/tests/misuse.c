// What C can get wrong: null, misaligned and short pointers, objects that are not there or are in a call, a board that
// lies, and any bytes at all. Every buffer is exactly as long as it is said to be, and the sanitizers watch.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "so.h"

#define EXPECT(result, call)                                                                                         \
    do {                                                                                                             \
        CameraResult got = (call);                                                                                   \
        if (got != CAMERA_RESULT_##result) {                                                                         \
            fprintf(stderr, "%s:%d: %s is %d, not %s\n", __FILE__, __LINE__, #call, (int)got, #result);               \
            exit(1);                                                                                                 \
        }                                                                                                            \
    } while (0)

static Board board;
static uint32_t seed = 7;

static uint32_t any(void) {
    uint32_t value;
    board_entropy(&seed, (uint8_t *)&value, sizeof value);
    return value;
}

static uint8_t *room(size_t len) {
    uint8_t *bytes = calloc(1, len);
    TRUE(bytes != NULL);
    return bytes;
}

static Camera *new_camera(void) {
    Camera *camera = NULL;
    CameraBoard functions = board_functions(&board, 0);
    EXPECT(OK, camera_start(room(camera_bytes()), camera_bytes(), &functions, 0, 0, &camera));
    return camera;
}

static CameraController *new_controller(void) {
    CameraController *controller = NULL;
    CameraEntropy entropy = {&seed, board_entropy};
    size_t bytes = camera_controller_bytes();
    EXPECT(OK, camera_controller_start(room(bytes), bytes, 1, &entropy, &controller));
    return controller;
}

static CameraMachine *new_machine(CameraStep *step) {
    CameraMachine *machine = NULL;
    CameraStored blank = {0};
    size_t bytes = camera_machine_bytes();
    EXPECT(OK, camera_machine_start(room(bytes), bytes, 0, 0, 0, &blank, step, &machine));
    return machine;
}

// ---- Nowhere, and not quite there.

static void null_pointers(void) {
    CameraBoard functions = board_functions(&board, 0);
    Camera *camera = NULL, *out = NULL;
    uint8_t *memory = room(CAMERA_BYTES);
    uint64_t at;
    bool is;
    size_t len;
    CameraStatus status;
    EXPECT(NULL, camera_start(NULL, CAMERA_BYTES, &functions, 0, 0, &out));
    EXPECT(NULL, camera_start(memory, CAMERA_BYTES, NULL, 0, 0, &out));
    EXPECT(NULL, camera_start(memory, CAMERA_BYTES, &functions, 0, 0, NULL));
    EXPECT(NULL, camera_turn(camera, 0, &at));
    EXPECT(NULL, camera_work(camera, 0, &is));
    EXPECT(NULL, camera_status(camera, 0, &status));
    EXPECT(NULL, camera_wire_open(camera, 0));
    EXPECT(NULL, camera_wire_close(camera, 0));
    EXPECT(NULL, camera_wire_is_open(camera, 0, &is));
    EXPECT(NULL, camera_wire_in(camera, 0, memory, 1, &len));
    EXPECT(NULL, camera_wire_out(camera, 0, memory, 1, &len));
    EXPECT(NULL, camera_end(camera));
    camera = new_camera();
    EXPECT(NULL, camera_turn(camera, 0, NULL));
    EXPECT(NULL, camera_work(camera, 0, NULL));
    EXPECT(NULL, camera_status(camera, 0, NULL));
    EXPECT(NULL, camera_wire_is_open(camera, 0, NULL));
    EXPECT(NULL, camera_wire_in(camera, 0, memory, 1, NULL));
    EXPECT(NULL, camera_wire_in(camera, 0, NULL, 1, &len));
    EXPECT(OK, camera_wire_in(camera, 0, NULL, 0, &len));
    EXPECT(NULL, camera_wire_out(camera, 0, NULL, 1, &len));
    EXPECT(NULL, camera_wire_out(camera, 0, memory, 1, NULL));
    EXPECT(OK, camera_end(camera));
    free(camera);

    CameraStep step;
    CameraEnd end = {0};
    CameraStored blank = {0};
    CameraMachine *machine = NULL, *told = NULL;
    EXPECT(NULL, camera_machine_start(NULL, CAMERA_BYTES, 0, 0, 0, &blank, &step, &told));
    EXPECT(NULL, camera_machine_start(memory, CAMERA_BYTES, 0, 0, 0, NULL, &step, &told));
    EXPECT(NULL, camera_machine_start(memory, CAMERA_BYTES, 0, 0, 0, &blank, NULL, &told));
    EXPECT(NULL, camera_machine_start(memory, CAMERA_BYTES, 0, 0, 0, &blank, &step, NULL));
    blank.boot_cause = 3;
    EXPECT(OUT_OF_RANGE, camera_machine_start(memory, CAMERA_BYTES, 0, 0, 0, &blank, &step, &told));
    EXPECT(NULL, camera_machine_tick(machine, 0, &step));
    EXPECT(NULL, camera_machine_button(machine, 0, 1, &step));
    EXPECT(NULL, camera_machine_done(machine, 0, 1, &end, &step));
    EXPECT(NULL, camera_machine_link_lost(machine, 0, &step));
    EXPECT(NULL, camera_machine_status(machine, 0, &status));
    machine = new_machine(&step);
    EXPECT(NULL, camera_machine_tick(machine, 0, NULL));
    EXPECT(NULL, camera_machine_done(machine, 0, 1, NULL, &step));
    EXPECT(NULL, camera_machine_status(machine, 0, NULL));
    free(machine);

    CameraAppStep does;
    CameraEntropy entropy = {&seed, board_entropy}, none = {NULL, NULL};
    CameraRequest request = {0};
    CameraController *controller = NULL, *told_too = NULL;
    CameraOut good = {memory, CAMERA_FRAME_BYTES, &does}, no_step = {memory, CAMERA_FRAME_BYTES, NULL},
              no_bytes = {NULL, CAMERA_FRAME_BYTES, &does}, short_bytes = {memory, CAMERA_FRAME_BYTES - 1, &does};
    EXPECT(NULL, camera_controller_start(NULL, CAMERA_BYTES, 1, &entropy, &told_too));
    EXPECT(NULL, camera_controller_start(memory, CAMERA_BYTES, 1, NULL, &told_too));
    EXPECT(NULL, camera_controller_start(memory, CAMERA_BYTES, 1, &none, &told_too));
    EXPECT(NULL, camera_controller_start(memory, CAMERA_BYTES, 1, &entropy, NULL));
    EXPECT(OUT_OF_RANGE, camera_controller_start(memory, CAMERA_BYTES, 3, &entropy, &told_too));
    EXPECT(NULL, camera_controller_tick(controller, 0, good));
    EXPECT(NULL, camera_controller_end(controller));
    controller = new_controller();
    EXPECT(NULL, camera_controller_tick(controller, 0, no_step));
    EXPECT(NULL, camera_controller_reach(controller, 0, 0, no_bytes));
    EXPECT(NO_ROOM, camera_controller_reach(controller, 0, 0, short_bytes));
    EXPECT(OUT_OF_RANGE, camera_controller_reach(controller, 0, 2, good));
    EXPECT(OK, camera_controller_reach(controller, 0, 1, good));
    const uint8_t *code = (const uint8_t *)"123456789018", *wrong_code = (const uint8_t *)"123456789012";
    const uint8_t *name = (const uint8_t *)"a name of twenty-five!!!!", *no_name = (const uint8_t *)"\xc3 \n";
    EXPECT(NULL, camera_controller_pair(controller, 0, NULL, 12, name, 1, good));
    EXPECT(NULL, camera_controller_pair(controller, 0, code, 12, NULL, 1, good));
    EXPECT(NO_CODE, camera_controller_pair(controller, 0, wrong_code, 12, name, 1, good));
    EXPECT(NO_CODE, camera_controller_pair(controller, 0, NULL, 0, name, 1, good));
    EXPECT(OUT_OF_RANGE, camera_controller_pair(controller, 0, code, 12, name, 25, good));
    EXPECT(OUT_OF_RANGE, camera_controller_pair(controller, 0, code, 12, name, 0, good));
    EXPECT(OUT_OF_RANGE, camera_controller_pair(controller, 0, code, 12, no_name, 1, good)); // no UTF-8
    EXPECT(OUT_OF_RANGE, camera_controller_pair(controller, 0, code, 12, no_name + 1, 2, good)); // no text
    EXPECT(OK, camera_controller_pair(controller, 0, code, 12, name, 24, good));
    TRUE(does.told == CAMERA_TOLD_NOT_NOW);
    EXPECT(NULL, camera_controller_resume(controller, 0, NULL, memory, good));
    EXPECT(NULL, camera_controller_resume(controller, 0, memory, NULL, good));
    EXPECT(NULL, camera_controller_received(controller, 0, NULL, 1, &len, good));
    EXPECT(NULL, camera_controller_received(controller, 0, memory, 1, NULL, good));
    EXPECT(NULL, camera_controller_ask(controller, 0, NULL, good));
    EXPECT(OK, camera_controller_ask(controller, 0, &request, good));
    TRUE(does.told == CAMERA_TOLD_NOT_NOW && does.send == 0);
    request.ask = 99;
    EXPECT(OUT_OF_RANGE, camera_controller_ask(controller, 0, &request, good));
    EXPECT(NULL, camera_controller_ask_encoded(controller, 0, 0x16, NULL, 1, good));
    EXPECT(OUT_OF_RANGE, camera_controller_ask_encoded(controller, 0, 0x16, NULL, 0, good));
    EXPECT(OUT_OF_RANGE, camera_controller_ask_encoded(controller, 0, 0xfe, NULL, 0, good));
    EXPECT(OK, camera_controller_end(controller));
    free(controller);

    CameraFactory factory = {.iterations = 10000};
    EXPECT(NULL, camera_factory_write(NULL, code, 12, memory, CAMERA_FACTORY_BYTES));
    EXPECT(NULL, camera_factory_write(&factory, NULL, 12, memory, CAMERA_FACTORY_BYTES));
    EXPECT(NO_CODE, camera_factory_write(&factory, code, 11, memory, CAMERA_FACTORY_BYTES));
    EXPECT(NULL, camera_factory_write(&factory, code, 12, NULL, CAMERA_FACTORY_BYTES));
    EXPECT(NO_ROOM, camera_factory_write(&factory, code, 12, memory, CAMERA_FACTORY_BYTES - 1));
    factory.serial_len = 17;
    EXPECT(OUT_OF_RANGE, camera_factory_write(&factory, code, 12, memory, CAMERA_FACTORY_BYTES));
    factory.serial_len = 1, factory.serial[0] = 0xe9;
    EXPECT(OUT_OF_RANGE, camera_factory_write(&factory, code, 12, memory, CAMERA_FACTORY_BYTES));
    factory.serial[0] = 'C', factory.model_len = 25;
    EXPECT(OUT_OF_RANGE, camera_factory_write(&factory, code, 12, memory, CAMERA_FACTORY_BYTES));
    factory.model_len = 1, factory.model[0] = 0xe9;
    EXPECT(OUT_OF_RANGE, camera_factory_write(&factory, code, 12, memory, CAMERA_FACTORY_BYTES));
    factory.model[0] = 'M';
    EXPECT(OK, camera_factory_write(&factory, code, 12, memory, CAMERA_FACTORY_BYTES));
    factory.iterations = 9999;
    EXPECT(OUT_OF_RANGE, camera_factory_write(&factory, code, 12, memory, CAMERA_FACTORY_BYTES));
    free(memory);
}

static void misaligned_and_short_memory(void) {
    CameraBoard functions = board_functions(&board, 0);
    uint8_t *memory = room(CAMERA_BYTES + 8);
    Camera *camera = NULL;
    for (size_t off = 1; off < 8; off++)
        EXPECT(MISALIGNED, camera_start(memory + off, CAMERA_BYTES, &functions, 0, 0, &camera));
    EXPECT(NO_ROOM, camera_start(memory, camera_bytes() - 1, &functions, 0, 0, &camera));
    EXPECT(NO_ROOM, camera_start(memory, 0, &functions, 0, 0, &camera));
    EXPECT(OUT_OF_RANGE, camera_start(memory, CAMERA_BYTES, &functions, 200, 0, &camera));
    TRUE(camera == NULL);
    camera = new_camera();
    EXPECT(MISALIGNED, camera_turn(camera, 0, (uint64_t *)(void *)(memory + 1)));
    EXPECT(MISALIGNED, camera_status(camera, 0, (CameraStatus *)(void *)(memory + 2)));
    EXPECT(MISALIGNED, camera_turn((Camera *)(void *)(memory + 4), 0, (uint64_t *)(void *)memory));
    EXPECT(OK, camera_end(camera));
    free(camera);
    free(memory);
}

static void objects_that_are_not_there(void) {
    uint64_t at;
    uint8_t *memory = room(CAMERA_BYTES);
    EXPECT(NOT_STARTED, camera_turn((Camera *)(void *)memory, 0, &at));
    EXPECT(NOT_STARTED, camera_end((Camera *)(void *)memory));
    free(memory);
    // A controller is no camera.
    CameraController *controller = new_controller();
    EXPECT(NOT_STARTED, camera_turn((Camera *)(void *)controller, 0, &at));
    EXPECT(OK, camera_controller_end(controller));
    CameraAppStep does;
    uint8_t frame[CAMERA_FRAME_BYTES];
    EXPECT(NOT_STARTED, camera_controller_tick(controller, 0, (CameraOut){frame, sizeof frame, &does}));
    free(controller);
    Camera *camera = new_camera();
    EXPECT(OK, camera_end(camera));
    EXPECT(NOT_STARTED, camera_end(camera));
    EXPECT(NOT_STARTED, camera_turn(camera, 0, &at));
    free(camera);
}

// ---- A board that lies.

static Camera *outer;
static CameraResult nested;

static bool calls_back(void *context, const CameraLight *light) {
    (void)context;
    (void)light;
    uint64_t at;
    if (outer != NULL) nested = camera_turn(outer, 0, &at);
    return true;
}

static void a_callback_that_calls_back(void) {
    CameraBoard functions = board_functions(&board, 0);
    functions.light = calls_back;
    uint64_t at = 0;
    nested = CAMERA_RESULT_OK;
    EXPECT(OK, camera_start(room(camera_bytes()), camera_bytes(), &functions, 0, 0, &outer));
    for (uint64_t now = 0; now < 5000; now += 100) EXPECT(OK, camera_turn(outer, now, &at));
    TRUE(nested == CAMERA_RESULT_BUSY);
    EXPECT(OK, camera_end(outer));
    free(outer);
    outer = NULL;
}

static int32_t no_button(void *context) { return context == NULL ? 0 : -1; }
static bool no_light(void *context, const CameraLight *light) { return context == NULL && light == NULL; }
static bool no_read(void *context, uint32_t at, uint8_t *into, size_t len) {
    return context == NULL && at + (uintptr_t)into + len == 0;
}
static bool no_write(void *context, uint32_t at, const uint8_t *bytes, size_t len) {
    return context == NULL && at + (uintptr_t)bytes + len == 0;
}
static bool no_erase(void *context, uint32_t at, uint32_t len) { return context == NULL && at + len == 0; }
static bool any_news(void *context, CameraRadioEvent *event) {
    (void)context;
    if (any() % 4 == 0) return false;
    board_entropy(&seed, (uint8_t *)event, sizeof *event);
    event->news %= 8;
    return true;
}

static void run(Camera *camera, uint64_t until) {
    uint64_t at;
    bool did;
    for (uint64_t now = 0; now < until; now += 1 + any() % 200) {
        EXPECT(OK, camera_turn(camera, now, &at));
        EXPECT(OK, camera_work(camera, now, &did));
    }
}

static void boards_that_fail(void) {
    CameraBoard functions = board_functions(&board, 0);
    uint8_t *memory = room(camera_bytes());
    size_t bytes = camera_bytes();
    Camera *camera = NULL;
    CameraBoard wrong = functions;
    wrong.boot_cause = 3;
    EXPECT(OUT_OF_RANGE, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.transport = 0;
    EXPECT(OUT_OF_RANGE, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.firmware = "a version of twenty-five!";
    EXPECT(OUT_OF_RANGE, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.firmware = "\xc3\xa4";
    EXPECT(OUT_OF_RANGE, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.button = NULL;
    EXPECT(NULL, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.flash_erase = NULL;
    EXPECT(NULL, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.entropy = NULL;
    EXPECT(NULL, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.radio_poll = NULL;
    EXPECT(NULL, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    wrong = functions, wrong.radio_start = NULL, wrong.radio_poll = NULL, wrong.light = NULL, wrong.point = NULL;
    EXPECT(OK, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    run(camera, 20000);
    wrong = functions, wrong.button = no_button, wrong.light = no_light, wrong.radio_poll = any_news;
    EXPECT(OK, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    run(camera, 200000);
    wrong = functions, wrong.flash_read = no_read, wrong.flash_write = no_write, wrong.flash_erase = no_erase;
    EXPECT(OK, camera_start(memory, bytes, &wrong, 0, 0, &camera));
    run(camera, 20000);
    CameraStatus status;
    EXPECT(OK, camera_status(camera, 20000, &status));
    TRUE(status.fault != 0);
    free(memory);
}

// ---- Any bytes at all.

static void any_bytes_to_a_camera(void) {
    Camera *camera = new_camera();
    uint8_t *came = room(64), *went = room(97);
    uint64_t at;
    bool did, is_open;
    for (uint32_t now = 0; now < 100000; now++) {
        uint8_t place = (uint8_t)(any() % 6);
        CameraResult there = place <= CAMERA_DOORSTEP ? CAMERA_RESULT_OK : CAMERA_RESULT_OUT_OF_RANGE;
        size_t len = any() % 65, taken = 0, drawn = 0;
        board_entropy(&seed, came, len);
        // Frames end in zeros; of other bytes few would become one.
        if (len > 4 && any() % 2) came[len - 1] = 0, came[0] = (uint8_t)len;
        if (any() % 50 == 0) TRUE(camera_wire_open(camera, place) == there);
        if (any() % 500 == 0) TRUE(camera_wire_close(camera, place) == there);
        TRUE(camera_wire_in(camera, place, came, len, &taken) == there && taken <= len);
        EXPECT(OK, camera_turn(camera, now, &at));
        EXPECT(OK, camera_work(camera, now, &did));
        TRUE(camera_wire_out(camera, place, went, any() % 98, &drawn) == there && drawn <= 97);
        TRUE(camera_wire_is_open(camera, place, &is_open) == there);
    }
    EXPECT(OK, camera_end(camera));
    free(camera), free(came), free(went);
}

// ---- A fifth controller.

static void who_finds_no_place(void) {
    Camera *camera = NULL;
    CameraBoard functions = board_functions(&board, 0);
    functions.transport = 1; // by TCP: a cable turns nobody away
    EXPECT(OK, camera_start(room(camera_bytes()), camera_bytes(), &functions, 0, 0, &camera));
    const uint8_t asks[] = {0x03, 0x61, 0x07, 0x03, 0x50, 0xf9, 0x00}; // any frame
    uint8_t told[64];
    uint64_t at;
    bool is_open = true;
    size_t taken = 0, drawn = 0;
    for (uint8_t place = 0; place <= CAMERA_DOORSTEP; place++) EXPECT(OK, camera_wire_open(camera, place));
    EXPECT(OK, camera_turn(camera, 10, &at));
    EXPECT(OK, camera_wire_in(camera, CAMERA_DOORSTEP, asks, sizeof asks, &taken));
    EXPECT(OK, camera_turn(camera, 20, &at));
    EXPECT(OK, camera_wire_out(camera, CAMERA_DOORSTEP, told, sizeof told, &drawn));
    TRUE(taken == sizeof asks && drawn > 0 && told[drawn - 1] == 0);
    EXPECT(OK, camera_turn(camera, 30, &at));
    EXPECT(OK, camera_wire_is_open(camera, CAMERA_DOORSTEP, &is_open));
    TRUE(!is_open);
    EXPECT(OK, camera_wire_is_open(camera, 0, &is_open));
    TRUE(is_open);
    EXPECT(OK, camera_end(camera));
    free(camera);
}

static void any_bytes_to_a_controller(void) {
    CameraController *controller = new_controller();
    uint8_t *came = room(64), *frame = room(CAMERA_FRAME_BYTES);
    CameraAppStep *step = malloc(sizeof *step);
    CameraOut out = {frame, CAMERA_FRAME_BYTES, step};
    for (uint64_t now = 0; now < 200000; now++) {
        size_t len = any() % 65, taken = 0;
        board_entropy(&seed, came, len);
        if (len > 4 && any() % 2) came[len - 1] = 0, came[0] = (uint8_t)len;
        CameraRequest request;
        board_entropy(&seed, (uint8_t *)&request, sizeof request);
        request.ask %= 12;
        CameraResult asked = CAMERA_RESULT_OK;
        switch (any() % 16) {
        case 0: EXPECT(OK, camera_controller_reach(controller, now, (uint8_t)(any() % 2), out)); break;
        case 1: EXPECT(OK, camera_controller_connected(controller, now, out)); break;
        case 2: EXPECT(OK, camera_controller_disconnected(controller, now, out)); break;
        case 3: EXPECT(OK, camera_controller_resume(controller, now, came, frame, out)); break;
        case 4: asked = camera_controller_ask(controller, now, &request, out); break;
        case 5: asked = camera_controller_ask_encoded(controller, now, (uint8_t)any(), came, len, out); break;
        case 6: EXPECT(OK, camera_controller_tick(controller, now, out)); break;
        case 7: EXPECT(OK, camera_controller_leave(controller, now, out)); break;
        default:
            EXPECT(OK, camera_controller_received(controller, now, came, len, &taken, out));
            TRUE(taken <= len);
        }
        TRUE(asked == CAMERA_RESULT_OK || asked == CAMERA_RESULT_OUT_OF_RANGE);
        TRUE(asked != CAMERA_RESULT_OK || step->send <= CAMERA_FRAME_BYTES);
    }
    EXPECT(OK, camera_controller_end(controller));
    free(controller), free(came), free(frame), free(step);
}

static void any_life_of_a_machine(void) {
    CameraStep step;
    CameraMachine *machine = new_machine(&step);
    for (uint64_t now = 0; now < 200000; now += any() % 64) {
        CameraEnd end;
        board_entropy(&seed, (uint8_t *)&end, sizeof end);
        switch (any() % 8) {
        case 0: EXPECT(OK, camera_machine_button(machine, now, (uint8_t)(any() % 3), &step)); break;
        case 1: EXPECT(OK, camera_machine_link_lost(machine, now, &step)); break;
        case 2: EXPECT(OK, camera_machine_done(machine, now, step.actions[0].op, &end, &step)); break;
        default: EXPECT(OK, camera_machine_tick(machine, now, &step));
        }
        TRUE(step.action_count <= CAMERA_ACTIONS_MAX && step.wake_at_ms > now);
    }
    free(machine);
}

int main(void) {
    board_init(&board);
    null_pointers();
    misaligned_and_short_memory();
    objects_that_are_not_there();
    a_callback_that_calls_back();
    boards_that_fail();
    who_finds_no_place();
    any_bytes_to_a_camera();
    any_bytes_to_a_controller();
    any_life_of_a_machine();
    puts("misuse: all of it is refused");
    return 0;
}
