// What the story needs of where it runs: qemu.c, or host.c.
#ifndef PORT_H
#define PORT_H

#include <stdint.h>

// Prints this.
void say(const char *text);

// Prints it in decimal.
void number(uint32_t value);

// Ends the program: 0 is well.
_Noreturn void leave(int code);

// What the stack is for, from here on.
typedef enum { TO_START, AT_REST, CAMERA_IN_USE, ALL_IN_USE, USES } Use;

// What comes is that; how deep the stack was since the last call was for the other. A core measures it.
void stack_is(Use use);

// The story.
void story(void);

#endif
