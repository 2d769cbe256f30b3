/* SPDX-License-Identifier: BSD-2-Clause */
/* What is made of the figures. */
#pragma once

#include "catalogue.h"

/* An aligned table on stdout, a block for each group. */
void table_print(const struct bench *bench);

/* True if every figure is below its row's limit; else each that is not gets a line on stderr. */
bool limits_hold(const struct bench *bench);

/*
 * JSON on stdout (docs/measurements.md): an object with `format` 1, `columns`
 * (names), `systems` (from column name to what its programs ran on, of those that
 * said) and `rows`, each with `id`, `group`, `unit`, `description`,
 * `compared` (bool), `limit` and `sel4_recorded` (number or null) and `figures`,
 * an object from column name to number, and of some `lines`, one from column name
 * to an array of numbers (lines.h).
 */
void json_print(const struct bench *bench);

/*
 * The figures that are to be compared, on stdout: a JSON object, a member a line.
 * `compiler` is its name; a row id is the first column's figure.  For each other
 * column that said what it ran on, COLUMN/SYSTEM_MEMBER is that, and COLUMN/ROW a
 * figure.  With LINES_SUFFIX, the name of a row is that of its lines.
 */
#define SYSTEM_MEMBER "system"
#define LINES_SUFFIX ".lines"
void baseline_print(const struct bench *bench, const char *compiler);

/*
 * Compares with such a file and says on stdout which rows got worse or better by
 * more than 2%, are missing, or are new.  True if none is worse or missing.
 *
 * A column that is not there now, or is of another system, is not compared, and
 * that is said.
 */
bool baseline_check(struct bench *bench, const char *path, const char *compiler);
