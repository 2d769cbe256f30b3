/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * QEMU's plugin interface from version 2 on: instructions are copied, counters
 * are in a scoreboard, which QEMU moves when it likes to.
 */
#include <stdlib.h>
#include <string.h>

#include "host.h"

struct qemu_plugin_scoreboard {
    unsigned char *data;
    size_t element_size;
};

typedef struct {
    struct qemu_plugin_scoreboard *score;
    size_t offset;
} qemu_plugin_u64;

enum { VCPUS = 2 };

struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t element_size);
void *qemu_plugin_scoreboard_find(struct qemu_plugin_scoreboard *score, unsigned vcpu_index);
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *dest, size_t len);
void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *insn, int op,
                                                         qemu_plugin_u64 entry, uint64_t imm);

const bool host_calls_first = false;
static struct qemu_plugin_scoreboard board;

struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t element_size)
{
    if (board.data != NULL) {
        die("scoreboard", "one is enough for these plugins");
    }
    board.data = calloc(VCPUS, element_size);
    board.element_size = element_size;
    return &board;
}

void *qemu_plugin_scoreboard_find(struct qemu_plugin_scoreboard *score, unsigned vcpu_index)
{
    return score->data + vcpu_index * score->element_size;
}

size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *insn, void *dest, size_t len)
{
    size_t size = len < insn->size ? len : insn->size;

    memcpy(dest, insn->bytes, size);
    return size;
}

void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *insn, int op,
                                                         qemu_plugin_u64 entry, uint64_t imm)
{
    struct action *action = add_action(insn);

    if (op != 0 || entry.score != &board || entry.offset % 8 != 0 ||
        entry.offset + 8 > board.element_size) {
        die("inline operation", "not an addition to a number in the scoreboard");
    }
    action->offset = entry.offset;
    action->amount = imm;
}

uint64_t *host_counter(const struct action *action)
{
    return (uint64_t *)(void *)(board.data + action->offset);
}

void host_move(void)
{
    size_t size = VCPUS * board.element_size;
    unsigned char *elsewhere = size == 0 ? NULL : malloc(size);

    if (size == 0) {
        return; /* the plugin counts by itself */
    }
    if (elsewhere == NULL) {
        die("scoreboard", "no memory");
    }
    memcpy(elsewhere, board.data, size);
    memset(board.data, 0xa5, size);
    free(board.data);
    board.data = elsewhere;
}
