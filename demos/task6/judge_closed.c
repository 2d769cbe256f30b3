/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 6, part 2: the SMMU on.  The device reaches what its driver has, and nothing else. */
#include "../common/device/smmu.h"
#include "judge.h"

/* The words of an answer to REQUEST_MAPPING. */
enum { MAPPING_FOUND, MAPPING_IOVA, MAPPING_PADDR, MAPPING_BYTES, MAPPING_RIGHTS };

/* A copy that begins in the last quarter of the buffer, and so ends in the secret. */
enum { BEFORE_END = 1024 };

static struct command honest_give(void)
{
    return copy(letter_paddr, buffer_paddr);
}

static struct command theft_give(void)
{
    return copy(secret_paddr, buffer_paddr);
}

static struct command damage_give(void)
{
    return copy(letter_paddr, secret_paddr);
}

static struct command theft_beyond_give(void)
{
    return copy(buffer_paddr + PAGE_BYTES - BEFORE_END, buffer_paddr);
}

static struct command damage_beyond_give(void)
{
    return copy(letter_paddr, buffer_paddr + PAGE_BYTES - BEFORE_END);
}

static struct command letter_give(void)
{
    return copy(buffer_paddr, letter_paddr);
}

/* Is number `n` of what the device may reach this page, with these rights? */
static seL4_Bool mapping_is(seL4_Word n, seL4_Word paddr, seL4_Word rights)
{
    return iommu_asked(REQUEST_MAPPING, n) != 0 && microkit_mr_get(MAPPING_IOVA) == paddr &&
           microkit_mr_get(MAPPING_PADDR) == paddr &&
           microkit_mr_get(MAPPING_BYTES) == PAGE_BYTES &&
           microkit_mr_get(MAPPING_RIGHTS) == rights;
}

static void begin_judge(const struct outcome *outcome)
{
    seL4_Bool right;

    (void)outcome;
    victim_fills();
    iommu_does(REQUEST_CLOSE, "iommu turned the SMMU on");
    right = mapping_is(0, buffer_paddr, SMMU_READ_WRITE) && mapping_is(1, letter_paddr, SMMU_READ);
    check(right && iommu_asked(REQUEST_MAPPING, 2) == 0,
          "that is the driver's buffer and its letter, and nothing else");
}

static void honest_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_number(post(), COPY_WORDS, "the device copies the letter to the buffer: 256 words");
    check_no_event("and there is nothing to report");
}

static void theft_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_TRANSLATION, secret_paddr, seL4_True,
                "its device reads the secret: the SMMU says who, and where");
    check_number(loot(0), 0, "not a word of the secret is in the buffer");
}

static void damage_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_TRANSLATION, secret_paddr, seL4_False,
                "its device overwrites the secret: the SMMU says who, and where");
    check_number(victim_finds_changed(), 0, "the victim's page is what it wrote");
}

static void theft_beyond_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_TRANSLATION, secret_paddr, seL4_True,
                "it reads past the end of the buffer, into the secret: the same");
    check_number(loot(BEFORE_END / sizeof(seL4_Word)), 0,
                 "not a word of the secret is in the buffer");
}

static void damage_beyond_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_TRANSLATION, secret_paddr, seL4_False,
                "it writes past the end of the buffer: the same");
    check_number(victim_finds_changed(), 0, "the victim's page is what it wrote");
}

static void letter_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_PERMISSION, letter_paddr, seL4_False,
                "it writes to the letter, which it may read: not allowed");
    check_number(letter_changed(), 0, "the letter is what the driver wrote");
    check(iommu_asked(REQUEST_INTERRUPTS, 0) != 0,
          "the SMMU interrupted its owner, who need not look all the time");
}

static const struct step steps[] = {
    {write_letter, begin_judge},
    {honest_give, honest_judge},
    {theft_give, theft_judge},
    {damage_give, damage_judge},
    {theft_beyond_give, theft_beyond_judge},
    {damage_beyond_give, damage_beyond_judge},
    {letter_give, letter_judge},
};

const struct part part_closed = {
    "\n2. The SMMU on: the device may use the buffer, and read the letter\n", steps,
    sizeof(steps) / sizeof(steps[0]), 1};
