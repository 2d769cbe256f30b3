/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * microkit, the program.  All that it does is in run.c, which tests call, too.
 */
#include "run.h"

int main(int argc, char **argv)
{
    return run_tool(argc, argv, stderr) ? 0 : 1;
}
