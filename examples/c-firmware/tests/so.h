// What a test in C must find so: else it says where, and ends.
#pragma once

#include <stdio.h>
#include <stdlib.h>

#define TRUE(is_so)                                                                                                  \
    do {                                                                                                             \
        if (!(is_so)) {                                                                                              \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #is_so);                                      \
            exit(1);                                                                                                 \
        }                                                                                                            \
    } while (0)
