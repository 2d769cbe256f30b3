/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A run of the whole tool on files in memory, and what must hold of every run,
 * whatever the input.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Puts the programs pd.elf, later.elf and rwx.elf of the tool's tests and the
   files of an SDK for board "test" in place, again after they were replaced. */
void whole_tool_prepare(void);

/* Names of the SDK's files. */
#define WHOLE_TOOL_LOADER "sdk/board/test/debug/elf/loader.elf"
#define WHOLE_TOOL_KERNEL "sdk/board/test/debug/elf/sel4.elf"
#define WHOLE_TOOL_INITIALISER "sdk/board/test/debug/elf/initialiser.elf"

/*
 * Runs the tool on the system description `text`, and aborts unless
 *   - there is an image and a report, or neither and an error message;
 *   - a second run makes the same bytes;
 *   - the initial task accepts the spec in the image (only if `own_parts`: the
 *     SDK's files are those of whole_tool_prepare).
 * Returns whether an image was built.
 */
bool whole_tool_run(const void *text, size_t size, bool own_parts);
