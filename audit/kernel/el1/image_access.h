/* SPDX-License-Identifier: BSD-2-Clause */
/* What a thread may use, at EL1. */
#pragma once

/* In a context's `access`: CNTKCTL_EL1.EL0PTEN, bit 9, as on the target. */
enum { ACCESS_NO_TIMER = 1 << 9 };
