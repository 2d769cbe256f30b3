/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The loader of the self-test: ours, linked with `--wrap=machine_check` and this,
 * which writes down what no user can read.
 */
#include "facts.h"

#include "loader.h"

bool __real_machine_check(const struct machine *machine);
bool __wrap_machine_check(const struct machine *machine);

#define READ(name, register) __asm__ volatile("mrs %0, " register : "=r"(name))

/* CCSIDR_EL1 of a cache, which CSSELR_EL1 chooses: an ISB is needed between them (Arm ARM,
   "Synchronization requirements for AArch64 System registers"). */
static unsigned long long cache(unsigned long long level, unsigned long long instructions)
{
    unsigned long long ccsidr;

    __asm__ volatile("msr csselr_el1, %0\n\tisb" : : "r"(level << 1 | instructions));
    READ(ccsidr, "ccsidr_el1");
    return ccsidr;
}

/* Written with the MMU off, read with it on: a line that a cache has of it is older, so away with
   it (Arm ARM, "Mismatched memory attributes"). */
static void forget_lines(const struct facts *facts)
{
    unsigned long long at = (unsigned long long)facts;

    for (; at < (unsigned long long)(facts + 1); at += 16) { /* the smallest line there can be */
        __asm__ volatile("dc ivac, %0" : : "r"(at) : "memory");
    }
    __asm__ volatile("dsb sy" : : : "memory");
}

static void write_facts(volatile struct facts *facts, const struct machine *machine)
{
    unsigned long long value;

    facts->level = machine->level;
    READ(value, "midr_el1");
    facts->midr = value;
    READ(value, "revidr_el1");
    facts->revidr = value;
    READ(value, "mpidr_el1");
    facts->mpidr = value;
    READ(value, "ctr_el0");
    facts->ctr = value;
    READ(value, "clidr_el1");
    facts->clidr = value;
    for (unsigned i = 0; i < FACTS_CACHES; i++) {
        unsigned kind = (unsigned)(value >> 3 * i & 7); /* CLIDR_EL1.Ctype */
        facts->ccsidr[i][0] = kind >= 2 ? cache(i, 0) : 0;
        facts->ccsidr[i][1] = kind == 1 || kind == 3 ? cache(i, 1) : 0;
    }
    facts->mmfr0 = machine->mmfr0;
    facts->timer_hz = machine->timer_hz;
    facts->ram_size = machine->ram_size;
    facts->magic = FACTS_MAGIC;
}

_Static_assert(sizeof(struct facts) <= 4096 - FACTS_OFFSET, "they fit");

bool __wrap_machine_check(const struct machine *machine)
{
    unsigned long long end = (unsigned long long)image_base + boot_image.user_offset +
                             boot_image.user_size;
    struct facts *facts = (struct facts *)(end - BOOT_LOADER_BYTES + FACTS_OFFSET);

    write_facts(facts, machine);
    forget_lines(facts);
    return __real_machine_check(machine);
}
