/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What QEMU calls when it loads a plugin.
 */
#include <string.h>

#include "plugin.h"

/* The whole block, instruction by instruction. */
static void tell_block(struct qemu_plugin_tb *tb)
{
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(tb); i++) {
        plugin_instruction(qemu_plugin_tb_get_insn(tb, i), i == 0);
    }
}

/* check=on, pick.sh's: to be loaded is all that is wanted. */
int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info_t *info, int argc,
                        char **argv)
{
    (void)info;
    if (argc == 1 && strcmp(argv[0], "check=on") == 0) {
        return 0;
    }
    plugin_begin(argc, argv);
    version_watch(id, tell_block);
    return 0;
}
