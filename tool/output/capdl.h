/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The capability distribution as JSON: for programs what the report is for people.
 */
#pragma once

#include "plan.h"

/* Appends one JSON object; docs/sdk.md describes it. */
void capdl_write(struct buffer *text, const struct plan *plan);
