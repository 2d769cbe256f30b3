/* SPDX-License-Identifier: BSD-2-Clause */
/* What a protection domain's runtime says when the program misuses it. */
#pragma once

#include <microkit.h>

/* `expression`, asserted in `function`, is false: crashes. */
_Noreturn void __assert_fail(const char *expression, const char *file, unsigned line,
                             const char *function);

/* `function` is not defined by the program, but `event` number `id` needs it: crashes. */
_Noreturn void microkit_internal_missing(const char *function, const char *event, unsigned id);
