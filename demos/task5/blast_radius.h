/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 5: what the injected code could reach. */
#pragma once

#include "attack.h"

/* Prints all that the injected code could touch, and compares it with what was granted. */
void judge_blast_radius(const volatile struct findings *found);
