/* SPDX-License-Identifier: BSD-2-Clause */
/* Where Retype places objects, what they are at first, and how memory comes back (ABI.md 6). */
#include "nodes.h"

static const struct place root = {ROOT, 0, 0};

static seL4_CPtr retype_one(seL4_CPtr untyped, seL4_Word type, seL4_Word bits)
{
    seL4_CPtr at = slot_new();

    OK(untyped_retype(untyped, type, bits, root, at, 1));
    return at;
}

/* ---- Sizes and places ---- */

/* An object of `type` takes exactly 2^bits bytes. */
static void expect_size(seL4_Word type, seL4_Word size_bits, seL4_Word bits)
{
    seL4_CPtr untyped = make(seL4_UntypedObject, bits);
    seL4_CPtr object = slot_new();

    EXPECT(untyped_retype(untyped, type, size_bits, root, object, 2), seL4_NotEnoughMemory,
           1ull << bits);
    OK(untyped_retype(untyped, type, size_bits, root, object, 1));
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 0);
    OK(cnode_delete(slot(object)));
    OK(cnode_delete(slot(untyped)));
}

TEST(objects_of_fixed_size_take_what_their_type_says, "untyped.size.fixed el2.object.vspace")
{
    expect_size(seL4_TCBObject, 0, seL4_TCBBits);
    expect_size(seL4_EndpointObject, 0, 4);
    expect_size(seL4_NotificationObject, 0, 6);
    expect_size(seL4_ReplyObject, 0, 5);
    expect_size(seL4_ARM_VSpaceObject, 0, seL4_VSpaceBits);
    expect_size(seL4_ARM_PageTableObject, 0, 12);
}

TEST(frames_take_4_kib_2_mib_or_1_gib, "untyped.size.frame")
{
    expect_size(seL4_ARM_SmallPageObject, 0, 12);
    expect_size(seL4_ARM_LargePageObject, 0, 21);
    EXPECT(untyped_retype(arena, seL4_ARM_HugePageObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 1 << ARENA_BITS);
}

TEST(a_huge_frame_takes_1_gib_of_a_device, "untyped.size.frame")
{
    seL4_SlotPos at = bootinfo->untyped.start;
    seL4_CPtr gib = slot_new();
    seL4_CPtr frame = slot_new();

    while (bootinfo->untypedList[at - bootinfo->untyped.start].sizeBits < 31) {
        at++;
        CHECK(at < bootinfo->untyped.end);
    }
    OK(untyped_retype(at, seL4_UntypedObject, 30, root, gib, 1));
    EXPECT(untyped_retype(gib, seL4_ARM_HugePageObject, 0, root, frame, 2), seL4_NotEnoughMemory,
           1 << 30);
    OK(untyped_retype(gib, seL4_ARM_HugePageObject, 0, root, frame, 1));
    OK(cnode_delete(slot(frame)));
    OK(cnode_delete(slot(gib)));
}

TEST(objects_of_chosen_size_take_it, "untyped.size.chosen")
{
    expect_size(seL4_UntypedObject, 4, 4);
    expect_size(seL4_UntypedObject, 13, 13);
    expect_size(seL4_CapTableObject, 1, 6);
    expect_size(seL4_CapTableObject, 8, 13);
    expect_size(seL4_SchedContextObject, 7, 7);
    expect_size(seL4_SchedContextObject, 9, 9);
}

TEST(a_sched_context_of_7_bits_has_no_extra_refill, "untyped.size.refills")
{
    seL4_CPtr sc = make(seL4_SchedContextObject, 7);

    CHECK_EQUAL(sched_configure(sc, 1000, 10000, 1, 0, 0), seL4_RangeError);
    OK(sched_configure(sc, 1000, 10000, 0, 0, 0));
}

TEST(a_sched_context_of_8_bits_has_8_extra_refills, "untyped.size.refills")
{
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    CHECK_EQUAL(sched_configure(sc, 1000, 10000, 9, 0, 0), seL4_RangeError);
    OK(sched_configure(sc, 1000, 10000, 8, 0, 0));
}

TEST(objects_lie_one_after_the_other, "untyped.place.consecutive")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 14);
    seL4_CPtr frame = slot_new();
    seL4_Word base;

    (void)slot_new();
    (void)slot_new();
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, frame, 3));
    base = address_of(frame);
    CHECK_EQUAL(base & 0x3fff, 0);
    CHECK_EQUAL(address_of(frame + 1), base + 0x1000);
    CHECK_EQUAL(address_of(frame + 2), base + 0x2000);
    CHECK_EQUAL(address_of(retype_one(untyped, seL4_ARM_SmallPageObject, 0)), base + 0x3000);
}

