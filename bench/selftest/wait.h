/* SPDX-License-Identifier: BSD-2-Clause */
/* Waiting for a time, by the physical timer's interrupt: meanwhile the processor may idle. */
#pragma once

#include <sel4/sel4.h>

/* Before the first wait. */
void wait_begin(void);

/* Waits until the counter is `due`, and returns how many ticks later this thread went on. */
seL4_Word wait_until(seL4_Word due);
