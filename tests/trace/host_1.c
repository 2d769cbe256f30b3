/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU 7.2's plugin interface, version 1.
 */
#include "host.h"

const int host_oldest = 0;
const int host_newest = 1;
const char host_release[] = "7.2.0";
const bool host_calls_first = true;

typedef void (*translated)(uint64_t id, struct qemu_plugin_tb *tb);

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated cb);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn, int op, void *ptr,
                                                uint64_t imm);

static translated callback;
static uint64_t plugin_id;

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated cb)
{
    plugin_id = id;
    callback = cb;
}

const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn)
{
    return insn->bytes;
}

void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn, int op, void *ptr,
                                                uint64_t imm)
{
    struct action *action = add_action(insn);

    if (op != 0) {
        die("inline operation", "only addition is known");
    }
    action->counter = ptr;
    action->amount = imm;
}

void host_translated(struct qemu_plugin_tb *tb)
{
    callback(plugin_id, tb);
}

uint64_t *host_counter(const struct action *action)
{
    return action->counter;
}

void host_move(void)
{
}
