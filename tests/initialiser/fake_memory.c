/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fake kernel's untypeds: Retype, with its checks in order, its watermark
 * and its clearing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../between.h"
#include "fake_kernel.h"

enum { ALL_RIGHTS = 0xf, FAN_OUT = 256 };

static seL4_Word object_bits(seL4_Word type, seL4_Word size)
{
    switch (type) {
    case seL4_TCBObject:
        return 11;
    case seL4_EndpointObject:
        return 4;
    case seL4_NotificationObject:
        return 6;
    case seL4_CapTableObject:
        return size + 5;
    case seL4_ReplyObject:
        return 5;
    case seL4_ARM_SmallPageObject:
    case seL4_ARM_VSpaceObject:
    case seL4_ARM_PageTableObject:
    case seL4_ARM_VCPUObject:
        return 12;
    case seL4_ARM_LargePageObject:
        return 21;
    default:
        return size;
    }
}

static enum fake_kind kind_of(seL4_Word type)
{
    static const enum fake_kind kinds[] = {
        [seL4_UntypedObject] = FAKE_UNTYPED,
        [seL4_TCBObject] = FAKE_TCB,
        [seL4_EndpointObject] = FAKE_ENDPOINT,
        [seL4_NotificationObject] = FAKE_NOTIFICATION,
        [seL4_CapTableObject] = FAKE_CNODE,
        [seL4_SchedContextObject] = FAKE_SCHED_CONTEXT,
        [seL4_ReplyObject] = FAKE_REPLY,
        [seL4_ARM_VSpaceObject] = FAKE_VSPACE,
        [seL4_ARM_SmallPageObject] = FAKE_FRAME,
        [seL4_ARM_LargePageObject] = FAKE_FRAME,
        [seL4_ARM_PageTableObject] = FAKE_PAGE_TABLE,
        [seL4_ARM_VCPUObject] = FAKE_VCPU,
    };

    return kinds[type];
}

static bool size_is_legal(seL4_Word type, seL4_Word size)
{
    return !((type == seL4_CapTableObject && size < 1) ||
             (type == seL4_UntypedObject && size < 4) ||
             (type == seL4_SchedContextObject && size < 7));
}

/* A first object clears the whole untyped. */
static void reset_if_childless(struct fake_object *u)
{
    if (u->u.untyped.children == 0) {
        if (!u->u.untyped.device) {
            fake.cleared += u->u.untyped.watermark;
        }
        u->u.untyped.watermark = 0;
    }
}

static void make(struct fake_object *u, seL4_Word type, seL4_Word bits, seL4_SlotPos slot)
{
    seL4_Word at = (u->u.untyped.watermark + (1ull << bits) - 1) & ~((1ull << bits) - 1);
    struct fake_object *o = fake_new_object(kind_of(type), u->paddr + at, bits);

    assert_true(at + (1ull << bits) <= 1ull << u->bits);
    u->u.untyped.watermark = at + (1ull << bits);
    u->u.untyped.children++;
    if (o->kind == FAKE_UNTYPED) {
        o->u.untyped.device = u->u.untyped.device;
    }
    fake.root[slot] = (struct fake_cap){ .kind = o->kind, .object = o, .rights = ALL_RIGHTS };
}

seL4_Error seL4_Untyped_Retype(seL4_CPtr service, seL4_Word type, seL4_Word size_bits,
                               seL4_CPtr root, seL4_Word node_index, seL4_Word node_depth,
                               seL4_Word node_offset, seL4_Word num_objects)
{
    struct fake_cap *cap = fake_find(service);
    struct fake_object *u = cap->object;
    seL4_Word bits = object_bits(type, size_bits);
    seL4_Word free_bytes;

    if (fake_fails_now()) {
        return seL4_NotEnoughMemory;
    }
    assert_int_equal(cap->kind, FAKE_UNTYPED);
    assert_true(type <= seL4_ARM_VCPUObject && size_bits < 64 && bits <= 47);
    assert_true(size_is_legal(type, size_bits));
    assert_int_equal(root, seL4_CapInitThreadCNode);
    assert_int_equal(node_index, 0);
    assert_int_equal(node_depth, 0);
    assert_between(num_objects, 1, FAN_OUT);
    assert_true(node_offset + num_objects <= 1u << FAKE_ROOT_BITS);
    for (seL4_Word i = 0; i < num_objects; i++) {
        assert_int_equal(fake.root[node_offset + i].kind, FAKE_NULL);
    }
    free_bytes = (1ull << u->bits) - (u->u.untyped.children == 0 ? 0 : u->u.untyped.watermark);
    if (free_bytes >> bits < num_objects) {
        return seL4_NotEnoughMemory;
    }
    if (u->u.untyped.device && kind_of(type) != FAKE_FRAME && type != seL4_UntypedObject) {
        return seL4_InvalidArgument;
    }
    reset_if_childless(u);
    for (seL4_Word i = 0; i < num_objects; i++) {
        make(u, type, bits, node_offset + i);
    }
    return seL4_NoError;
}
