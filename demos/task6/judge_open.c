/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 6, part 1: the SMMU as reset leaves it.  All that is checked here is what must not be. */
#include "judge.h"

static struct command honest_give(void)
{
    return copy(letter_paddr, buffer_paddr);
}

static struct command read_give(void)
{
    return (struct command){ORDER_READ, SECRET, 0, 0};
}

static struct command write_give(void)
{
    return (struct command){ORDER_WRITE, 0, SECRET, 0};
}

static struct command physical_give(void)
{
    return (struct command){ORDER_READ, secret_paddr, 0, 0};
}

static struct command theft_give(void)
{
    victim_fills();
    return copy(secret_paddr, buffer_paddr);
}

static struct command damage_give(void)
{
    return copy(letter_paddr, secret_paddr);
}

static void begin_judge(const struct outcome *outcome)
{
    (void)outcome;
    (void)iommu_asked(REQUEST_LOOK, 0);
    check(microkit_mr_get(1) == 0, "the SMMU is off: nobody has said what it is to do");
    (void)iommu_asked(REQUEST_OPEN, 0);
}

static void honest_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_number(post(), COPY_WORDS, "the device copies the letter to the buffer: 256 words");
}

static void read_judge(const struct outcome *outcome)
{
    check(outcome->faulted && !outcome->write && outcome->not_mapped && outcome->address == SECRET,
          "the driver reads the secret, where the victim has it: not mapped");
}

static void write_judge(const struct outcome *outcome)
{
    check(outcome->faulted && outcome->write && outcome->not_mapped && outcome->address == SECRET,
          "the driver writes to it: not mapped");
}

static void physical_judge(const struct outcome *outcome)
{
    check(outcome->faulted && outcome->not_mapped && outcome->address == secret_paddr,
          "the driver reads it where it is in memory: not mapped");
}

static void theft_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_number(loot(0), COPY_WORDS, "its device reads the secret: 256 words are in the buffer");
    check_number(victim_finds_changed(), 0, "the victim has not noticed");
}

static void damage_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_number(victim_finds_changed(), COPY_WORDS,
                 "its device overwrites it: the victim finds 256 words changed");
}

static const struct step steps[] = {
    {write_letter, begin_judge},       {honest_give, honest_judge}, {read_give, read_judge},
    {write_give, write_judge},         {physical_give, physical_judge},
    {theft_give, theft_judge},         {damage_give, damage_judge},
};

const struct part part_open = {
    "\n1. As after reset: there is an SMMU, and it lets everything through\n", steps,
    sizeof(steps) / sizeof(steps[0]), 1};
