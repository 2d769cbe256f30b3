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

/* The last handler capability of a line dies: mask and free it. */
void irq_handler_delete(cap_t cap);

/* The slot that holds the notification of `irq`, for the invariant check. */
struct cte *irq_notification_slot(unsigned irq);
