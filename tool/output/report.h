/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report: everything that the image will create, in words.
 */
#pragma once

#include "forecast.h"
#include "image.h"
#include "plan.h"

/* Appends the report to `text`.  Objects, capabilities, mappings and threads
   are read from the plan's tables; the model only says what they are for. */
void report_write(struct buffer *text, const struct system *system,
                  const struct plan *plan, const struct image *image,
                  const struct forecast *forecast);
