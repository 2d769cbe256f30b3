/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Methods of TCBs on registers, for the table in tcb.c, and what both share.  Errors are the
 * ABI's (ABI.md 10.1); after an error nothing has changed.
 */
#pragma once

#include "invocation.h"

/* The thread that is invoked. */
static inline struct tcb *target(const struct invocation *call)
{
    return cap_tcb(call->cap);
}

/* MR0 flags (bit 0: suspend first), MR1 count: answers with that many registers
   from the first on.  Not of the caller itself. */
struct err tcb_read_registers(struct invocation *call);

/* MR0 flags (bit 0: resume afterwards), MR1 count, then the registers.  Not of the
   caller itself. */
struct err tcb_write_registers(struct invocation *call);

/* MR0 flags (enum copy_flags): the source's registers, extra capability 0, as they
   are. */
struct err tcb_copy_registers(struct invocation *call);

/* MR0: the user's thread register. */
struct err tcb_set_tls_base(struct invocation *call);
