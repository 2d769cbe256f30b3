/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, part 2: a server on its callers' time, and a caller that has not enough. */
#pragma once

#include <microkit.h>

enum { CALLER_CHECKS = 13 };

void callers_begin(void);

/* The client's signal: a round is over.  True if that was the last one. */
seL4_Bool callers_go_on(void);
