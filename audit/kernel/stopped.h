/* SPDX-License-Identifier: BSD-2-Clause */
/* What of a stopped machine is not in its memory. */
#pragma once

#include <stdint.h>

enum { IMAGE_IRQ_WORDS = 32 };

struct image_devices {
    uint32_t irq_enabled[IMAGE_IRQ_WORDS]; /* GICD_ISENABLER */
    uint64_t virtual_deadline;             /* CNTV_CVAL_EL0: of a kernel at EL1 */
    uint64_t hypervisor_deadline;          /* CNTHP_CVAL_EL2: of one at EL2 */
};
