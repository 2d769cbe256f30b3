/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a demonstration expects of its handler's child is its *story*:
 * fault_handler.c tells it what happens, and need not know what for.
 */
#pragma once

#include "../common/fault_decode.h"

/* Channels and interrupts, at the handler's end. */
enum {
    HANDLER_CHANNEL_CHILD = 1, /* the child calls, we signal */
    HANDLER_TIMER = 5          /* interrupt of the processor's physical timer */
};

void story_begin(void);
void story_crash(const struct fault_account *a, seL4_Bool last); /* before the restart, if any */
void story_hello(void);                                          /* a life began */
/* True if the child hangs, and is to be stopped. */
seL4_Bool story_signal(microkit_channel ch);
