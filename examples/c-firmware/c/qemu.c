// A Cortex-M in QEMU: vectors, the way in, and the terminal of the host by semihosting.
#include "port.h"

#include "camera.h"

extern uint32_t __stack_start[];

enum { WRITE0 = 0x04, EXIT = 0x18, WELL = 0x20026, FAILED = 0x20023 };

static void semihost(uint32_t operation, uintptr_t argument) {
    register uint32_t r0 __asm__("r0") = operation;
    register uintptr_t r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

void say(const char *text) { semihost(WRITE0, (uintptr_t)text); }

void leave(int code) {
    for (;;) semihost(EXIT, code == 0 ? WELL : FAILED);
}

// A board restarts here. This one tells.
void camera_panicked(void) {
    say("panicked\n");
    leave(1);
}

// What an object takes on this core; the host says nothing of the kind.
static void tell_bytes(const char *what, size_t bytes) {
    say("core: ");
    number((uint32_t)bytes);
    say(" bytes of RAM for a ");
    say(what);
    say("\n");
}

// The stack is painted below where it stands, as much of it as may be used; what is not of that color any more was.
static const uint32_t PAINT = 0xa5a5a5a5;
static uint32_t *const END = __stack_start - 64 * 1024 / sizeof(uint32_t);
static Use stack_for = TO_START;
static size_t deepest[USES];

void stack_is(Use use) {
    uint32_t *now = (uint32_t *)__builtin_frame_address(0) - 16;
    volatile uint32_t *end = END;
    while (end < now && *end == PAINT) end++;
    size_t deep = (size_t)((char *)__stack_start - (char *)end);
    if (deep > deepest[stack_for]) deepest[stack_for] = deep;
    for (; end < now; end++) *end = PAINT;
    stack_for = use;
}

static void tell_stack(const char *what, Use use) {
    say("core: ");
    number((uint32_t)deepest[use]);
    say(" bytes of stack ");
    say(what);
    say("\n");
}

// RAM is zero here, and there is no `.data`: thumb.ld has no room for what would have to be copied.
_Noreturn void _start(void) {
    tell_bytes("camera", camera_bytes());
    tell_bytes("controller", camera_controller_bytes());
    tell_bytes("machine", camera_machine_bytes());
    for (volatile uint32_t *at = END; at < (uint32_t *)__builtin_frame_address(0) - 16; at++) *at = PAINT;
    story();
    stack_is(AT_REST);
    tell_stack("to start a camera", TO_START);
    tell_stack("at rest", AT_REST);
    tell_stack("for a camera in use", CAMERA_IN_USE);
    tell_stack("in use", ALL_IN_USE);
    leave(0);
}

static void fault(void) {
    say("fault\n");
    leave(1);
}

__attribute__((section(".vectors"), used)) static void *const vectors[16] = {
    __stack_start, (void *)_start, (void *)fault, (void *)fault, (void *)fault, (void *)fault, (void *)fault,
    (void *)fault, (void *)fault,  (void *)fault, (void *)fault, (void *)fault, (void *)fault, (void *)fault,
    (void *)fault, (void *)fault,
};
