// A board in RAM: a pin, a light, two servos, a flash, and one Wi-Fi network. Nothing happens by itself.
#ifndef BOARD_H
#define BOARD_H

#include "camera.h"

typedef struct Board {
    int32_t pressed;
    CameraLight light;
    int32_t pan_cdeg;
    int32_t tilt_cdeg;
    bool restarts;
    uint8_t flash[CAMERA_FLASH_BYTES];
    // The job of the radio that goes on; its end comes at the next poll.
    bool is_busy;
    uint8_t job;
    uint16_t op;
    bool is_home;
    // No randomness: what is done here can be repeated.
    uint32_t random;
} Board;

// The network that the radio is in the reach of, and its password.
#define HOME_SSID "Home"
#define HOME_PASSWORD "correct horse"

// As it leaves the factory, but for its record: an erased flash.
void board_init(Board *board);

// The same as functions, for a camera that starts for that cause.
CameraBoard board_functions(Board *board, uint8_t boot_cause);

// Bytes that can be repeated: no firmware that is sold has these.
void board_entropy(void *context, uint8_t *into, size_t len);

#endif
