// The same story on the host.
#include "port.h"

#include <stdio.h>
#include <stdlib.h>

void say(const char *text) { fputs(text, stdout); }

void leave(int code) { exit(code); }

int main(void) {
    story();
    return 0;
}
