/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The child and its crashes so far.  The region "crash_log" is their log: how
 * many fit it is how many the parent puts up with.
 */
#pragma once

#include "../common/fault_decode.h"
#include "../common/revive.h"

enum { HANDLER_CHILD = 1 }; /* its number */

/* One crash, in 64 bytes. */
struct crash_record {
    seL4_Word cause, reason, address, number, pc;
    seL4_Word sp;   /* at the crash */
    seL4_Word life; /* in which it happened */
    seL4_Word unused;
};

extern struct ward ward;
extern seL4_Word crashes; /* written down */

/* How many crashes are written down before we give up; and the one with number `n`. */
seL4_Word crashes_allowed(void);
const volatile struct crash_record *crash_log(seL4_Word n);

/* Writes down one more, of this life; there must be room. */
void crash_write_down(const struct fault_account *a);
