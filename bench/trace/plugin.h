/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A plugin of QEMU's in three parts: what it does (counts.c, lines.c ...), what
 * all plugins do (plugin.c), and the version of QEMU's plugin interface that it
 * speaks (version_N.c).  One of each makes a shared object; pick.sh says which
 * of them the QEMU at hand loads.
 */
#pragma once

#include <stdbool.h>

#include "qemu_plugin.h"

/* ---- counts.c, lines.c, stretch.c, timeline.c ---- */

/* Read the arguments, each NAME=VALUE, and make the counters.  What is wrong
   ends the process. */
void plugin_begin(int argc, char **argv);

/* QEMU translates this instruction, which is the first of a block or not.  `insn` is good until the
   return. */
void plugin_instruction(struct qemu_plugin_insn *insn, bool first);

/* ---- version_N.c (with scoreboard.c from version 2 on) ---- */

/* Let QEMU tell of each block that it translates.  Once. */
typedef void version_block(struct qemu_plugin_tb *tb);
void version_watch(qemu_plugin_id_t id, version_block *block);

/* The instruction itself: four bytes, little-endian as this machine's numbers.  0 where QEMU reads
   none, as in the illegal execution state. */
uint32_t version_code(struct qemu_plugin_insn *insn);

/* `count` counters, all 0.  Once, from plugin_begin. */
void version_counters_create(size_t count);

/* The counters; the pointer is good until the return to QEMU. */
uint64_t *version_counters(void);

/* Each execution of `insn` adds 1 to this counter.  Ask for it after the instruction's callbacks:
   QEMU 7.2 makes those first in any case, newer ones keep the order. */
void version_count(struct qemu_plugin_insn *insn, size_t counter);
