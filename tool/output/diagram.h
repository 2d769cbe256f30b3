/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system as a drawing: who is there, who may do what to whom.
 */
#pragma once

#include "model.h"

/*
 * Appends a graph in Graphviz's language DOT: each protection domain, channel,
 * memory region and interrupt of a system that has been checked.  The same
 * system gives the same text.
 */
void diagram_write(struct arena *arena, struct buffer *text, const struct system *system);
