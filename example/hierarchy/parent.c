/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Says what its child did, restarts it, and gives up if that does not help.
 */
#include "family.h"

enum { CHILD = 0, MOST_RESTARTS = 5 };

static seL4_Word restart_entry; /* from the child's first HELLO; 0 before */
static seL4_Uint32 crashes;

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

static void print_hex(seL4_Word value)
{
    microkit_dbg_puts("0x");
    for (int shift = 60; shift >= 0; shift -= 4) {
        if (shift == 0 || value >> shift != 0) {
            microkit_dbg_putc("0123456789abcdef"[value >> shift & 15]);
        }
    }
}

/* The words of a fault message depend on the kind of fault, which is its label. */
static void report(microkit_msginfo msginfo)
{
    microkit_dbg_puts("parent: my child ");
    switch (microkit_msginfo_get_label(msginfo)) {
    case seL4_Fault_VMFault:
        microkit_dbg_puts("used address ");
        print_hex(microkit_mr_get(seL4_VMFault_Addr));
        microkit_dbg_puts(", which it may not\n");
        break;
    case seL4_Fault_UserException:
        microkit_dbg_puts("executed what is no instruction\n");
        break;
    case seL4_Fault_UnknownSyscall:
        microkit_dbg_puts("made a system call that does not exist\n");
        break;
    default:
        microkit_dbg_puts("faulted\n");
        break;
    }
}

/* Returns false: no reply, which would let it go on where it was. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply)
{
    (void)reply;
    crashes++;
    report(msginfo);
    if (child != CHILD || restart_entry == 0 || crashes > MOST_RESTARTS) {
        microkit_dbg_puts("HIERARCHY FAIL parent: I give up\n");
        microkit_pd_stop(child);
        return seL4_False;
    }
    microkit_pd_restart(child, restart_entry);
    return seL4_False;
}

static void print_verdict(seL4_Word result)
{
    microkit_dbg_puts(result == FAMILY_WORK && crashes == 3 ? "HIERARCHY PASS "
                                                            : "HIERARCHY FAIL ");
    microkit_dbg_put32(crashes);
    microkit_dbg_puts(" crashes, then done in life ");
    microkit_dbg_put32(crashes + 1);
    microkit_dbg_puts("\n");
}

/* The child calls.  Its number of lives is ours to know: its own memory is not to be trusted. */
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)ch;
    switch (microkit_msginfo_get_label(msginfo)) {
    case FAMILY_HELLO:
        if (restart_entry == 0) {
            restart_entry = microkit_mr_get(0);
        }
        microkit_mr_set(0, crashes + 1);
        return microkit_msginfo_new(0, 1);
    case FAMILY_DONE:
        print_verdict(microkit_mr_get(0));
        microkit_pd_stop(CHILD); /* it has nothing more to do; the reply finds nobody */
        return microkit_msginfo_new(0, 0);
    default:
        return microkit_msginfo_new(0, 0);
    }
}
