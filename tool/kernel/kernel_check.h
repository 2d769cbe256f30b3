/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether an ELF file can be the kernel of an image: the SDK's own, or one that
 * the user brought (--override-kernel).  What a kernel's file has to be is stated
 * in docs/boot.md, "Another kernel".
 */
#pragma once

#include "board_facts.h"
#include "diag.h"
#include "sdk.h"

/* Reports the first thing that a kernel's file must not be: linked for EL2 or to
   a wrong place, with segments at different offsets, without the symbols that
   say where it ends. */
bool kernel_check(struct diag *diag, const struct component *kernel,
                  const struct board_facts *board);

/* Bytes from the first one to `ki_end`, which the kernel keeps for itself, and to
   `ki_boot_end`, which it needs for boot alone.  Only after kernel_check. */
uint64_t kernel_size(const struct component *kernel);
uint64_t kernel_boot_size(const struct component *kernel);

/*
 * Compares what the kernel was configured for, in ../include/kernel/gen_config.h
 * beside the file's folder, as an SDK has it, with the same file of the SDK
 * (`folder`: that of board and configuration).  Reports each option that makes
 * the kernel speak another language than the SDK's initial task and programs:
 * other numbers of invocations, no debug calls.  A kernel that lies elsewhere
 * has no such file; then there is nothing to compare.
 */
bool kernel_config_check(struct arena *arena, struct diag *diag, const struct component *kernel,
                         const char *folder);

/*
 * log2 of the slots of the kernel's root CNode, as the same file beside it says.
 * False if there is none, or nothing useful in it; then `*bits` stays as it is.
 */
bool kernel_config_root_bits(struct arena *arena, const struct component *kernel,
                             unsigned *bits);
