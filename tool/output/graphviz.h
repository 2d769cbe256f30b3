/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Graphviz's program `dot`, if it is there, draws.
 */
#pragma once

#include <stdbool.h>

#include "diag.h"

/* Appends the graph in `dot`, in Graphviz's language, as SVG.  Returns false after reporting that
   there is no such program in PATH, or that it failed; its own messages go to stderr. */
bool graphviz_draw(struct diag *diag, const struct buffer *dot, struct buffer *svg);
