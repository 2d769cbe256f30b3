/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A stand-in for QEMU that loads one plugin: what host.c shares with the
 * versions of the plugin interface that it can play (host_1.c, host_2.c,
 * host_7.c).  Declared from QEMU's documentation a second time, not with
 * bench/trace/qemu_plugin.h, so that a mistake there shows.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ACTIONS = 8, BLOCK = 32, ACCESSES = 4 };

/* What happens when an instruction is executed. */
struct action {
    void (*call)(unsigned vcpu, void *data);
    void *data;
    uint64_t *counter; /* version 1: adds `amount` here ... */
    size_t offset;     /* ... from version 2 on: here in the scoreboard */
    uint64_t amount;
};

/* What an instruction does to memory, and who is told. */
struct access {
    char how;    /* r, w; R, W of a device */
    unsigned shift; /* 2 to the power of it bytes */
    uint64_t address;
    uint64_t physical;
};

struct qemu_plugin_insn {
    uint64_t address;
    unsigned char bytes[4];
    size_t size; /* of them; 0: QEMU read none */
    struct access accesses[ACCESSES];
    size_t access_count;
    void (*accessed)(unsigned vcpu, uint32_t info, uint64_t vaddr, void *data);
    void *accessed_data;
    struct action actions[ACTIONS];
    size_t action_count;
};

struct qemu_plugin_tb {
    struct qemu_plugin_insn insns[BLOCK];
    size_t count;
};

_Noreturn void die(const char *what, const char *why);
struct action *add_action(struct qemu_plugin_insn *insn);

/* ---- host_memory.c ---- */

/* Tells of each of the instruction's accesses who asked for that. */
void host_access(const struct qemu_plugin_insn *insn);

/* ---- host_N.c ---- */

/* Versions of the interface that are taken, and what --version says. */
extern const int host_oldest;
extern const int host_newest;
extern const char host_release[];

/* Callbacks come before counters, in whatever order they were asked for. */
extern const bool host_calls_first;

void host_translated(struct qemu_plugin_tb *tb);

/* Where an action counts. */
uint64_t *host_counter(const struct action *action);

/* After each block: moves what QEMU may move. */
void host_move(void);
