/* SPDX-License-Identifier: BSD-2-Clause */
/* The slots of a component's capability table that are not for a channel (Microkit manual). */
#pragma once

enum {
    SLOT_INPUT = 1, /* what it receives on */
    SLOT_FAULTS,    /* the endpoint that gets its faults; not in every SDK */
    SLOT_VSPACE,
    SLOT_REPLY,
    SLOT_MONITOR,   /* the monitor's endpoint; not in every SDK */
    SLOT_OWN_THREAD /* in the benchmark configuration only */
};
