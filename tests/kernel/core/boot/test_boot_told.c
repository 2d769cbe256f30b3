/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the host tool says of the kernel's boot in advance is what the kernel
 * does: the tool refuses systems on that ground.
 */
#include "fixture.h"

#include <string.h>

#include "board.h"
#include "sched.h"

#include "../../../../initialiser/spec/level.c"
#include "../../../../tool/kernel/kernel_boot.c"

enum {
    BOOTS = 20000,
    PAGES = HOST_RAM_SIZE >> 12,
    MAX_RESERVED = 4
};

static uint64_t random_state = 10;

/* xorshift64*: the same numbers on every machine. */
static word_t random_below(word_t limit)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return (random_state * 0x2545f4914f6cdd1dull >> 33) % limit;
}

/* Small numbers more often, and now and then all there is. */
static word_t random_size(word_t limit)
{
    switch (random_below(4)) {
    case 0:
        return random_below(limit);
    case 1:
        return limit - 1 - random_below(limit < 40 ? limit : 40);
    default:
        return random_below(limit < 40 ? limit : 40);
    }
}

static paddr_t page(word_t number)
{
    return HOST_RAM_BASE + number * 0x1000;
}

/* A kernel and an image somewhere in RAM, in one order or the other. */
static struct boot_handover random_handover(void)
{
    word_t first = random_size(PAGES - 1);
    word_t first_size = 1 + random_size(PAGES - first - 1);
    word_t second = first + first_size + random_size(PAGES - first - first_size);
    word_t second_size = 1 + random_size(PAGES - second);
    bool image_first = random_below(2) == 0;
    word_t kernel = image_first ? second : first;
    word_t kernel_size = image_first ? second_size : first_size;
    word_t user = image_first ? first : second;
    word_t user_size = image_first ? first_size : second_size;
    vaddr_t at = 0x200000 + random_below(1ull << 30) * 0x1000;

    return (struct boot_handover){
        .user_start = page(user),
        .user_end = page(user + user_size),
        .user_offset = page(user) - at,
        .user_entry = at,
        .kernel_start = page(kernel),
        .kernel_boot_end = page(kernel + random_below(kernel_size + 1)),
        .kernel_end = page(kernel + kernel_size),
    };
}

static struct span to_span(struct phys_range range)
{
    return (struct span){range.start, range.end};
}

/* Returns whether the tool says that the kernel boots. */
static bool tell(struct kernel_boot *told, const struct boot_handover *handover)
{
    struct reserved_span reserved[MAX_RESERVED];
    struct span ram = to_span(board.ram[0]);
    struct board_facts memory = {.ram = &ram,
                                 .ram_count = 1,
                                 .reserved = reserved,
                                 .reserved_count = board.reserved_count,
                                 .exception_level = 1};
    struct kernel_entry entry = {
        .board = &memory,
        .kernel = {handover->kernel_start, handover->kernel_end},
        .kernel_boot_end = handover->kernel_boot_end,
        .user = {handover->user_start, handover->user_end},
        .user_vaddr = handover->user_start - handover->user_offset,
        .root_bits = board.root_cnode_bits,
    };

    for (unsigned i = 0; i < board.reserved_count; i++) {
        reserved[i].span = to_span(board.reserved[i]);
    }
    kernel_boot_tell(told, &entry);
    return told->objects.start < told->objects.end && told->slots <= BIT(entry.root_bits);
}

/* False if the kernel stops. */
static bool boot(const struct boot_handover *handover)
{
    jmp_buf halt;

    host_machine.console_length = 0;
    host_machine.halt = &halt;
    if (setjmp(halt) != 0) {
        return false;
    }
    kernel_boot(handover);
    host_machine.halt = NULL;
    return true;
}

static void assert_region(seL4_SlotRegion told, seL4_SlotRegion found)
{
    assert_int_equal(told.start, found.start);
    assert_int_equal(told.end, found.end);
}

static const seL4_BootInfo *found_bootinfo(void)
{
    struct cte *root = cap_cnode(sched_current()->slot[TCB_CSPACE].cap);

    return phys_ptr(cap_object(root[seL4_CapBootInfoFrame].cap));
}

static void test_the_tool_tells_slots_and_untypeds_of_any_boot(void **state)
{
    unsigned booted = 0;

    (void)state;
    for (unsigned i = 0; i < BOOTS; i++) {
        struct boot_handover handover = random_handover();
        struct kernel_boot told;
        bool expected = tell(&told, &handover);

        assert_int_equal(boot(&handover), expected);
        if (!expected) {
            continue;
        }
        const seL4_BootInfo *found = found_bootinfo();
        booted++;
        assert_region(told.info.userImagePaging, found->userImagePaging);
        assert_region(told.info.schedcontrol, found->schedcontrol);
        assert_region(told.info.userImageFrames, found->userImageFrames);
        assert_region(told.info.untyped, found->untyped);
        assert_region(told.info.empty, found->empty);
        assert_memory_equal(told.info.untypedList, found->untypedList, sizeof found->untypedList);
    }
    assert_between(booted, BOOTS / 2, BOOTS * 9 / 10); /* enough of both kinds were tried */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_tool_tells_slots_and_untypeds_of_any_boot),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
