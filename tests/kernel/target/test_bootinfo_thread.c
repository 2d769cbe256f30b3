/* SPDX-License-Identifier: BSD-2-Clause */
/* What the initial thread begins with (ABI.md 7.2 to 7.4). */
#include "expected.h"
#include "nodes.h"
#include "support.h"

/* x0 to x30, sp, tpidr_el0, tpidrro_el0 at the first instruction; raw.S. */
seL4_Word first_registers[34];

extern unsigned char __image_end[];

TEST(the_first_register_is_the_boot_information_and_the_others_are_0, "bootinfo.thread.registers")
{
    CHECK_EQUAL(first_registers[0], (seL4_Word)bootinfo);
    for (unsigned i = 1; i < 34; i++) {
        CHECK_EQUAL(first_registers[i], 0);
    }
}

TEST(the_first_thread_may_give_any_priority, "bootinfo.thread.priority")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    OK(tcb_set_priority(tcb, seL4_CapInitThreadTCB, seL4_MaxPrio));
    EXPECT(tcb_set_priority(tcb, seL4_CapInitThreadTCB, seL4_MaxPrio + 1), seL4_RangeError, 0,
           seL4_MaxPrio);
}

TEST(the_first_thread_has_the_first_scheduling_context, "bootinfo.thread.sched_context")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    EXPECT(invoke(seL4_CapInitThreadSC, SchedContextBind, W(tcb), NONE), seL4_IllegalOperation);
    EXPECT(tcb_set_sched_params(tcb, seL4_CapInitThreadTCB, 0, 0, seL4_CapInitThreadSC, 0),
           seL4_IllegalOperation);
}

/* ---- Fixed slots ---- */

TEST(the_fixed_slots_hold_the_first_objects, "bootinfo.slots.fixed")
{
    CHECK(takes(seL4_CapInitThreadTCB, TCBSetPriority));
    CHECK(takes(seL4_CapInitThreadCNode, CNodeDelete));
    CHECK(takes(seL4_CapInitThreadVSpace, ARMVSpaceClean_Data));
    CHECK(takes(seL4_CapIRQControl, IRQIssueIRQHandler));
    CHECK(takes(seL4_CapASIDControl, ARMASIDControlMakePool));
    CHECK(takes(seL4_CapInitThreadASIDPool, ARMASIDPoolAssign));
    CHECK(takes(seL4_CapBootInfoFrame, ARMPageMap));
    CHECK(takes(seL4_CapInitThreadIPCBuffer, ARMPageMap));
    CHECK(takes(seL4_CapDomain, DomainSetSet));
    CHECK(takes(seL4_CapInitThreadSC, SchedContextBind));
}

TEST(the_numbers_of_the_fixed_slots_are_those_of_the_interface, "bootinfo.slots.fixed")
{
    CHECK_EQUAL(seL4_CapInitThreadTCB, 1);
    CHECK_EQUAL(seL4_CapInitThreadCNode, 2);
    CHECK_EQUAL(seL4_CapInitThreadVSpace, 3);
    CHECK_EQUAL(seL4_CapIRQControl, 4);
    CHECK_EQUAL(seL4_CapASIDControl, 5);
    CHECK_EQUAL(seL4_CapInitThreadASIDPool, 6);
    CHECK_EQUAL(seL4_CapBootInfoFrame, 9);
    CHECK_EQUAL(seL4_CapInitThreadIPCBuffer, 10);
    CHECK_EQUAL(seL4_CapDomain, 11);
    CHECK_EQUAL(seL4_CapInitThreadSC, 14);
}

TEST(the_other_fixed_slots_are_empty, "bootinfo.slots.null")
{
    static const seL4_CPtr empty[] = {0, 7, 8, 12, 13};

    for (unsigned i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        CHECK(slot_is_empty(empty[i]));
    }
#ifndef CONFIG_ALLOW_SMC_CALLS
    CHECK(slot_is_empty(15));
#endif
}

TEST(the_first_asid_pool_gives_asids, "bootinfo.slots.asid_pool")
{
    OK(invoke(seL4_CapInitThreadASIDPool, ARMASIDPoolAssign, W(make(seL4_ARM_VSpaceObject, 0)),
              NONE));
}

/* ---- The address space ---- */

/* One past the image that was loaded: this task and what the tool put behind it. */
static const unsigned char *image_end(void)
{
    seL4_SlotRegion frames = bootinfo->userImageFrames;

    return __image_start + ((frames.end - frames.start) << seL4_PageBits);
}

/* `frame` is mapped at `address` and nowhere else; it stays so. */
static void expect_mapped_at(seL4_CPtr frame, seL4_Word address, seL4_Word attributes)
{
    EXPECT(page_map(frame, address + 4096, READ_WRITE, attributes), seL4_InvalidArgument, 0);
    OK(page_map(frame, address, READ_WRITE, attributes));
}

TEST(a_frame_capability_for_each_page_of_the_image_in_order, "bootinfo.image.frames")
{
    seL4_SlotRegion frames = bootinfo->userImageFrames;

    CHECK(__image_end <= image_end());
    for (seL4_Word i = 0; i < frames.end - frames.start; i++) {
        expect_mapped_at(frames.start + i, (seL4_Word)__image_start + (i << seL4_PageBits),
                         seL4_ARM_Default_VMAttributes);
    }
}

TEST(ipc_buffer_and_boot_information_follow_the_image, "bootinfo.image.after")
{
    const seL4_Word attributes = seL4_ARM_Default_VMAttributes | seL4_ARM_ExecuteNever;

    CHECK_EQUAL(bootinfo->ipcBuffer, (seL4_Word)image_end());
    CHECK_EQUAL((seL4_Word)bootinfo, (seL4_Word)image_end() + 4096);
    expect_mapped_at(seL4_CapInitThreadIPCBuffer, bootinfo->ipcBuffer, attributes);
    expect_mapped_at(seL4_CapBootInfoFrame, (seL4_Word)bootinfo, attributes);
}

/* How many tables of 2^bits bytes the span from the image to `end` touches. */
static seL4_Word tables(seL4_Word end, unsigned bits)
{
    return ((end - 1) >> bits) - ((seL4_Word)__image_start >> bits) + 1;
}

TEST(there_are_the_tables_that_the_span_needs_and_no_more,
     "bootinfo.image.paging el2.bootinfo.paging")
{
    seL4_SlotRegion paging = bootinfo->userImagePaging;
    seL4_Word end = (seL4_Word)bootinfo + 4096;
    seL4_Word extra = 4096;
    seL4_Word expected = 0;

    if (bootinfo->extraLen != 0) {
        while (extra < bootinfo->extraLen) {
            extra <<= 1;
        }
        end += extra;
    }
    for (unsigned bits = ROOT_SHIFT; bits >= seL4_LargePageBits; bits -= seL4_PageTableIndexBits) {
        expected += tables(end, bits);
    }
    CHECK_EQUAL(paging.end - paging.start, expected);
    for (seL4_CPtr at = paging.start; at < paging.end; at++) {
        EXPECT(invoke(at, ARMPageTableMap, W(VSPACE), W(WINDOW, 3)), seL4_InvalidCapability, 0);
    }
}

TEST(an_unmapped_page_beyond_the_span_needs_no_table_near_the_image, "bootinfo.image.paging")
{
    seL4_Word address = (((seL4_Word)bootinfo + 4096) | 0x1fffff) + 1;

    EXPECT(page_map(make(seL4_ARM_SmallPageObject, 0), address, READ_WRITE, 3), seL4_FailedLookup,
           0, seL4_MissingCapability, 21);
}
