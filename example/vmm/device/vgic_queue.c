/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which interrupt is in which list register, and which is next.
 */
#include "vgic.h"

/* What could be delivered, of 32 interrupts. */
static uint32_t deliverable(const struct vgic *gic, unsigned word)
{
    uint32_t pending = gic->latched[word] | (gic->line[word] & ~gic->edge[word]);
    uint32_t forwarded = ((gic->control & 1) != 0 ? ~gic->group[word] : 0) |
                         ((gic->control & 2) != 0 ? gic->group[word] : 0);

    return pending & forwarded & gic->enabled[word] & ~gic->active[word] & ~gic->listed[word];
}

/* The most urgent one that could be delivered: the smallest priority, then the smallest number.
   Mostly there is none, and each access of the guest's to a device may ask. */
static unsigned next(const struct vgic *gic)
{
    unsigned best = VGIC_NONE;

    for (unsigned word = 0; word < VGIC_WORDS; word++) {
        unsigned irq = 32 * word;

        for (uint32_t waiting = deliverable(gic, word); waiting != 0; waiting >>= 1, irq++) {
            if ((waiting & 1) != 0 &&
                (best == VGIC_NONE || gic->priority[irq] < gic->priority[best])) {
                best = irq;
            }
        }
    }
    return best;
}

/* It is no longer latched: in hardware it is when the guest takes it, which cannot be seen here. */
static void put(struct vgic *gic, unsigned irq, unsigned list_register)
{
    uint32_t bit = 1u << irq % 32;

    gic->latched[irq / 32] &= ~bit;
    gic->listed[irq / 32] |= bit;
    gic->list[list_register] = (uint16_t)irq;
    platform_inject(irq, gic->priority[irq] >> 3, gic->group[irq / 32] >> irq % 32 & 1,
                    list_register);
}

void vgic_deliver(struct vgic *gic)
{
    for (unsigned i = 0; i < LIST_REGISTERS; i++) {
        unsigned irq;

        if (gic->list[i] != VGIC_NONE) {
            continue;
        }
        irq = next(gic);
        if (irq == VGIC_NONE) {
            return;
        }
        put(gic, irq, i);
    }
}

void vgic_set_line(struct vgic *gic, unsigned irq, bool high)
{
    unsigned word = irq / 32;
    uint32_t bit = 1u << irq % 32;

    if (irq >= VGIC_INTERRUPTS) {
        return;
    }
    if (high && (gic->line[word] & bit) == 0) {
        gic->latched[word] |= gic->edge[word] & bit;
    }
    gic->line[word] = high ? gic->line[word] | bit : gic->line[word] & ~bit;
    vgic_deliver(gic);
}

/* The kernel reports the timer's interrupt once, and masks it.  It is for the kernel to say whether
   it is due again, so here its line falls. */
void vgic_end(struct vgic *gic, uint64_t list_register)
{
    unsigned irq;

    if (list_register >= LIST_REGISTERS || gic->list[list_register] == VGIC_NONE) {
        return;
    }
    irq = gic->list[list_register];
    gic->list[list_register] = VGIC_NONE;
    gic->listed[irq / 32] &= ~(1u << irq % 32);
    if (irq == VGIC_TIMER) {
        gic->line[irq / 32] &= ~(1u << irq % 32);
        platform_ack_timer();
    }
    vgic_deliver(gic);
}

bool vgic_waits(const struct vgic *gic)
{
    uint32_t any = 0;

    for (unsigned word = 0; word < VGIC_WORDS; word++) {
        any |= gic->listed[word] | deliverable(gic, word);
    }
    return any != 0;
}
