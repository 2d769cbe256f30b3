/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Versions 2 to 7 of QEMU's plugin interface: instructions are copied out, and
 * counters are in a scoreboard, QEMU's memory with one element for each
 * processor.  The element of the machine's only processor has them all.
 */
#include "plugin.h"

struct qemu_plugin_scoreboard;

/* A number in each element. */
typedef struct {
    struct qemu_plugin_scoreboard *score;
    size_t offset; /* bytes */
} qemu_plugin_u64;

struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t element_size);
void *qemu_plugin_scoreboard_find(struct qemu_plugin_scoreboard *score, unsigned vcpu);
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *dest, size_t len);
void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *insn,
                                                         enum qemu_plugin_op op,
                                                         qemu_plugin_u64 entry, uint64_t imm);

static struct qemu_plugin_scoreboard *scoreboard;

uint32_t version_code(struct qemu_plugin_insn *insn)
{
    uint32_t code;

    return qemu_plugin_insn_data(insn, &code, sizeof(code)) == sizeof(code) ? code : 0;
}

void version_counters_create(size_t count)
{
    scoreboard = qemu_plugin_scoreboard_new(count * sizeof(uint64_t));
}

uint64_t *version_counters(void)
{
    return qemu_plugin_scoreboard_find(scoreboard, 0);
}

void version_count(struct qemu_plugin_insn *insn, size_t counter)
{
    qemu_plugin_u64 entry = {.score = scoreboard, .offset = counter * sizeof(uint64_t)};

    qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(insn, QEMU_PLUGIN_INLINE_ADD_U64, entry,
                                                        1);
}
