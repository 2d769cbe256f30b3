/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 3, the server: adds two words for whoever may call it, and logs what it
 * did.  On its page of evidence, which only the warden can read besides, it
 * notes what reached it from the prober, and keeps a secret.
 */
#include <microkit.h>

#include "log.h"
#include "task3.h"

static volatile struct evidence *evidence(void)
{
    return (volatile struct evidence *)EVIDENCE;
}

static volatile struct log *own_log(void)
{
    return (volatile struct log *)OWN_LOG;
}

void init(void)
{
    own_log()->owner = 's';
    evidence()->secret = SECRET;
}

void notified(microkit_channel ch)
{
    evidence()->signals++;
    evidence()->signal_channel = ch;
}

static microkit_msginfo answer_sum(void)
{
    seL4_Word sum = microkit_mr_get(0) + microkit_mr_get(1);

    log_write(own_log(), "was asked for a sum, says", sum);
    microkit_notify(SERVER_LOGGER);
    microkit_mr_set(0, sum);
    return microkit_msginfo_new(0, 1);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    if (ch == SERVER_CLIENT && microkit_msginfo_get_count(msginfo) == 2) {
        return answer_sum();
    }
    evidence()->calls++;
    evidence()->call_channel = ch;
    evidence()->unwrapped += seL4_MessageInfo_get_capsUnwrapped(msginfo) & 1;
    return microkit_msginfo_new(ANSWER_SERVER, 0);
}
