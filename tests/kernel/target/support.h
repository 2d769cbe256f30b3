/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the supervisor and the tests' support share.  The supervisor is the
 * initial thread, at the highest priority: it starts the tester afresh for each
 * test, waits for its verdict, its fault or its time to run out, cleans up and
 * looks for what was lost.
 */
#pragma once

#include "thread.h"

enum { SUPERVISOR = 0, TESTER = 1, TICKER = 2, FIRST_ACTOR = 3 }; /* blocks */
enum { TEST_SLOTS = 2048, LONG_US = 1000000 };

extern seL4_CPtr first_test_slot;
extern unsigned char __image_start[];

/* For the next test: all slots and all actors are unused. */
void make_reset(void);

/* One past the last slot that the test took. */
seL4_CPtr make_end(void);
