/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 6, part 4: what was allowed is taken away, and given back.  Nothing outlives its grant. */
#include "../common/device/smmu.h"
#include "judge.h"

/* A copy takes the device 100 ms of the machine's time.  Should the machine have been so slow that
   it was over before the buffer was taken away, the driver tries again, so often. */
enum { TRIES = 20 };

static unsigned tried;

static struct command honest_give(void)
{
    return copy(letter_paddr, buffer_paddr);
}

/* With what the device has from the letter. */
static struct command start_give(void)
{
    return (struct command){ORDER_START, 0, buffer_paddr, COPY_BYTES};
}

static struct command look_give(void)
{
    return (struct command){ORDER_LOOK, 0, 0, 0};
}

static struct command wait_give(void)
{
    return (struct command){ORDER_WAIT, 0, 0, 0};
}

static void nothing_judge(const struct outcome *outcome)
{
    (void)outcome;
}

static void used_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_number(post(), COPY_WORDS, "the device uses the buffer: 256 words");
}

static void take_judge(const struct outcome *outcome)
{
    (void)outcome;
    iommu_does(REQUEST_TAKE, "iommu took the buffer away from the device");
}

static void taken_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_TRANSLATION, buffer_paddr, seL4_False,
                "the device uses it once more: the SMMU says who, and where");
    check_number(in_buffer(), 0, "not a word has arrived");
}

static void give_judge(const struct outcome *outcome)
{
    (void)outcome;
    iommu_does(REQUEST_GIVE, "iommu gave it back");
}

static void started_judge(const struct outcome *outcome)
{
    (void)outcome;
    if (tried == 0) {
        iommu_does(REQUEST_TAKE, "iommu took it away in the midst of a copy");
    } else {
        (void)iommu_asked(REQUEST_TAKE, 0);
    }
}

/* It was: only if the device is still at it, the copy comes after the taking. */
static void looked_judge(const struct outcome *outcome)
{
    if (outcome->word == 0 && ++tried < TRIES) {
        (void)iommu_asked(REQUEST_GIVE, 0);
        go_back(4);
        return;
    }
    check(outcome->word != 0, "the device is at it, and does not know");
}

static void in_flight_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_TRANSLATION, buffer_paddr, seL4_False, "the copy found it gone");
    check_number(in_buffer(), 0, "not a word has arrived");
}

static void detach_judge(const struct outcome *outcome)
{
    (void)outcome;
    (void)iommu_asked(REQUEST_GIVE, 0);
    iommu_does(REQUEST_DETACH, "iommu gave it back, and then took everything away");
}

static void detached_judge(const struct outcome *outcome)
{
    (void)outcome;
    check_event(EVENT_BAD_STREAM, 0, seL4_False, "the device reads the letter: the SMMU says who");
    check_number(in_buffer(), 0, "not a word has arrived");
}

static void attach_judge(const struct outcome *outcome)
{
    (void)outcome;
    iommu_does(REQUEST_ATTACH, "iommu gave everything back");
}

static void end_judge(const struct outcome *outcome)
{
    used_judge(outcome);
    check_number(victim_finds_changed(), 0, "the victim's page is what it wrote");
}

static const struct step steps[] = {
    {write_letter, nothing_judge},
    {honest_give, used_judge},
    {write_letter, take_judge},
    {honest_give, taken_judge},
    {write_letter, give_judge},
    {honest_give, used_judge},
    {wait_give, nothing_judge}, /* to here, if it was over too early: its interrupt may be due */
    {write_letter, nothing_judge},
    {start_give, started_judge},
    {look_give, looked_judge},
    {wait_give, in_flight_judge},
    {write_letter, detach_judge},
    {honest_give, detached_judge},
    {write_letter, attach_judge},
    {honest_give, end_judge},
};

const struct part part_return = {
    "\n4. Taken away, and given back\n", steps, sizeof(steps) / sizeof(steps[0]), 1};
