/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interrupt controller.
 */
#pragma once

/* Boot: all interrupts masked, level triggered as found, to this core. */
void gic_boot(void);
