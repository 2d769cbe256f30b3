/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lookup failures as message words (ABI.md 4).
 */
#include "err.h"

unsigned lookup_failure_encode(struct lookup_failure failure, word_t *out)
{
    out[0] = failure.type;
    switch (failure.type) {
    case seL4_MissingCapability:
        out[1] = failure.bits_left;
        return 2;
    case seL4_DepthMismatch:
        out[1] = failure.bits_left;
        out[2] = failure.bits_found;
        return 3;
    case seL4_GuardMismatch:
        out[1] = failure.bits_left;
        out[2] = failure.guard_found;
        out[3] = failure.bits_found;
        return 4;
    default:
        return 1;
    }
}

struct err err_lookup(bool source, struct lookup_failure failure)
{
    struct err err = {.kind = ERR_REPLY, .code = seL4_FailedLookup};
    err.detail[0] = source ? 1 : 0;
    err.length = 1 + lookup_failure_encode(failure, &err.detail[1]);
    return err;
}
