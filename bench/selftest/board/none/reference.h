/* SPDX-License-Identifier: BSD-2-Clause */
/* Nothing but the generic timer counts here that a user could read. */
#pragma once

#define REFERENCE_NAME "nothing"
#define REFERENCE_PADDR 0ull
#define REFERENCE_OFFSET 0
#define REFERENCE_HZ 1
#define REFERENCE_WINDOW 1
