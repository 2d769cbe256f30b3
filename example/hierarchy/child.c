/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Crashes in each of its first three lives, and has to start clean in each.
 *
 * Restored on a restart, by this file:
 *   - the stack pointer: restart() sets it, to the end of a stack of this program's own;
 *   - `state`, which is all that the work needs: init() copies it from read-only memory, where the
 *     initial value cannot have been damaged by anything this program did.
 *
 * Not restored: every other variable (`survivor` shows it, and libmicrokit has some: a call that
 * was deferred before the crash is still made), the IPC buffer, the other registers, the old stack.
 * A program that must be rid of all that copies its whole writable memory before the first init().
 */
#include "family.h"

struct state {
    seL4_Word sum;
    seL4_Word next; /* to be added to it */
};

static const struct state first_state = {.sum = 0, .next = 1};
static struct state state;

static volatile seL4_Uint32 survivor;

/* The stack of every life but the first, which has the one that the system gives it.  Unlike that,
   it has no unmapped page below it: an overflow would go unnoticed. */
enum { STACK_BYTES = 4096 };
char restart_stack[STACK_BYTES] __attribute__((aligned(16)));

/* Where a restart begins: no C before there is a stack.  _start is libmicrokit's: it calls init()
   and waits for events, as in the first life. */
void restart(void);
__asm__(".section .text.restart, \"ax\"\n"
        ".global restart\n"
        "restart:\n"
        "    adrp x0, restart_stack\n"
        "    add  x0, x0, :lo12:restart_stack\n"
        "    add  sp, x0, #4096\n" /* STACK_BYTES */
        "    b    _start\n"
        ".previous\n");

/* Nothing is mapped there; a variable, because compilers know that nothing can be. */
static volatile seL4_Word *volatile nowhere = (volatile seL4_Word *)8;

static void crash(seL4_Uint32 life)
{
    state = (struct state){.sum = 0xdead, .next = 0xdead};
    survivor++;
    switch (life) {
    case 1:
        *nowhere = 1;
        break;
    case 2:
        __asm__ volatile("udf #0"); /* defined to be undefined */
        break;
    default:
        *(volatile char *)(seL4_Word)restart = 0; /* code can be read and executed only */
        break;
    }
}

static void work(void)
{
    while (state.next <= 100) {
        state.sum += state.next++;
    }
}

void init(void)
{
    seL4_Uint32 life;

    state = first_state;
    microkit_mr_set(0, (seL4_Word)restart);
    (void)microkit_ppcall(FAMILY_CHANNEL, microkit_msginfo_new(FAMILY_HELLO, 1));
    life = (seL4_Uint32)microkit_mr_get(0);

    microkit_dbg_puts("child: life ");
    microkit_dbg_put32(life);
    microkit_dbg_puts(": state restored, sum = ");
    microkit_dbg_put32((seL4_Uint32)state.sum);
    microkit_dbg_puts("; survivor, which nobody restores, = ");
    microkit_dbg_put32(survivor);
    microkit_dbg_puts("\n");
    if (life <= 3) {
        crash(life);
    }
    work();
    microkit_mr_set(0, state.sum);
    (void)microkit_ppcall(FAMILY_CHANNEL, microkit_msginfo_new(FAMILY_DONE, 1));
}

void notified(microkit_channel ch)
{
    (void)ch;
}
