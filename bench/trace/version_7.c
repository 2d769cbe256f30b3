/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Version 7 of QEMU's plugin interface: QEMU 11, which takes no older one.  Who
 * watches translations gets a pointer of his own back instead of the plugin's
 * number.  Counters and instructions: scoreboard.c.
 */
#include "plugin.h"

int qemu_plugin_version = 7;

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*cb)(struct qemu_plugin_tb *tb,
                                                      void *userdata),
                                           void *userdata);

static version_block *tell;

static void translated(struct qemu_plugin_tb *tb, void *userdata)
{
    (void)userdata;
    tell(tb);
}

void version_watch(qemu_plugin_id_t id, version_block *block)
{
    tell = block;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated, NULL);
}
