/* SPDX-License-Identifier: BSD-2-Clause */
/* Are the kernel's structures those that this program was compiled with? */
#pragma once

#include "dwarf.h"

/* NULL, or, from the arena, what differs, as in "struct tcb has 1664 bytes, here 1672". */
const char *layout_compare(const struct dwarf *dwarf);
