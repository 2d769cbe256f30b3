/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as capabilities (ABI.md 12).
 */
#pragma once

#include "err.h"

/* Boot: all lines free, the timer's reserved. */
void irq_boot(void);

/* Take and deliver one pending interrupt; the timer's own is only noted. */
void irq_handle(void);

/* The interrupt that irq_handle() took is one that a guest causes, VCPU_..._IRQ; else 0 (and at
   EL1, where nobody looks). */
extern unsigned irq_of_guest;

/* For the invariant check: the slot that holds the notification of `irq`; has it a handler? */
struct cte *irq_notification_slot(unsigned irq);
bool irq_is_issued(unsigned irq);
