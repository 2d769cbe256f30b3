/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance by virtual address, by the kernel and by user code itself (ABI.md 9.4). */
#include "spaces.h"

static const seL4_Word ops[] = {ARMVSpaceClean_Data, ARMVSpaceInvalidate_Data,
                                ARMVSpaceCleanInvalidate_Data, ARMVSpaceUnify_Instruction};
enum { OPS = sizeof ops / sizeof ops[0] };

static seL4_Word maintain(seL4_CPtr vspace, seL4_Word op, seL4_Word start, seL4_Word end)
{
    return invoke(vspace, op, NONE, W(start, end));
}

TEST(vspace_cache_operations_need_2_words, "vspace.cache.length")
{
    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(invoke(VSPACE, ops[i], NONE, NONE), seL4_TruncatedMessage);
        EXPECT(invoke(VSPACE, ops[i], NONE, W(TOP)), seL4_TruncatedMessage);
    }
}

TEST(a_vspace_cache_range_must_not_be_empty, "vspace.cache.empty")
{
    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(maintain(VSPACE, ops[i], WINDOW, WINDOW), seL4_InvalidArgument, 1);
        EXPECT(maintain(VSPACE, ops[i], TOP + 8, TOP + 7), seL4_InvalidArgument, 1);
        EXPECT(maintain(VSPACE, ops[i], ~0ull, 0), seL4_InvalidArgument, 1);
    }
}

TEST(a_vspace_cache_range_ends_at_the_top_at_most, "vspace.cache.top")
{
    seL4_CPtr unassigned = make(seL4_ARM_VSpaceObject, 0);

    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(maintain(unassigned, ops[i], WINDOW, TOP), seL4_IllegalOperation);
        EXPECT(maintain(VSPACE, ops[i], TOP - 8, TOP), seL4_IllegalOperation);
        EXPECT(maintain(VSPACE, ops[i], ~0ull - 8, ~0ull), seL4_IllegalOperation);
        OK(maintain(VSPACE, ops[i], TOP - 8, TOP - 1));
    }
}

TEST(cache_operations_on_a_vspace_without_asid_are_refused, "vspace.cache.unassigned")
{
    seL4_CPtr unassigned = make(seL4_ARM_VSpaceObject, 0);

    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(maintain(unassigned, ops[i], WINDOW, WINDOW + 8), seL4_InvalidCapability, 0);
    }
}

TEST(cache_operations_where_nothing_is_mapped_do_nothing, "vspace.cache.nothing")
{
    for (unsigned i = 0; i < OPS; i++) {
        OK(maintain(VSPACE, ops[i], WINDOW, WINDOW + 0x100000));
        OK(maintain(VSPACE, ops[i], 0, TOP - 1));
    }
}

TEST(a_vspace_cache_range_stays_within_one_page, "vspace.cache.page")
{
    seL4_CPtr frame = small_frame();
    seL4_CPtr next = small_frame();
    const seL4_Word start = WINDOW + 0xff8;

    map_window(frame, WINDOW, READ_WRITE);
    map_window(next, WINDOW + 4096, READ_WRITE);
    for (unsigned i = 0; i < OPS; i++) {
        OK(maintain(VSPACE, ops[i], WINDOW, WINDOW + 4096));
        OK(maintain(VSPACE, ops[i], start, WINDOW + 4096));
        EXPECT(maintain(VSPACE, ops[i], start, WINDOW + 4097), seL4_RangeError, start,
               WINDOW + 4095);
        EXPECT(maintain(VSPACE, ops[i], WINDOW, WINDOW + 8192), seL4_RangeError, WINDOW,
               WINDOW + 4095);
    }
}

TEST(a_page_of_2_mib_is_one_page_for_cache_operations, "vspace.cache.page")
{
    map_window(large_frame(), WINDOW, READ_WRITE);
    for (unsigned i = 0; i < OPS; i++) {
        OK(maintain(VSPACE, ops[i], WINDOW + 0x1000, WINDOW + 0x3000));
        EXPECT(maintain(VSPACE, ops[i], WINDOW + 0x1008, WINDOW + 0x200001), seL4_RangeError,
               WINDOW + 0x1008, WINDOW + 0x1fffff);
    }
}

