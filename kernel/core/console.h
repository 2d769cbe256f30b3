/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text on the debug console; nothing outside debug builds.
 */
#pragma once

#include "types.h"

/* Understands %s, %u (unsigned), %lu and %lx (word_t), %%. */
void console_print(const char *format, ...) __attribute__((format(printf, 1, 2)));
