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

/* For which capabilities that is the SDK's business; of all others, it is the description's. */
enum rule {
    RULE_DESCRIPTION,
    RULE_INPUT,   /* to what the component receives on */
    RULE_FAULTS,  /* to the endpoint that gets its faults */
    RULE_MONITOR, /* to the monitor's endpoint, of components that are not passive */
    RULE_CALLS,   /* to the endpoint behind a channel on which it may call */
    RULES
};

/* Of the SDK by which this was built: the rights by rule; 0: there is no such capability.  Nobody
   hands out one to the monitor, but a demonstration that finds one is to have a name for it.
   Microkit's were measured, on 2.0.1 and 2.3.0. */
static inline int sdk_rights(enum rule rule)
{
    static const int table[][RULES] = {
        [SDK_UNKNOWN] = {0},
        [SDK_BULKHEAD] = {[RULE_INPUT] = CAP_READ, [RULE_CALLS] = CAP_TO_CALL},
        [SDK_MICROKIT_2_0] = {[RULE_INPUT] = CAP_ALL, [RULE_CALLS] = CAP_ALL},
        [SDK_MICROKIT_2_3] = {[RULE_INPUT] = CAP_ALL,
                              [RULE_FAULTS] = CAP_ALL,
                              [RULE_CALLS] = CAP_ALL},
    };

    return table[SDK_FAMILY][rule];
}

/* If not, there are no rights to compare with. */
static inline seL4_Bool sdk_is_known(void)
{
    return SDK_FAMILY != SDK_UNKNOWN;
}

static inline const char *sdk_name(void)
{
    static const char *const names[] = {
        [SDK_UNKNOWN] = ("an SDK of version " SDK_VERSION),
        [SDK_BULKHEAD] = "Bulkhead",
        [SDK_MICROKIT_2_0] = "Microkit 2.0",
        [SDK_MICROKIT_2_3] = "Microkit 2.3",
    };

    return names[SDK_FAMILY];
}
