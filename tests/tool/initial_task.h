/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The initial task's own check of a spec, run on the host: what the tool writes
 * is what the other side accepts.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Returns whether the initial task accepts the spec; if not, writes why. */
bool initial_task_accepts(const void *spec, size_t size, char *why, size_t why_size);
