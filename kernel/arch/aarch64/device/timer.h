/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The generic timer.
 */
#pragma once

/* Boot: the kernel's timer on, with no deadline; what EL0 may use. */
void timer_boot(void);
