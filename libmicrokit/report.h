/* SPDX-License-Identifier: BSD-2-Clause */
/* What a protection domain's runtime says when the program misuses it. */
#pragma once

#include <microkit.h>

/* `function` is not defined by the program, but `event` number `id` needs it: crashes. */
_Noreturn void report_missing(const char *function, const char *event, unsigned id);
