/* SPDX-License-Identifier: BSD-2-Clause */
/* What parent and child of the measurement agree on, besides kinds.h. */
#pragma once

#include "../kinds.h"

/* As in crash.system. */
enum { CRASH_STACK_BYTES = 0x2000 };

/* Label of the child's call after each request; life.h and crash_numbers.h have the others. */
enum { CRASH_SERVED = 60 };
