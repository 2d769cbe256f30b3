/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The prober's part about registers: one function for each access of
 * registers.h.  What is written is zero, which does least harm should it work.
 */
#include "registers.h"
#include "../common/probe.h"

#define READ(name)   "mrs x0, " #name
#define WRITE(name)  "msr " #name ", xzr"
#define CLEAR(name)  "msr " #name ", #15"
#define INVOKE(name) #name " #0"

#define DEFINE_ACCESS(how, group, name)                                                          \
    static void how##_##name(void)                                                               \
    {                                                                                            \
        __asm__ volatile(PROBE(how(name)) : : : "x0", "x9", "memory");                           \
    }
#define NAME_ACCESS(how, group, name) how##_##name,

REGISTER_ACCESSES(DEFINE_ACCESS)

static void (*const accesses[])(void) = {REGISTER_ACCESSES(NAME_ACCESS)};

void probe_register(seL4_Word number)
{
    if (number < sizeof(accesses) / sizeof(accesses[0])) {
        accesses[number]();
    }
}