TEST(an_object_is_aligned_to_its_size, "untyped.place.aligned")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 14);
    seL4_CPtr first = retype_one(untyped, seL4_ARM_SmallPageObject, 0);
    seL4_CPtr second;

    (void)retype_one(untyped, seL4_EndpointObject, 0);
    second = retype_one(untyped, seL4_ARM_SmallPageObject, 0);
    CHECK_EQUAL(address_of(second), address_of(first) + 0x2000);
    EXPECT(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 2),
           seL4_NotEnoughMemory, 4096);
}

TEST(what_alignment_skips_is_not_used_later, "untyped.place.watermark")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 13);

    (void)retype_one(untyped, seL4_EndpointObject, 0);
    (void)retype_one(untyped, seL4_ARM_SmallPageObject, 0);
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 0);
}

/* ---- Memory that comes back ---- */

TEST(deleting_some_children_gives_nothing_back, "untyped.reset.children")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr first = retype_one(untyped, seL4_EndpointObject, 0);
    seL4_CPtr second = retype_one(untyped, seL4_TCBObject, 0);

    OK(cnode_delete(slot(second)));
    EXPECT(untyped_retype(untyped, seL4_TCBObject, 0, root, second, 1), seL4_NotEnoughMemory, 0);
    OK(cnode_delete(slot(first)));
    OK(untyped_retype(untyped, seL4_TCBObject, 0, root, second, 2));
    (void)slot_new();
}

TEST(deleting_the_last_child_gives_all_back, "untyped.reset.all")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);

    OK(cnode_delete(slot(retype_one(untyped, seL4_EndpointObject, 0))));
    OK(cnode_delete(slot(retype_one(untyped, seL4_ARM_SmallPageObject, 0))));
    OK(cnode_delete(slot(retype_one(untyped, seL4_UntypedObject, 12))));
}

TEST(memory_used_again_is_zero, "untyped.reset.zero")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 14);
    seL4_CPtr frame = slot_new();
    volatile seL4_Word *page = (volatile seL4_Word *)WINDOW;

    for (unsigned round = 0; round < 2; round++) {
        OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, frame, 1));
        map_window(frame, WINDOW, READ_WRITE);
        for (unsigned i = 0; i < 512; i++) {
            CHECK_EQUAL(page[i], 0);
            page[i] = ~(seL4_Word)i;
        }
        OK(cnode_delete(slot(frame)));
    }
}

TEST(an_uncached_mapping_of_new_memory_sees_zeros, "untyped.reset.zero")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr frame = retype_one(untyped, seL4_ARM_SmallPageObject, 0);

    map_window(frame, WINDOW, READ_WRITE);
    *(volatile seL4_Word *)WINDOW = 77;
    OK(cnode_delete(slot(frame)));
    frame = retype_one(untyped, seL4_ARM_SmallPageObject, 0);
    OK(page_map(frame, WINDOW, READ_WRITE, seL4_ARM_ExecuteNever));
    CHECK_EQUAL(*(volatile seL4_Word *)WINDOW, 0);
}

/* Works while the tester resets. */
static void counts(struct thread *me)
{
    for (;;) {
        me->step++;
        sys_yield();
    }
}

TEST(a_long_reset_lets_others_run_and_goes_on, "untyped.reset.preemptible")
{
    struct thread *t = actor_new(counts, 200);
    seL4_CPtr untyped = make(seL4_UntypedObject, 21);
    seL4_CPtr frame = retype_one(untyped, seL4_ARM_LargePageObject, 0);
    seL4_Word before;

    OK(cnode_delete(slot(frame)));
    OK(sched_configure(t->sched_context, 50, 100, 0, 0, 0));
    actor_start(t);
    before = t->step;
    OK(untyped_retype(untyped, seL4_ARM_LargePageObject, 0, root, frame, 1));
    CHECK(t->step > before + 1);
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 0);
    OK(tcb_suspend(t->tcb));
}

TEST(a_copied_untyped_has_nothing_left, "untyped.copy.full")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr copy = mint_new(untyped, ALL_RIGHTS, 0);

    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 0);
    OK(cnode_delete(slot(copy)));
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 1));
}

TEST(the_copy_of_an_untyped_has_all_of_it, "untyped.copy.copy")
{
    seL4_CPtr untyped = make(seL4_UntypedObject, 12);
    seL4_CPtr copy = mint_new(untyped, ALL_RIGHTS, 0);
    seL4_CPtr frame = retype_one(copy, seL4_ARM_SmallPageObject, 0);

    OK(cnode_revoke(slot(untyped)));
    CHECK(slot_is_empty(copy));
    CHECK(slot_is_empty(frame));
}

