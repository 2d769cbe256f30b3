/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One hull, for the page and for the drawing in a file of its own: it is a way to build the system,
 * each of its compartments is an attempt, and the water stands as high as the share that succeeded.
 */
#pragma once

#include <stdio.h>

#include "findings.h"

/* In units of the drawing. */
enum { HULL_WIDTH = 1000, HULL_HEIGHT = 92 };

/* How many compartments a hull has, and of these how many attempts of `kind`. */
unsigned hull_attempts(const struct findings *findings);
unsigned hull_attempts_of(const struct findings *findings, const char *kind);

/* Writes the elements of `subject`'s hull.  Their classes are water, unknown, wall, thick and hull;
   what is unknown wants to be hatched. */
void hull_write(FILE *out, const struct findings *findings, const char *subject);

/* Writes the pattern for that, which has the name `hatch` and a line of this class. */
void hull_hatch(FILE *out);
