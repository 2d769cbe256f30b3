/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 6, part 3: the driver goes for what decides about it, by processor and by device. */
#include "../common/device/smmu.h"
#include "judge.h"

/* Where the kernel is, and the interrupt controller: as physical addresses. */
static const seL4_Word kernel_paddr = 0x40000000, interrupts_paddr = 0x8000000;

/* Where iommu has it, which is where the driver tries, and where it is in memory. */
static const struct target {
    const char *name;
    seL4_Word vaddr;
    const seL4_Word *paddr;
} targets[] = {
    {"the SMMU's registers: not mapped for the driver", REGISTERS, &smmu_paddr},
    {"the stream table: not mapped for the driver", STREAMS, &streams_paddr},
    {"the page tables: not mapped for the driver", TABLES, &tables_paddr},
    {"the command queue: not mapped for the driver", COMMANDS, &commands_paddr},
    {"the event queue: not mapped for the driver", EVENTS, &events_paddr},
    {"the device's PCI configuration: not mapped for the driver", CONFIG, &config_paddr},
    {"the interrupt controller: not mapped for the driver", 0x8000000, &interrupts_paddr},
    {"the kernel's memory: not mapped for the driver", 0x40000000, &kernel_paddr},
};

enum { TARGETS = sizeof(targets) / sizeof(targets[0]) };

static seL4_Word sum; /* of all that decides, before the driver began */
static seL4_Bool read_refused;

static const struct target *target(void)
{
    return &targets[round_now()];
}

static struct command read_give(void)
{
    if (round_now() == 0) {
        sum = iommu_asked(REQUEST_SUM, 0);
    }
    return (struct command){ORDER_READ, target()->vaddr, 0, 0};
}

static void read_judge(const struct outcome *outcome)
{
    read_refused = outcome->faulted && !outcome->write && outcome->not_mapped &&
                   outcome->address == target()->vaddr;
}

static struct command write_give(void)
{
    return (struct command){ORDER_WRITE, 0, target()->vaddr, 0};
}

static void write_judge(const struct outcome *outcome)
{
    check(read_refused && outcome->faulted && outcome->write && outcome->not_mapped &&
              outcome->address == target()->vaddr,
          target()->name);
}

/* Into the device and back to where it came from: both are attempts. */
static struct command device_give(void)
{
    return copy(*target()->paddr, *target()->paddr);
}

static void device_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_TRANSLATION, *target()->paddr, seL4_True, "nor does its device read it");
    check_event(EVENT_TRANSLATION, *target()->paddr, seL4_False, "nor write to it");
    if (round_now() == TARGETS - 1) {
        check(iommu_asked(REQUEST_SUM, 0) == sum,
              "registers, tables, commands, configuration: not a bit has changed");
    }
}

static const struct step steps[] = {
    {read_give, read_judge},
    {write_give, write_judge},
    {device_give, device_judge},
};

const struct part part_owner = {
    "\n3. The driver goes for what decides about it\n", steps, sizeof(steps) / sizeof(steps[0]),
    TARGETS};
