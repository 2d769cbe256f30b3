/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text output through the kernel's debug console.  Nothing is printed in
 * configurations whose kernel has no console.
 */
#pragma once

#include <stdint.h>

void print_char(char c);
void print_text(const char *text);

/* 0x and as many digits as needed. */
void print_hex(uint64_t value);

/* 16 digits without 0x, for tables. */
void print_hex_column(uint64_t value);

void print_decimal(uint64_t value);
