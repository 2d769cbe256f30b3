/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the judges of both systems share: one experiment after the other, and when all
 * are over, what low measured in each, and what is claimed about that.
 */
#pragma once

#include <microkit.h>
#include <stdint.h>

enum referee_claim {
    CLAIM_HEARD, /* more than half a bit in each symbol */
    CLAIM_SILENT /* the decisions are as good as guesses, and readings are in the same range
                    whatever was sent */
};

struct referee_experiment {
    const char *title;           /* what stands between high and low, and what high does */
    const char *const *readings; /* what each of low's readings is of */
    enum referee_claim claim;
    microkit_channel high; /* whom the judge tells to begin, */
    microkit_channel low;  /* and who tells it that it is over */
    uint32_t symbol_us;
    const char *elsewhere; /* what is not known of other kernels than ours, on which the claim
                              depends, in the words of the verdict; or null */
};

/* Begins the first one. */
void referee_start(const struct referee_experiment *experiments, unsigned count);

/* For each of the judge's signals; after the last one comes the verdict. */
void referee_notified(microkit_channel ch);
