/* SPDX-License-Identifier: BSD-2-Clause */
/* What the machine has, as grants. */
#pragma once

#include "naming.h"

/* All grants that there are.  `start`: no protection domain has run yet. */
void present_grants(const struct present *present, struct grants *grants, bool start);

/* A sentence about what no thread reaches, and what is wrong with it: how much. */
void present_lost(const struct present *present, FILE *stream);
