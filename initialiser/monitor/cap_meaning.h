/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a slot of a PD's capability space is for.
 */
#pragma once

#include <stdint.h>

/* Prints what a PD that names capability `cptr` means by it, such as "endpoint of channel 3". */
void cap_meaning_print(uint64_t cptr);
