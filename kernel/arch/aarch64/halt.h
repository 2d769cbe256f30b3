/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch_halt tries firmware calls that may be undefined instructions here.
 */
#pragma once

/* From the kernel's own exception handler: go on with arch_halt's next step
   if it is halting, else return. */
void halt_resume(void);
