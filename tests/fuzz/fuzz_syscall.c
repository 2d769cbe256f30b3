/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libFuzzer target: the input's bytes are the choices of hostile threads
 * (tests/kernel/hostile.h).  A broken invariant or contract aborts, so that the
 * fuzzer keeps the input.
 *
 * clang -fsanitize=fuzzer,address,undefined, with the kernel's core, the host
 * machine, and tests/kernel's fixture.c and hostile*.c.
 */
#include <stdlib.h>

#include "hostile.h"

enum {
    MOST_STEPS = 2000,
    CHECK_EVERY = 8
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
