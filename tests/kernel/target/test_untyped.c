/* SPDX-License-Identifier: BSD-2-Clause */
/* Retype: its checks, in their order (ABI.md 6.2). */
#include "nodes.h"

static const struct place root = {ROOT, 0, 0};

/* An untyped of 2^bits bytes with an endpoint made of its first 16. */
static seL4_CPtr used_untyped(seL4_Word bits)
{
    seL4_CPtr untyped = make(seL4_UntypedObject, bits);

    OK(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1));
    return untyped;
}

/* The first untyped of the boot information that is a device's and has 2^bits bytes or more. */
static seL4_CPtr device_untyped(seL4_Word bits)
{
    seL4_SlotPos at = bootinfo->untyped.start;

    while (at < bootinfo->untyped.end &&
           (!bootinfo->untypedList[at - bootinfo->untyped.start].isDevice ||
            bootinfo->untypedList[at - bootinfo->untyped.start].sizeBits < bits)) {
        at++;
    }
    CHECK(at < bootinfo->untyped.end);
    return at;
}

TEST(retype_with_five_words_is_truncated, "untyped.retype.length")
{
    EXPECT(invoke(arena, UntypedRetype, W(ROOT), W(seL4_ObjectTypeCount, 0, 0, 0, 0)),
           seL4_TruncatedMessage);
    EXPECT(invoke(arena, UntypedRetype, W(ROOT), NONE), seL4_TruncatedMessage);
}

TEST(retype_without_a_root_is_truncated, "untyped.retype.length")
{
    EXPECT(invoke(arena, UntypedRetype, NONE, W(seL4_ObjectTypeCount, 0, 0, 0, 0, 1)),
           seL4_TruncatedMessage);
}

TEST(retype_to_an_unknown_type_is_reported_before_a_bad_size, "untyped.retype.type")
{
    EXPECT(untyped_retype(arena, seL4_ObjectTypeCount, 64, root, slot_new(), 1),
           seL4_InvalidArgument, 0);
    EXPECT(untyped_retype(arena, 1ull << 32, 64, root, slot_new(), 1), seL4_InvalidArgument, 0);
    EXPECT(untyped_retype(arena, ~0ull, 0, root, slot_new(), 1), seL4_InvalidArgument, 0);
}

TEST(retype_with_a_size_of_64_is_out_of_range_for_every_type, "untyped.retype.size_range")
{
    for (seL4_Word type = 0; type < seL4_ObjectTypeCount; type++) {
        EXPECT(untyped_retype(arena, type, 64, root, slot_new(), 1), seL4_RangeError, 0, 47);
        EXPECT(untyped_retype(arena, type, ~0ull, root, slot_new(), 1), seL4_RangeError, 0, 47);
    }
}

TEST(retype_to_more_than_47_bits_is_out_of_range, "untyped.retype.size_range")
{
    EXPECT(untyped_retype(arena, seL4_UntypedObject, 48, root, slot_new(), 1), seL4_RangeError, 0,
           47);
    EXPECT(untyped_retype(arena, seL4_SchedContextObject, 48, root, slot_new(), 1),
           seL4_RangeError, 0, 47);
    EXPECT(untyped_retype(arena, seL4_CapTableObject, 43, root, slot_new(), 1), seL4_RangeError,
           0, 47);
}

TEST(retype_to_47_bits_is_only_more_than_there_is, "untyped.retype.size_range")
{
    EXPECT(untyped_retype(arena, seL4_UntypedObject, 47, root, slot_new(), 1),
           seL4_NotEnoughMemory, 1 << ARENA_BITS);
    EXPECT(untyped_retype(arena, seL4_CapTableObject, 42, root, slot_new(), 1),
           seL4_NotEnoughMemory, 1 << ARENA_BITS);
}

TEST(retype_ignores_the_size_where_it_means_nothing, "untyped.retype.size_ignored")
{
    OK(untyped_retype(arena, seL4_EndpointObject, 63, root, slot_new(), 1));
    OK(untyped_retype(arena, seL4_TCBObject, 63, root, slot_new(), 1));
    OK(untyped_retype(arena, seL4_ARM_SmallPageObject, 1, root, slot_new(), 1));
}

