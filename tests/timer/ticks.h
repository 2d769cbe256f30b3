/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the components of ticks.system agree on.  The timer: Arm Architecture Reference Manual for
 * A-profile, "The Generic Timer in AArch64 state".
 */
#pragma once

#include <microkit.h>

enum { TICKS = 20, TICK_US = 1000, PATIENCE_US = 100000 };

/* The region "notes". */
struct ticks_notes {
    volatile seL4_Word ticks; /* so far */
};

extern struct ticks_notes *notes; /* defined by the component, set by the tool */

static inline seL4_Word counter_after(seL4_Word us)
{
    seL4_Word hertz;
    seL4_Word ticks;

    __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(hertz));
    __asm__ volatile("isb\n\tmrs %0, cntpct_el0" : "=r"(ticks) : : "memory");
    return ticks + hertz / 1000000 * us;
}
