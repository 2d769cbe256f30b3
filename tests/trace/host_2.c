/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU 10's plugin interface, which takes versions 2 to 4.
 */
#include "host.h"

const int host_oldest = 2;
const int host_newest = 4;
const char host_release[] = "10.0.2";

typedef void (*translated)(uint64_t id, struct qemu_plugin_tb *tb);

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated cb);

static translated callback;
static uint64_t plugin_id;

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated cb)
{
    plugin_id = id;
    callback = cb;
}

void host_translated(struct qemu_plugin_tb *tb)
{
    callback(plugin_id, tb);
}