TEST(retype_to_too_small_a_size_is_reported_before_a_bad_destination, "untyped.retype.size_min")
{
    struct place nowhere = below(ROOT, 0, 65);

    EXPECT(untyped_retype(arena, seL4_CapTableObject, 0, nowhere, 0, 0), seL4_InvalidArgument, 1);
    EXPECT(untyped_retype(arena, seL4_UntypedObject, 3, nowhere, 0, 0), seL4_InvalidArgument, 1);
    EXPECT(untyped_retype(arena, seL4_SchedContextObject, 6, nowhere, 0, 0),
           seL4_InvalidArgument, 1);
}

TEST(the_smallest_sizes_can_be_made, "untyped.retype.size_min")
{
    OK(untyped_retype(arena, seL4_CapTableObject, 1, root, slot_new(), 1));
    OK(untyped_retype(arena, seL4_UntypedObject, 4, root, slot_new(), 1));
    OK(untyped_retype(arena, seL4_SchedContextObject, 7, root, slot_new(), 1));
}

TEST(retype_into_a_cnode_that_does_not_resolve_is_a_failed_lookup, "untyped.retype.node_lookup")
{
    seL4_CPtr node = node_new(4, 5, 3);

    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 7), 99, 0),
           seL4_FailedLookup, 0, seL4_GuardMismatch, 7, 5, 3);
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(ROOT, 0, 65), 99, 0),
           seL4_RangeError, 1, 64);
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(VSPACE, 0, 65), 99, 0),
           seL4_FailedLookup, 0, seL4_InvalidRoot);
}

TEST(retype_into_something_else_than_a_cnode_is_a_missing_capability,
     "untyped.retype.node_missing")
{
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(VSPACE, 0, 0), ~0ull, 0),
           seL4_FailedLookup, 0, seL4_MissingCapability, 0);
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, slot(VSPACE), ~0ull, 0),
           seL4_FailedLookup, 0, seL4_MissingCapability, 64);
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, slot(slot_new()), ~0ull, 0),
           seL4_FailedLookup, 0, seL4_MissingCapability, 64);
}

TEST(retype_into_a_named_cnode_fills_its_slots, "untyped.retype.node")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr back = slot_new();

    OK(untyped_retype(arena, seL4_TCBObject, 0, slot(node), 14, 2));
    EXPECT(cnode_move(slot(back), below(node, 13, 4)), seL4_FailedLookup, 1,
           seL4_MissingCapability, 4);
    OK(cnode_move(slot(back), below(node, 15, 4)));
    CHECK(takes(back, TCBSetPriority));
    OK(cnode_move(slot(slot_new()), below(node, 14, 4)));
}

TEST(retype_ignores_the_guard_of_the_cnode_it_fills, "untyped.retype.node")
{
    seL4_CPtr node = node_new(4, 5, 3);

    OK(untyped_retype(arena, seL4_TCBObject, 0, below(node, 77, 0), 14, 1));
    EXPECT(cnode_copy(below(node, 5 << 4 | 14, 7), slot(node), 0), seL4_DeleteFirst);
}

TEST(retype_beyond_the_cnode_is_reported_before_a_bad_count, "untyped.retype.offset")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);

    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 16, 0),
           seL4_RangeError, 0, 15);
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), ~0ull, 257),
           seL4_RangeError, 0, 15);
}

TEST(retype_of_none_or_257_is_reported_before_too_few_slots, "untyped.retype.count")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);

    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 15, 0),
           seL4_RangeError, 1, 256);
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 15, 257),
           seL4_RangeError, 1, 256);
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 15, ~0ull),
           seL4_RangeError, 1, 256);
}

