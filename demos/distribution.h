/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an SDK hands to each component, whatever the system description says.
 *
 * The description decides whom a component may call and signal.  With which
 * rights it gets the capability for that, and which others it gets besides, is
 * up to the tool, and the tools differ (docs/sdk.md).  All of them make correct
 * systems; so a demonstration that says "this and no more" must know by which
 * it was built.
 */
#pragma once

#include <microkit.h>
#include <sdk_family.h>

enum sdk_family { SDK_UNKNOWN, SDK_BULKHEAD, SDK_MICROKIT_2_0, SDK_MICROKIT_2_3 };

/* Rights of a capability. */
enum {
    CAP_READ = 1, /* to receive */
    CAP_WRITE = 2,
    CAP_GRANT = 4,
    CAP_GRANT_REPLY = 8,
    CAP_ALL = CAP_READ | CAP_WRITE | CAP_GRANT | CAP_GRANT_REPLY,
    CAP_TO_CALL = CAP_WRITE | CAP_GRANT_REPLY /* as much as a protected call takes */
};

struct distribution {
    const char *name;
    int input;   /* rights to what the component receives on */
    int faults;  /* to the endpoint that gets its faults; 0: the slot is empty */
    int monitor; /* to the monitor's endpoint, of those that are not passive; 0: empty */
    int calls;   /* to the endpoint behind a channel on which it may call */
};

/* Of the SDK by which this was built.  Microkit's were measured, on 2.0.1 and 2.3.0. */
static inline const struct distribution *sdk_distribution(void)
{
    static const struct distribution table[] = {
        [SDK_UNKNOWN] = {"an SDK of version " SDK_VERSION, 0, 0, 0, 0},
        [SDK_BULKHEAD] = {"Bulkhead", CAP_READ, CAP_TO_CALL | CAP_GRANT, CAP_WRITE, CAP_TO_CALL},
        [SDK_MICROKIT_2_0] = {"Microkit 2.0", CAP_ALL, 0, 0, CAP_ALL},
        [SDK_MICROKIT_2_3] = {"Microkit 2.3", CAP_ALL, CAP_ALL, 0, CAP_ALL},
    };

    return &table[SDK_FAMILY];
}

/* If not, of the above only the name means anything. */
static inline seL4_Bool sdk_is_known(void)
{
    return SDK_FAMILY != SDK_UNKNOWN;
}
