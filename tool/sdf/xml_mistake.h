/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The mistakes in XML that expat calls an invalid token, at a place where their
 * author would not look: called by their names, where they were made.
 */
#pragma once

#include <stdbool.h>

#include "diag.h"

/*
 * expat refused diag->source at offset `at`, and what is before that is well formed; or the
 * tag or comment that begins there has no end.  Reports a quotation mark that is not closed, a
 * value without any, "--" in a comment, or a comment without end, and returns true; or returns
 * false, and has reported nothing.
 */
bool xml_mistake_report(struct diag *diag, size_t at);
