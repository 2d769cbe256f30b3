/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the injected code of Task 5 got, as figures of the configuration `pd`: from the console of
 * a run, and from the report.txt of the image that ran.  The console says what was tried and what
 * came of it; the report, how many other protection domains there are, and what was granted.
 */
#pragma once

#include "findings.h"

/* Adds the findings.  A console without verdict is a problem; a step that did not take place is a
   MISSING. */
void task5_load(struct findings *findings, const char *console, const char *report);
