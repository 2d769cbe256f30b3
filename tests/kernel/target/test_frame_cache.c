/* SPDX-License-Identifier: BSD-2-Clause */
/* Cache maintenance on a frame, by offsets (ABI.md 9.4). */
#include "devices.h"
#include "spaces.h"

static const seL4_Word ops[] = {ARMPageClean_Data, ARMPageInvalidate_Data,
                                ARMPageCleanInvalidate_Data, ARMPageUnify_Instruction};
enum { OPS = sizeof ops / sizeof ops[0] };

static seL4_Word maintain(seL4_CPtr frame, seL4_Word op, seL4_Word start, seL4_Word end)
{
    return invoke(frame, op, NONE, W(start, end));
}

static seL4_CPtr mapped_frame(void)
{
    seL4_CPtr frame = small_frame();

    map_window(frame, WINDOW, READ_WRITE);
    return frame;
}

TEST(frame_cache_operations_need_2_words, "frame.cache.length")
{
    seL4_CPtr frame = small_frame();

    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(invoke(frame, ops[i], NONE, NONE), seL4_TruncatedMessage);
        EXPECT(invoke(frame, ops[i], NONE, W(64)), seL4_TruncatedMessage);
    }
}

TEST(cache_operations_on_a_frame_that_is_not_mapped_are_refused, "frame.cache.unmapped")
{
    seL4_CPtr frame = mapped_frame();
    seL4_CPtr copy = mint_new(frame, READ_WRITE, 0);

    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(maintain(copy, ops[i], 8, 8), seL4_IllegalOperation);
        EXPECT(maintain(copy, ops[i], 0, 5000), seL4_IllegalOperation);
        OK(maintain(frame, ops[i], 0, 4096));
    }
    OK(frame_unmap(frame));
    EXPECT(maintain(frame, ARMPageClean_Data, 0, 64), seL4_IllegalOperation);
}

TEST(cache_operations_where_the_asid_has_gone_are_failed_lookups, "frame.cache.asid_gone")
{
    seL4_CPtr vspace = space_new();
    seL4_CPtr frame = small_frame();

    (void)map_in(vspace, frame, WINDOW, READ_WRITE, DEFAULT);
    OK(cnode_delete(slot(vspace)));
    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(maintain(frame, ops[i], 8, 8), seL4_FailedLookup, 0, seL4_InvalidRoot);
    }
}

TEST(a_frame_cache_range_must_not_be_empty, "frame.cache.empty")
{
    seL4_CPtr frame = mapped_frame();

    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(maintain(frame, ops[i], 0, 0), seL4_InvalidArgument, 1);
        EXPECT(maintain(frame, ops[i], 65, 64), seL4_InvalidArgument, 1);
        EXPECT(maintain(frame, ops[i], 5001, 5000), seL4_InvalidArgument, 1);
    }
}

TEST(a_frame_cache_range_ends_with_the_frame, "frame.cache.beyond")
{
    seL4_CPtr frame = mapped_frame();
    seL4_CPtr replacement = small_frame();

    for (unsigned i = 0; i < OPS; i++) {
        EXPECT(maintain(frame, ops[i], 0, 4097), seL4_InvalidArgument, 0);
        EXPECT(maintain(frame, ops[i], 4096, 4097), seL4_InvalidArgument, 0);
        EXPECT(maintain(frame, ops[i], 0, ~0ull), seL4_InvalidArgument, 0);
        OK(maintain(frame, ops[i], 4095, 4096));
    }
    OK(page_map(replacement, WINDOW, READ_WRITE, DEFAULT));
    EXPECT(maintain(frame, ARMPageClean_Data, 0, 4097), seL4_InvalidArgument, 0);
}

TEST(a_large_frame_s_cache_range_is_2_mib, "frame.cache.beyond")
{
    seL4_CPtr large = large_frame();

    map_window(large, WINDOW, READ_WRITE);
    OK(maintain(large, ARMPageClean_Data, 0x1ff000, 0x200000));
    EXPECT(maintain(large, ARMPageClean_Data, 0x1ff000, 0x200001), seL4_InvalidArgument, 0);
}

