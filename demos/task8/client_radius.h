/* SPDX-License-Identifier: BSD-2-Clause */
#pragma once

#include "radius.h"

/* Prints what the injected code found that it may use, and checks that it is what
   system_with_guest.xml grants the VMM, no more and no less: two checks. */
void judge_radius(const volatile struct findings *found);
