/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving up.  A system that cannot be built as its spec says is not started at
 * all: half a system would run with authority that nobody described.
 */
#pragma once

#include <stdint.h>
#include <sel4/sel4.h>

struct spec_error;

/* Says which kernel operation failed for which object, and stops the thread. */
_Noreturn void stop_failed_call(const char *operation, const char *object, seL4_Error error);

/* Says what is wrong with the system spec, and stops the thread. */
_Noreturn void stop_bad_spec(const struct spec_error *error);

/* Says that the kernel numbers its invocations differently, for it answered one that lacks words
   with `error`, and stops the thread. */
_Noreturn void stop_other_labels(seL4_Error error);

/* Says that there is not enough of `what`: `needed` of it are needed and there are only
   `available`, and stops the thread. */
_Noreturn void stop_exhausted(const char *what, uint64_t needed, uint64_t available);

/* Says that no untyped memory is left for `count` objects of `bytes` each, and stops the thread. */
_Noreturn void stop_no_memory(const char *objects, uint64_t count, uint64_t bytes);

/* Says that no untyped memory covers the physical address, and stops the thread. */
_Noreturn void stop_no_memory_at(const char *object, uint64_t paddr);

/* Stops the thread unless `error` is seL4_NoError. */
static inline void stop_if_failed(seL4_Error error, const char *operation, const char *object)
{
    if (error != seL4_NoError) {
        stop_failed_call(operation, object, error);
    }
}
