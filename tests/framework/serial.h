/* SPDX-License-Identifier: BSD-2-Clause */
/* A client's way to the console; each has its text at the same address. */
#pragma once

#include "config.h"
#include "ring.h"

static inline void print(const char *s)
{
    for (; *s != '\0'; s++) {
        assert(text_put((struct text *)CLIENT_TEXT, *s));
    }
}

static inline void print_number(seL4_Word x)
{
    if (x > 9) {
        print_number(x / 10);
    }
    assert(text_put((struct text *)CLIENT_TEXT, (char)('0' + x % 10)));
}

/* Ends the line; `channel` is the one to the virtualiser. */
static inline void print_end(microkit_channel channel)
{
    print("\n");
    if (ring_must_signal(&((struct text *)CLIENT_TEXT)->ring)) {
        microkit_notify(channel);
    }
}
