/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU 11's plugin interface, which takes version 7 only.
 */
#include "host.h"

const int host_oldest = 7;
const int host_newest = 7;
const char host_release[] = "11.1.3";

typedef void (*translated)(struct qemu_plugin_tb *tb, void *userdata);

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated cb, void *userdata);

static translated callback;
static void *callback_data;

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translated cb, void *userdata)
{
    if (id != 1) {
        die("plugin", "not the number that it was given");
    }
    callback = cb;
    callback_data = userdata;
}

void host_translated(struct qemu_plugin_tb *tb)
{
    callback(tb, callback_data);
}
