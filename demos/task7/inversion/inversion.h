/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, part 3: somebody of low priority has what somebody of high priority
 * needs, and is in the middle of it when two others become ready.  In the first
 * scene it is a server, in the second a lock.
 */
#pragma once

#include <microkit.h>

#include "../../common/counter.h"

/* Where each sees the region. */
#define SCENES 0x4500000ull

/* What low does with it, and how often the middle one goes round its loop. */
enum { LOW_JOB_US = 300, MIDDLE_TURNS = 100000 };

enum { SCENE_SERVER, SCENE_LOCK, SCENE_COUNT };

struct scene {
    seL4_Word woken;  /* when the others became ready, in ticks */
    seL4_Word got;    /* when high had what it needs */
    seL4_Word before; /* turns of the middle one, when they became ready, */
    seL4_Word turns;  /* and from then until high had it */
};

/* Page "scenes": all in this part write. */
struct scenes {
    seL4_Word now;
    seL4_Word turns;
    seL4_Word locked;
    struct scene of[SCENE_COUNT];
};

/* Channels at the end of low, middle and high; the judge's is 1, calls to the server are on 2. */
enum { LOW_CHANNEL_HIGH = 3, LOW_CHANNEL_MIDDLE };
enum { HIGH_CHANNEL_LOW = 3, HIGH_CHANNEL_SERVER };

static inline volatile struct scenes *scenes(void)
{
    return (volatile struct scenes *)SCENES;
}

static inline volatile struct scene *this_scene(void)
{
    return &scenes()->of[scenes()->now];
}

/* Makes the others ready, from the middle of something.  High is first: it is to wait. */
static inline void scene_wake_others(microkit_channel high, microkit_channel middle)
{
    this_scene()->woken = counter_now();
    this_scene()->before = scenes()->turns;
    microkit_notify(high);
    microkit_notify(middle);
}
