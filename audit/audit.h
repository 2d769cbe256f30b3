/* SPDX-License-Identifier: BSD-2-Clause */
/* One look at a stopped machine. */
#pragma once

#include "image.h"
#include "inputs.h"
#include "smmu.h"

struct look {
    const struct options *options;
    struct inputs *inputs;
    const char *where; /* it stopped, as in "before the first instruction of a component" */
    bool start;
    struct image_devices devices;
    struct smmu smmu;
};

enum audit_result { AUDIT_EQUAL, AUDIT_DIFFERS, AUDIT_IMPOSSIBLE };

/* Compares all, and prints to stdout what differs; what makes it impossible, to stderr. */
enum audit_result audit_look(const struct look *look);
