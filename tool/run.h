/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One run of the tool: what main() does, for the tests to do the same.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

/*
 * Runs the tool with the command line `argc`, `argv` (argv[0] is the program's
 * own path) and writes what there is to say to `messages`; help and version go to
 * stdout.  Returns whether all outputs were written, or help or version was asked
 * for; otherwise nothing was written but at least one error.
 */
bool run_tool(int argc, char **argv, FILE *messages);
