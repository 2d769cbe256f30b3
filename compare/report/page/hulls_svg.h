/* SPDX-License-Identifier: BSD-2-Clause */
/* The hulls as a drawing in a file of its own. */
#pragma once

#include <stdio.h>

#include "findings.h"

/* Writes the SVG: a hull for each configuration without protections, as on the page. */
void hulls_svg(FILE *out, const struct findings *findings);
