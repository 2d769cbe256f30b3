/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What parent and child agree on: the child's calls, by label.
 */
#pragma once

#include <microkit.h>

enum { FAMILY_CHANNEL = 0 };

enum {
    FAMILY_HELLO = 1, /* one word: where to restart me; the number of this life comes back */
    FAMILY_DONE       /* one word: the result of my work */
};

enum { FAMILY_WORK = 5050 }; /* the right result */
