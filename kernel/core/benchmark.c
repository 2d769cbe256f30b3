/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls of benchmark builds: which there are, and what they are about.
 */
#include "benchmark.h"

#include "arch.h"
#include "cspace.h"
#include "ipc_buffer.h"
#include "utilisation.h"

/* The thread that x0 names; NULL if it names none. */
static struct tcb *named_thread(struct tcb *tcb)
{
    struct lookup found = cspace_lookup(tcb, tcb->context.reg[REG_CAP]);

    if (found.slot == NULL || cap_type(found.slot->cap) != CAP_TCB) {
        return NULL;
    }
    return cap_tcb(found.slot->cap);
}

static void get_utilisation(struct tcb *tcb)
{
    const struct tcb *named = named_thread(tcb);
    word_t *buffer = ipc_buffer_of(tcb, true);

    if (named != NULL && buffer != NULL) {
        utilisation_report(named, &buffer[BUFFER_MSG]);
    }
}

static void reset_utilisation(struct tcb *tcb)
{
    struct tcb *named = named_thread(tcb);

    if (named != NULL) {
        named->utilisation = (struct utilisation){0};
    }
}

bool benchmark_syscall(struct tcb *tcb, int64_t number)
{
    switch (number) {
    case seL4_SysBenchmarkFlushCaches:
        for (word_t part = 0; arch_cache_flush_part(part); part++) {
            /* bounded by the size of the caches */
        }
        return true;
    case seL4_SysBenchmarkNullSyscall:
        return true;
    case seL4_SysBenchmarkResetLog:
        utilisation_start();
        tcb->context.reg[REG_CAP] = seL4_NoError;
        return true;
    case seL4_SysBenchmarkFinalizeLog:
        utilisation_stop();
        return true;
    case seL4_SysBenchmarkGetThreadUtilisation:
        get_utilisation(tcb);
        return true;
    case seL4_SysBenchmarkResetThreadUtilisation:
        reset_utilisation(tcb);
        return true;
    default:
        return false;
    }
}
