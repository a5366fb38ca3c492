#include "board.h"

static bool same(const uint8_t *bytes, size_t len, const char *text) {
    size_t at = 0;
    while (at < len && text[at] != 0 && bytes[at] == (uint8_t)text[at]) at++;
    return at == len && text[at] == 0;
}

static int32_t button(void *context) { return ((Board *)context)->pressed; }

static bool light(void *context, const CameraLight *light) {
    ((Board *)context)->light = *light;
    return true;
}

static bool point(void *context, int32_t pan_cdeg, int32_t tilt_cdeg) {
    Board *board = context;
    board->pan_cdeg = pan_cdeg;
    board->tilt_cdeg = tilt_cdeg;
    return true;
}

static bool flash_read(void *context, uint32_t offset, uint8_t *into, size_t len) {
    const uint8_t *from = ((Board *)context)->flash + offset;
    for (size_t at = 0; at < len; at++) into[at] = from[at];
    return true;
}

// A NOR flash clears bits; only an erase sets them.
static bool flash_write(void *context, uint32_t offset, const uint8_t *bytes, size_t len) {
    uint8_t *into = ((Board *)context)->flash + offset;
    for (size_t at = 0; at < len; at++) into[at] &= bytes[at];
    return true;
}

static bool flash_erase(void *context, uint32_t offset, uint32_t len) {
    uint8_t *into = ((Board *)context)->flash + offset;
    for (uint32_t at = 0; at < len; at++) into[at] = 0xff;
    return true;
}

static void radio_start(void *context, uint8_t job, uint16_t op, const CameraNetwork *network, const uint8_t *ap,
                        size_t ap_len) {
    Board *board = context;
    (void)ap;
    (void)ap_len;
    board->is_busy = true;
    board->job = job;
    board->op = op;
    board->is_home = network != NULL && same(network->ssid, network->ssid_len, HOME_SSID) &&
                     same(network->passphrase, network->passphrase_len, HOME_PASSWORD);
}

static bool radio_poll(void *context, CameraRadioEvent *event) {
    enum { NETWORK_NOT_FOUND = 20 };
    Board *board = context;
    if (!board->is_busy) return false;
    board->is_busy = false;
    event->op = board->op;
    event->news = CAMERA_RADIO_NEWS_DONE;
    if (board->job == CAMERA_RADIO_JOB_JOIN_TRIAL || board->job == CAMERA_RADIO_JOB_JOIN_STORED) {
        event->news = board->is_home ? CAMERA_RADIO_NEWS_JOINED : CAMERA_RADIO_NEWS_FAILED;
        event->refusal = board->is_home ? 0 : NETWORK_NOT_FOUND;
        event->internet = 1;
        event->rssi_dbm = -50;
    }
    return true;
}

void board_entropy(void *context, uint8_t *into, size_t len) {
    uint32_t *state = context;
    for (size_t at = 0; at < len; at++) {
        // Marsaglia's xorshift.
        *state ^= *state << 13;
        *state ^= *state >> 17;
        *state ^= *state << 5;
        into[at] = (uint8_t)(*state >> 11);
    }
}

static void entropy(void *context, uint8_t *into, size_t len) {
    board_entropy(&((Board *)context)->random, into, len);
}

static void reboot(void *context) { ((Board *)context)->restarts = true; }

void board_init(Board *board) {
    board->pressed = 0;
    board->restarts = false;
    board->is_busy = false;
    board->random = 1;
    flash_erase(board, 0, CAMERA_FLASH_BYTES);
}

CameraBoard board_functions(Board *board, uint8_t boot_cause) {
    return (CameraBoard){
        .context = board,
        .button = button,
        .light = light,
        .point = point,
        .flash_read = flash_read,
        .flash_write = flash_write,
        .flash_erase = flash_erase,
        .radio_start = radio_start,
        .radio_poll = radio_poll,
        .entropy = entropy,
        .reboot = reboot,
        .firmware = "c-story 1",
        .capabilities = 3, // pan and tilt
        .transport = 2,    // serial
        .boot_cause = boot_cause,
    };
}
