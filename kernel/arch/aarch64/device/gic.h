/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interrupt controller.
 */
#pragma once

/* Boot, in whatever state the controller is: all interrupts masked, level
   triggered, to this core. */
void gic_boot(void);