TEST(invalidating_what_may_not_be_written_is_refused,
     "vspace.cache.invalidate el2.cache.invalidate")
{
    seL4_CPtr frame = small_frame();

    map_window(frame, WINDOW, READ_ONLY);
    CHECK_EQUAL(maintain(VSPACE, ARMVSpaceInvalidate_Data, WINDOW, WINDOW + 64),
                INVALIDATE_READ_ONLY);
    OK(maintain(VSPACE, ARMVSpaceClean_Data, WINDOW, WINDOW + 64));
    OK(maintain(VSPACE, ARMVSpaceCleanInvalidate_Data, WINDOW, WINDOW + 64));
    OK(maintain(VSPACE, ARMVSpaceUnify_Instruction, WINDOW, WINDOW + 64));
    OK(page_map(frame, WINDOW, READ_WRITE, DEFAULT));
    OK(maintain(VSPACE, ARMVSpaceInvalidate_Data, WINDOW, WINDOW + 64));
}

TEST(cleaned_data_are_kept_and_seen_uncached, "vspace.cache.clean")
{
    seL4_CPtr frame = small_frame();
    volatile seL4_Word *page = (volatile seL4_Word *)WINDOW;

    map_window(frame, WINDOW, READ_WRITE);
    for (unsigned i = 0; i < 512; i++) {
        page[i] = i * 3;
    }
    OK(maintain(VSPACE, ARMVSpaceClean_Data, WINDOW, WINDOW + 2048));
    OK(maintain(VSPACE, ARMVSpaceCleanInvalidate_Data, WINDOW + 2048, WINDOW + 4096));
    OK(page_map(frame, WINDOW, READ_WRITE, UNCACHED));
    for (unsigned i = 0; i < 512; i++) {
        CHECK_EQUAL(page[i], i * 3);
    }
}

TEST(unified_instructions_are_executed, "vspace.cache.unify")
{
    struct probe p = probe_new(VSPACE);
    volatile unsigned *code = (volatile unsigned *)WINDOW;

    map_window(small_frame(), WINDOW, READ_WRITE);
    for (unsigned value = 1; value < 4; value++) {
        code[0] = 0xd2800002u | value << 5; /* mov x2, #value */
        code[1] = INSTRUCTION_RET;
        OK(maintain(VSPACE, ARMVSpaceUnify_Instruction, WINDOW, WINDOW + 8));
        CHECK_EQUAL(probe_execute(&p, WINDOW), 0);
        CHECK_EQUAL(p.value, value);
    }
}

TEST(cache_operations_reach_a_vspace_that_is_not_the_caller_s, "vspace.cache.unify")
{
    seL4_CPtr vspace = space_new();
    struct probe p = probe_new(vspace);
    seL4_CPtr frame = small_frame();
    volatile seL4_Word *words = view(frame);

    words[0] = INSTRUCTION_RET;
    (void)map_in(vspace, frame, WINDOW, READ_ONLY, DEFAULT);
    OK(maintain(vspace, ARMVSpaceUnify_Instruction, WINDOW, WINDOW + 8));
    CHECK_EQUAL(probe_execute(&p, WINDOW), 0);
    CHECK_EQUAL(maintain(vspace, ARMVSpaceInvalidate_Data, WINDOW, WINDOW + 8),
                INVALIDATE_READ_ONLY);
}

TEST(user_code_maintains_caches_of_its_own_pages, "vspace.cache.user")
{
    volatile seL4_Word *page = (volatile seL4_Word *)WINDOW;
    seL4_Word ctr;

    map_window(small_frame(), WINDOW, READ_WRITE);
    page[0] = 9;
    __asm__ volatile("dc cvac, %1\n\tdc cvau, %1\n\tdc civac, %1\n\tic ivau, %1\n\t"
                     "dsb ish\n\tisb\n\tmrs %0, ctr_el0"
                     : "=r"(ctr)
                     : "r"(page)
                     : "memory");
    CHECK_EQUAL(page[0], 9);
    CHECK_EQUAL(4ull << (ctr >> 16 & 0xf), 1ull << CONFIG_L1_CACHE_LINE_SIZE_BITS);
}
