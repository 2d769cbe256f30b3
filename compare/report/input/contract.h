/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of a console that are evaluated.  Fields are separated by one space, names are
 * lower_snake and in the catalogues, numbers are decimal and below 2^63, text is the rest of the
 * line (printable ASCII, at most 500 characters):
 *
 *   REACH <config> <kind> <id> <got> <tried>
 *   AMBIENT <config> <id> <got> <tried>
 *   CRASH <config> <kind> <instructions to notice> <instructions to serve again> <text>
 *   DRIVER <config> <id> <value>
 *   DMA <config> <id> <got> <tried>
 *   TIME <config> <id> <value>
 *   HOST <config> <id> <got> <tried>
 *   EXPLOIT <config> <variant> <tries> <succeeded: 0 or 1> <text>
 *   SIZE <system> <id> <value>
 *   SHOW <config> <id> <text>
 *   INSTEAD <what> <word> <why>
 *   MISSING <what> <why>
 *
 * INSTEAD is for what was tried and has no figure, since there is nothing to count: <word>, of the
 * catalogue, stands in its place.  MISSING is for what was to be measured and was not.  <what> is
 * a name, or several with `:` between them: a configuration, a kind, an id.  All other lines are
 * talk, and so is a word followed by DONE alone.  BENCH lines belong to the table of measurements,
 * which reads them.
 */
#pragma once

#include "findings.h"

/* Adds what the console in the file `name` says; each malformed line is a problem. */
void contract_load(struct findings *findings, const char *name);

/* The same, of a console that is in memory. */
void contract_read(struct findings *findings, const struct input *input);

/* Parses a whole decimal number below 2^63; false if `text` is none. */
bool parse_number(const char *text, uint64_t *value);
