/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two interrupts that a guest's own activity causes (HYP.md 3).
 */
#pragma once

#include "vcpu.h"

/* Interrupt `irq`, one of them, was claimed: the guest that runs faults.  If none runs, or its
   time is over, the line stays up until one does.  (The entry calls it, not irq.c: that is below
   the scheduler, and faults are above.) */
void vcpu_interrupt(unsigned irq);
