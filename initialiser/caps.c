/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Handing out capabilities: everything that a PD may name is put into its CNode
 * here, and nowhere else.
 */
#include "caps.h"

#include "objects.h"
#include "slots.h"
#include "stop.h"

static seL4_CapRights_t rights_of(seL4_Word bits)
{
    return seL4_CapRights_new((bits & seL4_RightsGrantReply) != 0, (bits & seL4_RightsGrant) != 0,
                              (bits & seL4_RightsRead) != 0, (bits & seL4_RightsWrite) != 0);
}

void cap_give(struct cap_slot slot, seL4_CPtr source, seL4_Word rights, seL4_Word badge,
              const char *name)
{
    seL4_Error error;

    if (badge == 0) {
        error = seL4_CNode_Copy(slot.cnode, slot.index, (seL4_Uint8)slot.bits,
                                seL4_CapInitThreadCNode, source, ROOT_DEPTH, rights_of(rights));
        stop_if_failed(error, "CNode_Copy", name);
    } else {
        error = seL4_CNode_Mint(slot.cnode, slot.index, (seL4_Uint8)slot.bits,
                                seL4_CapInitThreadCNode, source, ROOT_DEPTH, rights_of(rights),
                                badge);
        stop_if_failed(error, "CNode_Mint", name);
    }
}

seL4_CPtr cap_copy(seL4_CPtr source, seL4_Word rights, seL4_Word badge, const char *name)
{
    struct cap_slot slot = {
        .cnode = seL4_CapInitThreadCNode,
        .bits = ROOT_DEPTH,
        .index = slots_take(1),
    };

    cap_give(slot, source, rights, badge, name);
    return slot.index;
}

static void make_handler(const struct spec *spec, uint32_t index)
{
    const struct spec_object *o = &spec->objects[index];
    seL4_Error error = seL4_IRQControl_GetTrigger(seL4_CapIRQControl, o->address,
                                                  (o->flags & SPEC_EDGE) != 0,
                                                  seL4_CapInitThreadCNode, object_cap(index),
                                                  ROOT_DEPTH);

    stop_if_failed(error, "IRQControl_GetTrigger", spec_string(spec, o->name));
}

static void connect_irq(const struct spec *spec, const struct spec_irq *irq)
{
    const char *name = spec_string(spec, spec->objects[irq->irq].name);
    seL4_CPtr notification = cap_copy(object_cap(irq->notification), seL4_RightsWrite,
                                      irq->badge, name);

    stop_if_failed(seL4_IRQHandler_SetNotification(object_cap(irq->irq), notification),
                   "IRQHandler_SetNotification", name);
}

void caps_grant(const struct spec *spec)
{
    for (uint32_t i = 0; i < spec->header->objects.count; i++) {
        if (spec->objects[i].type == SPEC_IRQ) {
            make_handler(spec, i);
        }
    }
    for (uint32_t i = 0; i < spec->header->caps.count; i++) {
        const struct spec_cap *cap = &spec->caps[i];
        struct cap_slot slot = {
            .cnode = object_cap(cap->cnode),
            .bits = spec->objects[cap->cnode].size_bits,
            .index = cap->slot,
        };

        cap_give(slot, object_cap(cap->object), cap->rights, cap->badge,
                 spec_string(spec, spec->objects[cap->cnode].name));
    }
    for (uint32_t i = 0; i < spec->header->irqs.count; i++) {
        connect_irq(spec, &spec->irqs[i]);
    }
}
