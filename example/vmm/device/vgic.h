/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's interrupt controller: a GICv2 with one processor.
 *
 * Its processor's side (GICC) is the hardware's virtual one (GICV), which the guest
 * reaches by itself.  Its distributor (GICD) is here.  Between them are the list
 * registers: what is put into one becomes pending for the guest, and when the guest has
 * ended it, the VMM is told that the list register is empty.
 *
 *     device's line --\
 *     ISPENDR, SGIR ---> pending, enabled, not active --> list register --> guest
 *                        the others wait here               (at most 4)
 *
 * The kernel has no call that reads a list register, or empties one.  So of an
 * interrupt in one it is not known whether the guest has taken it yet: it counts as
 * pending, and what the guest then writes to the distributor (disables it, clears it)
 * holds for the next time.
 *
 * Source: Arm Generic Interrupt Controller, architecture version 2, Arm IHI 0048B.b,
 * chapter 4.3 for the registers.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "platform.h"

enum {
    VGIC_WORDS = 3,                      /* of 32 interrupts each */
    VGIC_INTERRUPTS = 32 * VGIC_WORDS,   /* 16 software-generated, 16 private, 64 shared */
    VGIC_TIMER = 27,                     /* the virtual timer's, private */
    VGIC_NONE = 0xffff
};

struct vgic {
    uint32_t control; /* GICD_CTLR: bit 0 forwards group 0, bit 1 group 1 */
    /* A bit for each interrupt. */
    uint32_t group[VGIC_WORDS];
    uint32_t enabled[VGIC_WORDS];
    uint32_t latched[VGIC_WORDS]; /* pending until it is delivered */
    uint32_t line[VGIC_WORDS];    /* its device asserts it */
    uint32_t active[VGIC_WORDS];  /* because the guest said so */
    uint32_t edge[VGIC_WORDS];    /* its line's rise counts, not its level */
    uint32_t listed[VGIC_WORDS];  /* in a list register */
    uint8_t priority[VGIC_INTERRUPTS];
    uint16_t list[LIST_REGISTERS]; /* the interrupt in each, or VGIC_NONE */
};

/* A distributor after a reset of the machine, with empty list registers. */
void vgic_init(struct vgic *gic);

/* The same, but what is in list registers stays there: nothing can take it out from outside.  The
   first code of the guest ends these (vm/entry.S), and nothing is delivered twice. */
void vgic_reset(struct vgic *gic);

/* Registers: `offset` below 0x1000; `bytes` 1, 2, 4 or 8, and `offset` a multiple of it. */
uint64_t vgic_read(struct vgic *gic, uint64_t offset, unsigned bytes);
void vgic_write(struct vgic *gic, uint64_t offset, unsigned bytes, uint64_t value);

/* A device asserts its interrupt, or no longer does. */
void vgic_set_line(struct vgic *gic, unsigned irq, bool high);

/* The guest has ended what was in this list register.  Numbers of none are ignored. */
void vgic_end(struct vgic *gic, uint64_t list_register);

/* True if an interrupt waits to be taken: a guest that waits for one would go on. */
bool vgic_waits(const struct vgic *gic);

/* Fills empty list registers, the most urgent first. */
void vgic_deliver(struct vgic *gic);
