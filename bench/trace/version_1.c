/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Version 1 of QEMU's plugin interface: QEMU 7.2 to 8.  Counters are the
 * plugin's own memory.
 */
#include <stdlib.h>
#include <string.h>

#include "plugin.h"

int qemu_plugin_version = 1;

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*cb)(qemu_plugin_id_t id,
                                                      struct qemu_plugin_tb *tb));
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn,
                                                enum qemu_plugin_op op, void *ptr, uint64_t imm);

static uint64_t *counters;
static version_block *tell;

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    tell(tb);
}

void version_watch(qemu_plugin_id_t id, version_block *block)
{
    tell = block;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
}

uint32_t version_code(struct qemu_plugin_insn *insn)
{
    uint32_t code = 0;

    if (qemu_plugin_insn_size(insn) == sizeof(code)) {
        memcpy(&code, qemu_plugin_insn_data(insn), sizeof(code));
    }
    return code;
}

void version_counters_create(size_t count)
{
    counters = calloc(count, sizeof(*counters));
    if (counters == NULL) {
        abort();
    }
}

uint64_t *version_counters(void)
{
    return counters;
}

void version_count(struct qemu_plugin_insn *insn, size_t counter)
{
    qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64,
                                               &counters[counter], 1);
}
