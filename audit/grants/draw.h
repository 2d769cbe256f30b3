/* SPDX-License-Identifier: BSD-2-Clause */
/* Grants as a drawing. */
#pragma once

#include "diag.h"
#include "grants.h"

/*
 * Appends a graph in Graphviz's language: who may call, signal or control whom, and who
 * reaches which region.  What is not in `other`, which is sorted, is red.
 */
void draw_grants(struct buffer *dot, const char *title, const struct grants *grants,
                 const struct grants *other);