/* ---- What a new object is ---- */

TEST(a_new_endpoint_has_all_rights_and_no_badge, "untyped.initial.endpoint")
{
    seL4_CPtr ep = make(seL4_EndpointObject, 0);
    struct thread *t = actor_with(receives, 120, ep);

    actor_start(t);
    sys_nbsend(ep, EMPTY_MESSAGE);
    CHECK_EQUAL(t->step, 1);
    CHECK_EQUAL(t->got.badge, 0);
    OK(cnode_cancel_badged_sends(slot(ep))); /* asks for all rights */
}

TEST(a_new_notification_can_be_used_both_ways_and_has_no_badge, "untyped.initial.notification")
{
    seL4_CPtr ntfn = make(seL4_NotificationObject, 0);

    CHECK_EQUAL(signals(ntfn, ntfn), 0);
    CHECK_EQUAL(signals(mint_new(ntfn, ALL_RIGHTS, 3), ntfn), 3);
}

TEST(a_new_frame_is_not_mapped_and_can_be_written, "untyped.initial.frame")
{
    seL4_CPtr frame = make(seL4_ARM_SmallPageObject, 0);

    EXPECT(invoke(frame, ARMPageClean_Data, NONE, W(0, 64)), seL4_IllegalOperation);
    map_window(frame, WINDOW, READ_WRITE);
    *(volatile seL4_Word *)WINDOW = 5;
}

TEST(a_new_cnode_is_empty_and_has_no_guard, "untyped.initial.cnode")
{
    seL4_CPtr node = make(seL4_CapTableObject, 3);

    for (seL4_Word i = 0; i < 8; i++) {
        EXPECT(cnode_move(slot(slot_new()), below(node, i, 3)), seL4_FailedLookup, 1,
               seL4_MissingCapability, 3);
    }
}

TEST(a_new_page_table_and_vspace_are_nowhere, "untyped.initial.spaces")
{
    seL4_CPtr vspace = make(seL4_ARM_VSpaceObject, 0);
    seL4_CPtr table = make(seL4_ARM_PageTableObject, 0);

    EXPECT(invoke(table, ARMPageTableMap, W(vspace), W(WINDOW, 3)), seL4_InvalidCapability, 1);
    OK(invoke(table, ARMPageTableUnmap, NONE, NONE));
    OK(invoke(seL4_CapInitThreadASIDPool, ARMASIDPoolAssign, W(vspace), NONE));
}

TEST(a_new_sched_context_is_not_configured, "untyped.initial.sched_context")
{
    struct thread *t = actor_with(waits, 120, make(seL4_NotificationObject, 0));
    seL4_CPtr sc = make(seL4_SchedContextObject, 8);

    EXPECT(invoke(sc, SchedContextConsumed, NONE, NONE), seL4_NoError, 0);
    actor_start(t);
    OK(invoke(t->sched_context, SchedContextUnbind, NONE, NONE));
    EXPECT(invoke(sc, SchedContextBind, W(t->tcb), NONE), seL4_IllegalOperation);
    OK(sched_configure(sc, 1000, 1000, 0, 0, 0));
    OK(invoke(sc, SchedContextBind, W(t->tcb), NONE));
}

TEST(a_new_thread_has_no_registers_priority_or_flags, "untyped.initial.tcb")
{
    seL4_CPtr tcb = make(seL4_TCBObject, 0);

    CHECK_EQUAL(invoke(tcb, TCBReadRegisters, NONE, W(0, 36)), seL4_NoError);
    CHECK_EQUAL(got()->length, 36);
    for (unsigned i = 0; i < 36; i++) {
        seL4_Word spsr = i == 2;
        seL4_Word state = got()->mr[i];
        CHECK_EQUAL(spsr ? state & ~0x100ull : state, spsr ? 0x40 : 0);
    }
    EXPECT(invoke(tcb, TCBSetFlags, NONE, W(0, 0)), seL4_NoError, 0);
    EXPECT(tcb_set_priority(tcb, tcb, 1), seL4_RangeError, 0, 0);
}

TEST(a_new_thread_does_not_run_until_it_is_resumed, "untyped.initial.tcb")
{
    struct thread *t = actor_with(waits, 120, make(seL4_NotificationObject, 0));

    sys_nbsend(t->argument, EMPTY_MESSAGE);
    let_others_run();
    CHECK_EQUAL(t->step, 0);
    actor_start(t);
    CHECK_EQUAL(t->step, 1);
}
