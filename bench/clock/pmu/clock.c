/* SPDX-License-Identifier: BSD-2-Clause */
/* Sections by the PMU's counters, which are one for all components and the kernel. */
#include "clock.h"

static struct {
    seL4_Word begin;
    seL4_Word instructions; /* of the section that has ended */
} section;

/* INST_RETIRED (Arm ARM, "Common event numbers"); PMCEID0_EL0 says whether it is counted. */
enum { EVENT_INSTRUCTIONS = 8 };

void bench_count_instructions(void)
{
    seL4_Word there;
    seL4_Word event = EVENT_INSTRUCTIONS;
    seL4_Word first = 1;

    __asm__ volatile("mrs %0, pmceid0_el0" : "=r"(there));
    if ((there >> EVENT_INSTRUCTIONS & 1) == 0) {
        return;
    }
    __asm__ volatile("msr pmevtyper0_el0, %0\n\tmsr pmcntenset_el0, %1\n\tisb"
                     :
                     : "r"(event), "r"(first));
}

seL4_Word bench_begin(void)
{
    section.begin = counter_events();
    return counter_cycles();
}

/* The event counter has 32 bits. */
seL4_Word bench_end(void)
{
    seL4_Word cycles = counter_cycles();

    section.instructions = (counter_events() - section.begin) & 0xffffffff;
    return cycles;
}

seL4_Word bench_instructions(void)
{
    return section.instructions;
}

void bench_note_instructions(seL4_Word instructions)
{
    section.instructions = instructions;
}
