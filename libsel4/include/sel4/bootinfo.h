/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot information of the initial task.  A protection domain has none.
 */
#pragma once

#include <sel4/bootinfo_types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the kernel passed in x0.  Whoever starts an initial task's C code defines it; there is
   none in libmicrokit. */
seL4_BootInfo *seL4_GetBootInfo(void);

#ifdef __cplusplus
}
#endif
