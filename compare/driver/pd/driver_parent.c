/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver's parent: restores it after each fault and tells the client that
 * what it had asked will not be answered.
 */
#include "../../../demos/common/fault_decode.h"
#include "../../../demos/common/revive.h"
#include "../../pd/crash_words.h"
#include "../../pd/uart.h"
#include "driver_pd.h"

enum { CHILD = 1 };

/* Set by the tool. */
seL4_Word outbox_vaddr;
seL4_Word pristine_vaddr;

static struct ward ward;
static struct fault_account account;
static seL4_Bool restarted;

void init(void)
{
    ward.child = CHILD;
    ward.outbox = outbox_vaddr;
    ward.pristine = pristine_vaddr;
}

/* The client asks what there was. */
void notified(microkit_channel ch)
{
    if (ch == PARENT_CHANNEL_CLIENT) {
        uart_init();
        uart_puts("SHOW pd driver_fault ");
        crash_words_print(&account, ward_seal(&ward));
        uart_puts("; lives ");
        uart_number(ward.lives);
        uart_puts(", as clean as the first: ");
        uart_number(ward.clean);
        uart_puts("\n");
    }
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    seL4_Bool hello = microkit_msginfo_get_label(msginfo) == LIFE_HELLO;
    microkit_msginfo reply = ward_answer(&ward, msginfo);

    (void)ch; /* only the child can call */
    if (hello && restarted) {
        restarted = seL4_False;
        microkit_notify(PARENT_CHANNEL_CLIENT);
    }
    return reply;
}

/* Without an answer to the fault: the child goes on elsewhere. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    (void)reply_msginfo;
    fault_account_take(&account, child, msginfo);
    restarted = seL4_True;
    ward_restart(&ward);
    return seL4_False;
}