TEST(retype_of_256_objects_at_once_makes_all_of_them, "untyped.retype.count")
{
    seL4_CPtr node = make(seL4_CapTableObject, 8);

    OK(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 0, 256));
    for (seL4_Word i = 0; i < 256; i++) {
        EXPECT(cnode_copy(below(node, i, 8), slot(ROOT), 0), seL4_DeleteFirst);
    }
}

TEST(retype_past_the_end_of_the_cnode_is_reported_before_a_used_slot, "untyped.retype.room")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);

    OK(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 13, 1));
    EXPECT(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 13, 4),
           seL4_RangeError, 1, 3);
    OK(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 14, 2));
}

TEST(retype_over_a_used_slot_is_reported_before_too_little_memory, "untyped.retype.occupied")
{
    seL4_CPtr node = make(seL4_CapTableObject, 4);
    seL4_CPtr small = make(seL4_UntypedObject, 4);

    OK(untyped_retype(arena, seL4_EndpointObject, 0, below(node, 0, 0), 7, 1));
    EXPECT(untyped_retype(small, seL4_TCBObject, 0, below(node, 0, 0), 5, 3), seL4_DeleteFirst);
    EXPECT(untyped_retype(small, seL4_TCBObject, 0, below(node, 0, 0), 5, 2),
           seL4_NotEnoughMemory, 16);
}

TEST(retype_of_an_untyped_with_children_counts_from_the_watermark, "untyped.retype.memory")
{
    seL4_CPtr untyped = used_untyped(12);

    EXPECT(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 4080);
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 256),
           seL4_NotEnoughMemory, 4080);
    OK(untyped_retype(untyped, seL4_TCBObject, 0, root, slot_new(), 1));
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_NotEnoughMemory, 0);
}

TEST(retype_of_device_memory_to_an_object_is_an_invalid_argument, "untyped.retype.device")
{
    static const seL4_Word types[] = {seL4_TCBObject,     seL4_EndpointObject,
                                      seL4_NotificationObject, seL4_CapTableObject,
                                      seL4_SchedContextObject, seL4_ReplyObject,
                                      seL4_ARM_VSpaceObject,   seL4_ARM_PageTableObject};
    seL4_CPtr device = device_untyped(12);

    for (unsigned i = 0; i < sizeof types / sizeof types[0]; i++) {
        EXPECT(untyped_retype(device, types[i], 7, root, slot_new(), 1), seL4_InvalidArgument, 1);
    }
}

TEST(too_little_device_memory_is_reported_before_a_bad_type, "untyped.retype.device")
{
    seL4_CPtr page = slot_new();

    OK(untyped_retype(device_untyped(12), seL4_UntypedObject, 12, root, page, 1));
    EXPECT(untyped_retype(page, seL4_TCBObject, 0, root, slot_new(), 3), seL4_NotEnoughMemory,
           4096);
    OK(cnode_delete(slot(page)));
}

TEST(device_memory_can_be_a_frame_or_an_untyped_of_a_device, "untyped.retype.device")
{
    seL4_CPtr untyped = slot_new();
    seL4_CPtr frame = slot_new();

    OK(untyped_retype(device_untyped(12), seL4_UntypedObject, 12, root, untyped, 1));
    EXPECT(untyped_retype(untyped, seL4_EndpointObject, 0, root, slot_new(), 1),
           seL4_InvalidArgument, 1);
    OK(untyped_retype(untyped, seL4_ARM_SmallPageObject, 0, root, frame, 1));
    OK(cnode_delete(slot(frame)));
    OK(cnode_delete(slot(untyped)));
}

TEST(a_retype_that_fails_takes_nothing, "untyped.retype.failure")
{
    seL4_CPtr untyped = used_untyped(12);
    seL4_CPtr to = slot_new();

    EXPECT(untyped_retype(untyped, seL4_TCBObject, 0, root, to, 2), seL4_NotEnoughMemory, 4080);
    CHECK(slot_is_empty(to));
    EXPECT(untyped_retype(untyped, seL4_TCBObject, 0, root, to, 2), seL4_NotEnoughMemory, 4080);
}
