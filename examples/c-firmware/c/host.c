// The same story on the host.
#include "port.h"

#include <stdio.h>
#include <stdlib.h>

void say(const char *text) { fputs(text, stdout); }

void leave(int code) { exit(code); }

void stack_is(Use use) { (void)use; }

int main(void) {
    story();
    return 0;
}
