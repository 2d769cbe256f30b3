/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stand-in for QEMU that loads one plugin and does what stdin says:
 *
 *   block ADDRESS CODE...   translate a block; ADDRESS and CODEs in hexadecimal, `-` for an
 *                           instruction that cannot be read; a CODE may be followed by what it
 *                           does to memory: @HOW,SHIFT,ADDRESS,PHYSICAL (struct access)
 *   run ADDRESS TIMES       execute the block that was translated there last
 *   quit
 *
 * Of QEMU's options it knows -plugin FILE,ARGUMENT,... and --version.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { BLOCKS = 32 };

static struct qemu_plugin_tb *blocks[BLOCKS];
static size_t block_count;

_Noreturn void die(const char *what, const char *why)
{
    (void)fprintf(stderr, "stand-in for QEMU: %s: %s\n", what, why);
    exit(1);
}

struct action *add_action(struct qemu_plugin_insn *insn)
{
    if (insn->action_count == ACTIONS) {
        die("too many actions", "of one instruction");
    }
    insn->actions[insn->action_count] = (struct action){0};
    return &insn->actions[insn->action_count++];
}

/* ---- what is the same in all versions ---- */

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(struct qemu_plugin_tb *tb, size_t idx);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
void *qemu_plugin_insn_haddr(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
                                            void (*cb)(unsigned vcpu_index, void *userdata),
                                            int flags, void *userdata);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb)
{
    return tb->count;
}

struct qemu_plugin_insn *qemu_plugin_tb_get_insn(struct qemu_plugin_tb *tb, size_t idx)
{
    return idx < tb->count ? &tb->insns[idx] : NULL;
}

uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn)
{
    return insn->address;
}

/* As if all programs' pages followed one another in QEMU's memory. */
void *qemu_plugin_insn_haddr(const struct qemu_plugin_insn *insn)
{
    return (void *)(uintptr_t)(0x7000000 + (insn->address & 0xffffff));
}

size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn)
{
    return insn->size;
}

void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
                                            void (*cb)(unsigned vcpu_index, void *userdata),
                                            int flags, void *userdata)
{
    struct action *action = add_action(insn);

    if (flags != 0) {
        die("flags", "the plugin asks for registers");
    }
    action->call = cb;
    action->data = userdata;
}

/* ---- what stdin says ---- */

static void read_accesses(struct qemu_plugin_insn *insn, const char *text)
{
    for (text = strchr(text, '@'); text != NULL; text = strchr(text + 1, '@')) {
        unsigned long long address;
        unsigned long long physical;
        struct access access;

        if (insn->access_count == ACCESSES ||
            sscanf(text, "@%c,%u,%llx,%llx", &access.how, &access.shift, &address, &physical) !=
                4) {
            die("not understood", text);
        }
        access.address = address;
        access.physical = physical;
        insn->accesses[insn->access_count++] = access;
    }
}

static struct qemu_plugin_insn read_instruction(uint64_t address, const char *text)
{
    struct qemu_plugin_insn insn = {.address = address};
    uint32_t code = (uint32_t)strtoul(text, NULL, 16);

    read_accesses(&insn, text);
    if (text[0] != '-') {
        insn.size = sizeof(insn.bytes);
        for (size_t i = 0; i < sizeof(insn.bytes); i++) {
            insn.bytes[i] = (unsigned char)(code >> 8 * i);
        }
    }
    return insn;
}

static void translate(uint64_t address, char *codes)
{
    struct qemu_plugin_tb *tb = calloc(1, sizeof(*tb));

    if (tb == NULL || block_count == BLOCKS) {
        die("block", "too many");
    }
    for (char *code = strtok(codes, " \n"); code != NULL; code = strtok(NULL, " \n")) {
        if (tb->count == BLOCK) {
            die("block", "too long");
        }
        tb->insns[tb->count] = read_instruction(address + 4 * tb->count, code);
        tb->count++;
    }
    blocks[block_count++] = tb;
    host_translated(tb);
}

static void act(const struct qemu_plugin_insn *insn, bool calls, bool counts)
{
    for (size_t i = 0; i < insn->action_count; i++) {
        const struct action *action = &insn->actions[i];
        if (action->call != NULL && calls) {
            action->call(0, action->data);
        }
        if (action->call == NULL && counts) {
            *host_counter(action) += action->amount;
        }
    }
}

static void run(uint64_t address)
{
    const struct qemu_plugin_tb *tb = NULL;

    for (size_t i = 0; i < block_count; i++) {
        tb = blocks[i]->insns[0].address == address ? blocks[i] : tb;
    }
    for (size_t i = 0; tb != NULL && i < tb->count; i++) {
        act(&tb->insns[i], true, !host_calls_first);
        if (host_calls_first) {
            act(&tb->insns[i], false, true);
        }
        host_access(&tb->insns[i]);
    }
    host_move();
}

static void obey(char *line)
{
    unsigned long long address = 0;
    unsigned times = 0;
    int rest = 0;

    if (sscanf(line, "block %llx %n", &address, &rest) == 1) {
        translate(address, line + rest);
    } else if (sscanf(line, "run %llx %u", &address, &times) == 2) {
        while (times-- > 0) {
            run(address);
        }
    } else if (strncmp(line, "quit", 4) == 0) {
        exit(0);
    } else {
        die("not understood", line);
    }
}

/* ---- the plugin ---- */

static void load(char *file_and_arguments)
{
    char *argv[8];
    int argc = 0;
    const char *file = strtok(file_and_arguments, ",");
    void *plugin = dlopen(file, RTLD_NOW);
    const int *version;
    int (*install)(uint64_t id, const void *info, int argc, char **argv);

    if (plugin == NULL) {
        die("could not load the plugin", dlerror());
    }
    version = dlsym(plugin, "qemu_plugin_version");
    *(void **)&install = dlsym(plugin, "qemu_plugin_install");
    if (version == NULL || install == NULL) {
        die(file, "no plugin");
    }
    if (*version < host_oldest || *version > host_newest) {
        die(file, "another version of the interface");
    }
    while (argc < 8 && (argv[argc] = strtok(NULL, ",")) != NULL) {
        argc++;
    }
    if (install(1, NULL, argc, argv) != 0) {
        die(file, "the plugin failed");
    }
}

int main(int argc, char **argv)
{
    char line[1024];

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--version") == 0) {
            (void)printf("QEMU emulator version %s\n", host_release);
            return 0;
        }
        if (strcmp(argv[i], "-plugin") == 0 && i + 1 < argc) {
            load(argv[++i]);
        }
    }
    while (fgets(line, sizeof(line), stdin) != NULL) {
        obey(line);
    }
    return 0;
}
