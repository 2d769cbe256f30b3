/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent of a child that crashes.  It must outrank the child, or the child
 * could keep it from running; and it has time of its own (is not passive), as
 * it restarts the child instead of answering its fault.
 */
#include "fault_handler.h"

#include <microkit.h>

/* Set by the tool. */
seL4_Word outbox_vaddr;
seL4_Word pristine_vaddr;
seL4_Word crash_log_vaddr;
seL4_Word crash_log_size;

struct ward ward;
seL4_Word crashes;

seL4_Word crashes_allowed(void)
{
    return crash_log_size / sizeof(struct crash_record);
}

const volatile struct crash_record *crash_log(seL4_Word n)
{
    return (const volatile struct crash_record *)crash_log_vaddr + n;
}

static void write_down(const struct fault_account *a)
{
    volatile struct crash_record *record =
        (volatile struct crash_record *)crash_log_vaddr + crashes;

    record->cause = a->cause;
    record->reason = a->reason;
    record->address = a->address;
    record->number = a->number;
    record->pc = a->pc;
    record->sp = a->registers.sp;
    record->life = ward.lives - 1;
    crashes++;
}

/* Not restarting is enough: a child whose fault nobody answers never runs again. */
static void handle(const struct fault_account *a)
{
    seL4_Bool last;

    if (crashes == crashes_allowed()) {
        return; /* it was given up, and no crash of it is expected; there is no room for one */
    }
    write_down(a);
    last = crashes == crashes_allowed();
    story_crash(a, last);
    if (last) {
        microkit_pd_stop(ward.child);
    } else {
        ward_restart(&ward);
    }
}

void handle_stopped(enum fault_cause cause)
{
    struct fault_account account;

    microkit_pd_stop(ward.child);
    fault_account_stopped(&account, ward.child, cause);
    handle(&account);
}

void init(void)
{
    ward.child = HANDLER_CHILD;
    ward.outbox = outbox_vaddr;
    ward.pristine = pristine_vaddr;
    story_begin();
}

void notified(microkit_channel ch)
{
    story_signal(ch);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word label = microkit_msginfo_get_label(msginfo);
    microkit_msginfo reply;

    (void)ch; /* only the child can call */
    if (label != LIFE_SEAL && label != LIFE_HELLO) {
        return story_call(msginfo);
    }
    reply = ward_answer(&ward, msginfo);
    if (label == LIFE_HELLO) {
        seL4_Word number = microkit_mr_get(0);

        story_hello();
        microkit_mr_set(0, number); /* printing has used the message registers */
    }
    return reply;
}

/* Always without an answer to the fault: the child goes on elsewhere, or not at all. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    struct fault_account account;

    (void)reply_msginfo;
    fault_account_take(&account, child, msginfo);
    handle(&account);
    return seL4_False;
}
