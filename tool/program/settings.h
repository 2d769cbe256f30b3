/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a program is told by writing to its variables: the PD's name, which
 * channels it has, and what the description's setvars say.
 */
#pragma once

#include "model.h"
#include "program.h"

/* Writes all of it into the program's pages, and reports symbols that are missing
   or of the wrong kind.  A variable that holds a physical address gets a page
   with contents and is left 0 for the initial task. */
void settings_apply(struct arena *arena, struct diag *diag, const struct domain *domain,
                    struct program *program);
