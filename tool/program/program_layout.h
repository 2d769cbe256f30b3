/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the parts of a program may be: its segments and sections, its IPC
 * buffer, and what a description maps beside them.
 */
#pragma once

#include "model.h"
#include "program_pages.h"

/* Reports segments and sections that cannot be loaded as they ask for; false if there are any. */
bool layout_check(struct diag *diag, const struct domain *domain, const struct program *program);

/*
 * Decides where the IPC buffer of a program is whose pages are laid out.  False
 * after reporting that the program's own place for it is taken; warns if nothing
 * would keep an overrun of the program's data out of it.
 */
bool layout_place_buffer(struct arena *arena, struct diag *diag, const struct domain *domain,
                         struct program *program);

/* Reports each map of the domain that overlaps the program or its IPC buffer. */
void layout_check_maps(struct diag *diag, const struct domain *domain,
                       const struct program *program);
