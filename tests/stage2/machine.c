/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine of instruction.h. */
#include "instruction.h"

struct machine machine;
