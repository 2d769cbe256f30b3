/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: the kernel under hostile threads, whose choices are the input's
 * bytes (tests/kernel/hostile.h).  A broken invariant or contract aborts, so
 * that the fuzzer keeps the input.
 */
#include <stdlib.h>

#include "fuzz.h"
#include "hostile.h"

enum {
    MOST_STEPS = 2000,
    CHECK_EVERY = 8
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choices choices = {.bytes = data, .left = size};
    struct hostile_outcome outcome = hostile_run(choices, MOST_STEPS, CHECK_EVERY, NULL);

    if (outcome.broken != NULL) {
        fprintf(stderr, "step %u: %s\n", outcome.step, outcome.broken);
        abort();
    }
    return 0;
}
