/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving up.  A system that cannot be built as its spec says is not started at
 * all: half a system would run with authority that nobody described.
 */
#pragma once

#include <stdint.h>
#include <sel4/sel4.h>

#include "shortage.h"

struct spec_error;

/* Says which kernel operation failed for which object, and stops the thread. */
_Noreturn void stop_failed_call(const char *operation, const char *object, seL4_Error error);

/* Says what is wrong with the system spec, and stops the thread. */
_Noreturn void stop_bad_spec(const struct spec_error *error);

/* Says that the kernel numbers its invocations differently, for it answered one that lacks words
   with `error`, and stops the thread. */
_Noreturn void stop_other_labels(seL4_Error error);

/* Says what there is not enough of, and stops the thread. */
_Noreturn void stop_short(const struct shortage *shortage);

/* Stops the thread unless `error` is seL4_NoError. */
static inline void stop_if_failed(seL4_Error error, const char *operation, const char *object)
{
    if (error != seL4_NoError) {
        stop_failed_call(operation, object, error);
    }
}
