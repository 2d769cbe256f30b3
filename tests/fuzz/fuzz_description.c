/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: the input is a system description, and the whole tool is run on
 * it, with fixed programs: XML, checks, plan, image and report.
 */
#include "fuzz.h"
#include "whole_tool.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    whole_tool_prepare();
    (void)whole_tool_run(data, size, true);
    return 0;
}
