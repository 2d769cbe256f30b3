/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Debug system calls: text, names, a look at the scheduler and at slots.
 */
#include "debug.h"

#include "arch.h"
#include "benchmark.h"
#include "console.h"
#include "cspace.h"
#include "derive.h"
#include "domain.h"
#include "ipc_buffer.h"
#include "sched.h"
#include "vcpu.h"

static void dump_thread(const struct tcb *tcb)
{
    static const char *const state[] = {
        "inactive", "running", "restart", "blocked on receive",
        "blocked on send", "blocked on reply", "blocked on notification"};

    console_print("%s\tpriority %u\tpc 0x%lx\t%s%s\n", tcb->name, (unsigned)tcb->priority,
                  tcb->context.reg[REG_PC], state[tcb->state],
                  tcb->place == PLACE_RELEASE ? ", waits for budget" : "");
}

/* All TCBs, found by their capabilities.  Bounded by the number of capabilities, as is
   dump_caps(); both are in debug builds only, where somebody waits for the output. */
static void dump_scheduler(void)
{
    console_print("name\tpriority\tpc\tstate\n");
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        if (cap_type(slot->cap) == CAP_TCB &&
            !cap_same_object(slot->prev->cap, slot->cap)) {
            dump_thread(cap_tcb(slot->cap));
        }
    }
}

static void dump_caps(void)
{
    for (struct cte *slot = derive_list.next; slot != NULL; slot = slot->next) {
        console_print("slot 0x%lx: type %u, object 0x%lx, word 1 0x%lx\n", (word_t)slot,
                      (unsigned)cap_type(slot->cap), cap_object(slot->cap),
                      slot->cap.word[1]);
    }
}

static void identify_cap(struct tcb *tcb)
{
    struct lookup found = cspace_lookup(tcb, tcb->context.reg[REG_CAP]);

    tcb->context.reg[REG_CAP] = found.slot == NULL ? 0 : cap_type(found.slot->cap);
}

/* The name is in the caller's message words; a bad call changes nothing, where
   the reference kernel halts. */
static void name_thread(struct tcb *tcb)
{
    struct lookup found = cspace_lookup(tcb, tcb->context.reg[REG_CAP]);
    const word_t *buffer = ipc_buffer_of(tcb, false);

    if (found.slot == NULL || cap_type(found.slot->cap) != CAP_TCB || buffer == NULL) {
        return;
    }
    struct tcb *named = cap_tcb(found.slot->cap);
    const char *name = (const char *)&buffer[BUFFER_MSG];
    size_t i;
    for (i = 0; i + 1 < sizeof named->name && name[i] != '\0'; i++) {
        named->name[i] = name[i];
    }
    named->name[i] = '\0';
}

static bool debug_build_syscall(struct tcb *tcb, int64_t number)
{
    switch (number) {
    case seL4_SysDebugPutChar:
        arch_putc((char)tcb->context.reg[REG_CAP]);
        return true;
    case seL4_SysDebugDumpScheduler:
        dump_scheduler();
        return true;
    case seL4_SysDebugHalt:
        console_print("halted by user\n");
        arch_halt();
    case seL4_SysDebugCapIdentify:
        identify_cap(tcb);
        return true;
    case seL4_SysDebugSnapshot:
        dump_caps();
        return true;
    case seL4_SysDebugNameThread:
        name_thread(tcb);
        return true;
    default:
        return false;
    }
}

/* A guest has none of them: what it calls by a number that is no system call's goes to its VMM. */
bool debug_syscall(struct tcb *tcb, int64_t number)
{
    if (HAVE_VCPUS && tcb->vcpu != NULL) {
        return false;
    }
    if (CONFIG_DEBUG_BUILD && debug_build_syscall(tcb, number)) {
        return true;
    }
    return CONFIG_BENCHMARK && benchmark_syscall(tcb, number);
}
