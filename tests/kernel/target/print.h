/* SPDX-License-Identifier: BSD-2-Clause */
/* The console, through the kernel's debug call. */
#pragma once

#include <sel4/sel4.h>

void print(const char *s);
void print_number(seL4_Word x);
void print_hex(seL4_Word x);
