/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the client: what each level must come to.
 */
#include "client.h"

#include "../common/judge.h"

/* What an attempt is called in the guest's report, how many succeed, and of how many. */
struct expected {
    const char *name;
    seL4_Word got;
    seL4_Word of;
    const char *claim;
};

enum { MOST = 18 };

static const struct expected levels[][MOST + 1] = {
    [LEVEL_USER] = {
        {"kernel-memory", 0, 256, "its kernel's memory: 0 of 256 places"},
        {"interrupt-controller", 0, 2, "the guest's interrupt controller: 0 of 2 pages"},
        {"own-devices", 0, 2, "devices of the guest's that have a driver: 0 of 2"},
        {"own-memory", 0, 1, "the guest's physical memory: not at all"},
        {"others-memory", 0, 6, "physical memory that is others': 0 of 6 places"},
        {"instructions", 0, 10, "instructions that are for kernels: 0 of 10"},
        {"files", 0, 5, "files that give power: 0 of 5"},
        {"rights", 0, 8, "calls that need rights: 0 of 8"},
        {0},
    },
    [LEVEL_ROOT] = {
        {"kernel-memory", 0, 256, "its kernel's memory: 0 of 256 places"},
        {"interrupt-controller", 2, 2, "the guest's interrupt controller: 2 of 2 pages"},
        {"own-devices", 0, 2, "devices of the guest's that have a driver: 0 of 2"},
        {"own-memory", 0, 1, "the guest's physical memory: not at all"},
        {"others-memory", 0, 6, "physical memory that is others': 0 of 6 places"},
        {"instructions", 0, 10, "instructions that are for kernels: 0 of 10"},
        {"files", 5, 5, "files that give power: 5 of 5"},
        {"rights", 8, 8, "calls that need rights: 8 of 8"},
        {0},
    },
    [LEVEL_KERNEL] = {
        {"loaded", 1, 1, "its module is a part of the guest's kernel"},
        {"own-memory", 512, 512, "the guest's memory: 512 of 512 places"},
        {"interrupt-controller", 3, 32, "the guest's interrupt controller: 3 of 32 pages"},
        {"else-read", 3, 3976, "everything else, read: 3 of 3976 places, its devices"},
        {"else-written", 3, 3976, "everything else, written: 3 of 3976, the same"},
        {"secret-read", 0, 512, "around the secret, read: 0 of 512 pages"},
        {"secret-written", 0, 512, "around the secret, written: 0 of 512 pages"},
        {"hypercalls", 0, 1985, "system calls: 0 of 1985 answered"},
        {"firmware-version", 0x10000, 0, "its firmware is its VMM: PSCI 1.0"},
        {"secure-calls", 3, 504, "firmware calls: 3 of 504 answered, by its VMM"},
        {"registers-read", 0, 8192, "registers of EL2 and EL3, read: 0 of 8192"},
        {"registers-written", 0, 8192, "registers of EL2 and EL3, written: 0 of 8192"},
        {"interrupts", 5000, 5000, "5000 interrupts to itself: its own time"},
        {"dma-refused", 18, 18, "DMA by the disk outside its memory: 18 of 18 refused"},
        {"rings-refused", 27, 27, "queues outside its memory: 27 of 27 refused"},
        {"dma-own", 1, 1, "DMA into its own memory: works"},
        {"burnt", 2, 2, "two seconds with all interrupts masked"},
        {0},
    },
};

unsigned level_checks(enum level level)
{
    unsigned count = 0;

    while (levels[level][count].name != seL4_Null) {
        count++;
    }
    return count;
}

static void put_pair(seL4_Word got, seL4_Word of)
{
    microkit_dbg_put32((seL4_Uint32)got);
    microkit_dbg_puts(" of ");
    microkit_dbg_put32((seL4_Uint32)of);
}

void judge_level(enum level level)
{
    for (const struct expected *e = levels[level]; e->name != seL4_Null; e++) {
        const struct finding *found = finding(e->name);
        seL4_Bool right = found != seL4_Null && found->got == e->got && found->of == e->of;

        check_begin(right, e->claim);
        if (!right) {
            put_below("expected ");
            put_pair(e->got, e->of);
            microkit_dbg_puts(", found ");
            if (found == seL4_Null) {
                microkit_dbg_puts("no report");
            } else {
                put_pair(found->got, found->of);
            }
        }
        microkit_dbg_puts("\n");
    }
    findings_clear();
}
