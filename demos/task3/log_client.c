/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 3, the client: has the server add numbers, logs what it got and tells
 * the warden when it is done; does so again when the warden asks for it.
 */
#include <microkit.h>

#include "log.h"
#include "task3.h"

static seL4_Word sums_done;

static volatile struct log *own_log(void)
{
    return (volatile struct log *)OWN_LOG;
}

static void ask_sums(seL4_Word until)
{
    for (; sums_done < until; sums_done++) {
        microkit_mr_set(0, sum_first(sums_done));
        microkit_mr_set(1, sum_second(sums_done));
        (void)microkit_ppcall(CLIENT_SERVER, microkit_msginfo_new(0, 2));
        log_write(own_log(), "asked for a sum, got", microkit_mr_get(0));
        microkit_notify(CLIENT_LOGGER);
    }
    microkit_notify(CLIENT_WARDEN);
}

void init(void)
{
    own_log()->owner = 'c';
    ask_sums(SUMS_BEFORE);
}

void notified(microkit_channel ch)
{
    if (ch == CLIENT_WARDEN) {
        ask_sums(SUMS);
    }
}
