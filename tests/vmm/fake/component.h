/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a component did, and who answers its calls.
 */
#pragma once

#include <stdbool.h>

#include "microkit.h"

enum { CHANNELS = 64, MESSAGE_WORDS = 64, SAID_MOST = 1024 };

struct component {
    seL4_Word words[MESSAGE_WORDS]; /* of the message */
    unsigned notified[CHANNELS];    /* how often it signalled */
    unsigned acked[CHANNELS];       /* interrupts */
    char said[SAID_MOST];           /* on the kernel's console; numbers in decimal */
    /* Answers a call; null: it makes none. */
    microkit_msginfo (*answer)(microkit_channel ch, microkit_msginfo msginfo);
    /* What it asks of the processor (processor.h). */
    uint64_t now;
    uint64_t timer_at;
    uint64_t timer_control;
    unsigned timer_set; /* how often */
    bool acked_early;   /* an interrupt was acknowledged before the timer was set again */
    /* The device: null, it has none. */
    uint32_t (*read)(uintptr_t at);
    void (*write)(uintptr_t at, uint32_t value);
};

extern struct component component;

/* As before its first line. */
void component_reset(void);
