/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver as a protection domain: the same logic and the same bug as the
 * module's.  Requests come by a shared page and a signal, as drivers here are
 * asked, so that no client waits in a call that nobody will answer.
 */
#include "../../../demos/common/life.h"
#include "driver_pd.h"

seL4_Word page_vaddr; /* set by the tool */

const seL4_Word life_stack_bytes = DRIVER_STACK_BYTES;
const struct life_range life_scratch[] = {{0, 0}};

static struct bank bank;

void init(void)
{
}

LIFE_ENDS(notified) void notified(microkit_channel ch)
{
    volatile struct driver_page *page = (volatile struct driver_page *)page_vaddr;
    struct bank_request request;

    if (ch != DRIVER_CHANNEL_CLIENT) {
        return;
    }
    request.command = page->request.command; /* once: the client may write at any time */
    request.index = page->request.index;
    request.value = page->request.value;
    if (bank_handle(&bank, &request) == 0) {
        page->request.value = request.value;
        page->answered++;
    }
    microkit_notify(DRIVER_CHANNEL_CLIENT);
}

const struct life_symbol life_symbols[] = {
    LIFE_SYMBOL(notified),
    {seL4_Null, seL4_Null, ""},
};
