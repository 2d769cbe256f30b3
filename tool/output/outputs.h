/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files that the tool writes: the image, the report, and what else the
 * command line asks for.
 */
#pragma once

#include "forecast.h"
#include "image.h"
#include "options.h"

/* Returns false after reporting an output that would replace another or the description. */
bool outputs_check(struct diag *diag, const struct options *options);

/* What the outputs are made of. */
struct built {
    const struct system *system;
    struct program *const *programs; /* by domain index */
    const struct plan *plan;
    const struct image_parts *parts;
    const struct image *image;
    const struct forecast *forecast;
};

/* Writes all outputs or, after an error, none: for instance if one would replace an input. */
bool outputs_write(struct arena *arena, struct diag *diag, const struct options *options,
                   const struct built *built);
