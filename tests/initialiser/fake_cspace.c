/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fake kernel's capability spaces: lookup, copies, interrupt handlers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fake_kernel.h"

enum { MAX_IRQ = 159 };

struct fake_cap *fake_slot(struct fake_object *cnode, seL4_Word index)
{
    assert_int_equal(cnode->kind, FAKE_CNODE);
    assert_true(index < 1ull << cnode->u.cnode.radix);
    return &cnode->u.cnode.slots[index];
}

struct fake_cap *fake_find(seL4_CPtr cap)
{
    return fake_slot(fake.cspace, cap);
}

seL4_Error fake_failed_lookup(seL4_Word was_source, seL4_Word type, seL4_Word bits_left)
{
    seL4_SetMR(0, was_source);
    seL4_SetMR(1, type);
    seL4_SetMR(2, bits_left);
    return seL4_FailedLookup;
}

/* A slot named by index and depth.  The root CNode's cap has a guard that fills up 64 bits, a
   fresh CNode's has none. */
static struct fake_cap *operand(seL4_CPtr root, seL4_Word index, seL4_Word depth)
{
    struct fake_object *cnode = fake_find(root)->object;

    assert_int_equal(fake_find(root)->kind, FAKE_CNODE);
    assert_int_equal(depth, cnode == fake.initial_cnode ? 64 : cnode->u.cnode.radix);
    return fake_slot(cnode, index);
}

/* The capability that a copy of `from` would be; its kind is null if there can be none. */
static struct fake_cap derive(const struct fake_cap *from, seL4_Word rights, seL4_Word badge)
{
    struct fake_cap to = *from;

    to.rights &= rights;
    to.vspace = NULL;
    to.vaddr = 0;
    if (from->kind == FAKE_IRQ_CONTROL ||
        (from->kind == FAKE_VSPACE && !from->object->u.vspace.assigned)) {
        to.kind = FAKE_NULL;
    }
    if (badge != 0) {
        assert_true(from->kind == FAKE_ENDPOINT || from->kind == FAKE_NOTIFICATION);
        to.badge = badge;
        if (from->badge != 0) {
            to.kind = FAKE_NULL;
        }
    }
    return to;
}

static seL4_Error insert(struct fake_cap *to, const struct fake_cap *from, seL4_Word rights,
                         seL4_Word badge)
{
    struct fake_cap cap;

    if (fake_fails_now()) {
        return seL4_IllegalOperation;
    }
    if (to->kind != FAKE_NULL) {
        return seL4_DeleteFirst;
    }
    if (from->kind == FAKE_NULL) {
        return fake_failed_lookup(1, seL4_MissingCapability, 64);
    }
    cap = derive(from, rights, badge);
    if (cap.kind == FAKE_NULL) {
        return seL4_IllegalOperation;
    }
    *to = cap;
    return seL4_NoError;
}

seL4_Error seL4_CNode_Copy(seL4_CPtr service, seL4_Word dest_index, seL4_Uint8 dest_depth,
                           seL4_CPtr src_root, seL4_Word src_index, seL4_Uint8 src_depth,
                           seL4_CapRights_t rights)
{
    return insert(operand(service, dest_index, dest_depth),
                  operand(src_root, src_index, src_depth), rights.words[0], 0);
}

seL4_Error seL4_CNode_Mint(seL4_CPtr service, seL4_Word dest_index, seL4_Uint8 dest_depth,
                           seL4_CPtr src_root, seL4_Word src_index, seL4_Uint8 src_depth,
                           seL4_CapRights_t rights, seL4_Word badge)
{
    return insert(operand(service, dest_index, dest_depth),
                  operand(src_root, src_index, src_depth), rights.words[0], badge);
}

seL4_Error seL4_CNode_Delete(seL4_CPtr service, seL4_Word index, seL4_Uint8 depth)
{
    struct fake_cap *slot = operand(service, index, depth);

    if (fake_fails_now()) {
        return seL4_IllegalOperation;
    }
    if (slot->kind == FAKE_FRAME) {
        fake_unmap(slot);
    }
    *slot = (struct fake_cap){ .kind = FAKE_NULL };
    return seL4_NoError;
}

seL4_Error seL4_IRQControl_GetTrigger(seL4_CPtr service, seL4_Word irq, seL4_Word trigger,
                                      seL4_CPtr root, seL4_Word index, seL4_Uint8 depth)
{
    struct fake_cap *to = operand(root, index, depth);
    struct fake_object *handler;

    assert_int_equal(fake_find(service)->kind, FAKE_IRQ_CONTROL);
    assert_true(trigger <= 1);
    if (fake_fails_now()) {
        return seL4_RevokeFirst;
    }
    if (irq > MAX_IRQ) {
        return seL4_RangeError;
    }
    if (to->kind != FAKE_NULL) {
        return seL4_DeleteFirst;
    }
    handler = fake_new_object(FAKE_IRQ_HANDLER, 0, 0);
    handler->u.irq.irq = irq;
    handler->u.irq.edge = trigger == 1;
    *to = (struct fake_cap){ .kind = FAKE_IRQ_HANDLER, .object = handler };
    return seL4_NoError;
}

seL4_Error seL4_IRQHandler_SetNotification(seL4_CPtr service, seL4_CPtr notification)
{
    struct fake_cap *handler = fake_find(service);
    struct fake_cap *signalled = fake_find(notification);

    assert_int_equal(handler->kind, FAKE_IRQ_HANDLER);
    if (fake_fails_now()) {
        return seL4_InvalidCapability;
    }
    if (signalled->kind != FAKE_NOTIFICATION || (signalled->rights & seL4_RightsWrite) == 0) {
        return seL4_InvalidCapability;
    }
    handler->object->u.irq.notification = *signalled;
    return seL4_NoError;
}
