/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the timer offers: the labels of calls.  All times are in microseconds, since the machine
 * started.
 */
#pragma once

#include <microkit.h>

enum timer_request {
    TIMER_NOW = 1, /* no words; one comes back: the time */
    TIMER_EVERY,   /* one word: a period, not 0; from now on you are signalled at the end of each.
                      One comes back: the time at which the first one began */
    TIMER_STOP     /* no words: no more signals */
};