TEST(cache_operations_on_a_replaced_frame_are_refused, "frame.cache.replaced el2.cache.replaced")
{
    seL4_CPtr frame = mapped_frame();
    seL4_CPtr table = tables_in(VSPACE, FAR_AWAY, TABLES);
    seL4_CPtr other = small_frame();

    OK(page_map(small_frame(), WINDOW, READ_ONLY, DEFAULT));
    for (unsigned i = 0; i < OPS; i++) {
        CHECK_EQUAL(maintain(frame, ops[i], 0, 64), MAINTAIN_REPLACED);
    }
    OK(page_map(other, FAR_AWAY, READ_WRITE, DEFAULT));
    OK(table_unmap(table + TABLES - 1));
    CHECK_EQUAL(maintain(other, ARMPageClean_Data, 0, 64), MAINTAIN_REPLACED);
}

TEST(invalidating_a_frame_mapped_read_only_is_refused,
     "frame.cache.invalidate el2.cache.invalidate")
{
    seL4_CPtr frame = small_frame();

    map_window(frame, WINDOW, READ_ONLY);
    CHECK_EQUAL(maintain(frame, ARMPageInvalidate_Data, 0, 64), INVALIDATE_READ_ONLY);
    OK(maintain(frame, ARMPageClean_Data, 0, 64));
    OK(maintain(frame, ARMPageCleanInvalidate_Data, 0, 64));
    OK(maintain(frame, ARMPageUnify_Instruction, 0, 64));
    OK(page_map(frame, WINDOW, NO_RIGHTS, DEFAULT));
    CHECK_EQUAL(maintain(frame, ARMPageInvalidate_Data, 0, 64), INVALIDATE_READ_ONLY);
    OK(maintain(frame, ARMPageClean_Data, 0, 64));
    OK(page_map(frame, WINDOW, READ_WRITE, DEFAULT));
    OK(maintain(frame, ARMPageInvalidate_Data, 0, 64));
}

TEST(a_cleaned_frame_keeps_its_data, "frame.cache.clean")
{
    seL4_CPtr frame = mapped_frame();
    volatile seL4_Word *page = (volatile seL4_Word *)WINDOW;

    for (unsigned i = 0; i < 512; i++) {
        page[i] = i * 5;
    }
    OK(maintain(frame, ARMPageClean_Data, 0, 2048));
    OK(maintain(frame, ARMPageCleanInvalidate_Data, 2048, 4096));
    OK(page_map(frame, WINDOW, READ_WRITE, UNCACHED));
    for (unsigned i = 0; i < 512; i++) {
        CHECK_EQUAL(page[i], i * 5);
    }
}

TEST(a_unified_frame_is_executed, "frame.cache.unify")
{
    seL4_CPtr frame = mapped_frame();
    struct probe p = probe_new(VSPACE);
    volatile unsigned *code = (volatile unsigned *)WINDOW;

    for (unsigned value = 1; value < 4; value++) {
        code[0] = 0xd2800002u | value << 5; /* mov x2, #value */
        code[1] = INSTRUCTION_RET;
        OK(maintain(frame, ARMPageUnify_Instruction, 0, 8));
        CHECK_EQUAL(probe_execute(&p, WINDOW), 0);
        CHECK_EQUAL(p.value, value);
    }
}

TEST(cache_operations_on_a_device_s_frame_succeed, "frame.cache.device el2.cache.device")
{
    seL4_CPtr frame = device_frame(UART_ADDRESS, seL4_ARM_SmallPageObject);
    volatile unsigned *uart = device_view(frame);

    for (unsigned i = 0; i < OPS; i++) {
        CHECK_EQUAL(maintain(frame, ops[i], 0, 4096), MAINTAIN_DEVICE);
        CHECK_EQUAL(invoke(VSPACE, ARMVSpaceClean_Data + i, NONE,
                           W((seL4_Word)uart, (seL4_Word)uart + 64)),
                    MAINTAIN_DEVICE);
    }
    CHECK_EQUAL(uart[uart_known[0].offset / WORD_BYTES] & uart_known[0].mask, uart_known[0].value);
    OK(cnode_delete(slot(frame)));
}
