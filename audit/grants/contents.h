/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is in memory before the first instruction of a protection domain: the program as
 * in its file, what the description has the tool write into it, and zeros.
 */
#pragma once

#include "described.h"
#include "present.h"

/* Prints a line for each page that holds something else, and returns how many there are. */
size_t contents_compare(FILE *stream, const struct described *described,
                        const struct present *present);
