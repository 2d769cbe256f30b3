/* SPDX-License-Identifier: BSD-2-Clause */
/* What a thread may use, at EL2. */
#pragma once

#include "../../../kernel/arch/aarch64/el2/guest.h"

/* In a context's `access`, as on the target. */
enum { ACCESS_NO_TIMER = CNTKCTL_TIMER };
