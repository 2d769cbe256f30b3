/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent of a child that crashes does what any parent of an untrusted child
 * would do: it writes down each crash, starts the child again, and gives up when
 * there is no room left to write.
 *
 * It must outrank the child, or the child could keep it from running; and it has
 * time of its own (is not passive), as it restarts the child instead of answering
 * its fault.
 */
#include <microkit.h>

#include "crash_log.h"
#include "fault_story.h"

/* Set by the tool. */
seL4_Word outbox_vaddr;
seL4_Word pristine_vaddr;

/* Not restarting is enough: a child whose fault nobody answers never runs again. */
static void handle(const struct fault_account *a)
{
    seL4_Bool last;

    if (crashes == crashes_allowed()) {
        return; /* it was given up, and no crash of it is expected; there is no room for one */
    }
    crash_write_down(a);
    last = crashes == crashes_allowed();
    story_crash(a, last);
    if (last) {
        microkit_pd_stop(ward.child);
    } else {
        ward_restart(&ward);
    }
}

/* A child that needs a crash without a fault: it hangs, or says that nothing happened. */
static void handle_stopped(enum fault_cause cause)
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
    if (story_signal(ch)) {
        handle_stopped(FAULT_HANG);
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Word label = microkit_msginfo_get_label(msginfo);
    microkit_msginfo reply;

    (void)ch; /* only the child can call */
    if (label != LIFE_SEAL && label != LIFE_HELLO) {
        handle_stopped(FAULT_NONE); /* it has one more thing to say: that it should be dead */
        return microkit_msginfo_new(0, 0);
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
