/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Version 2 of QEMU's plugin interface: QEMU 9 and 10 (which have newer ones,
 * too).  Counters and instructions: scoreboard.c.
 */
#include "plugin.h"

int qemu_plugin_version = 2;

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*cb)(qemu_plugin_id_t id,
                                                      struct qemu_plugin_tb *tb));

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
