/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5, the component with the bug.  It keeps accounts for its clients and
 * takes notes, and it makes every mistake that an exploit needs:
 *
 *  - copy_note() believes the length in the message;
 *  - requests are handled on a stack in memory that may be executed;
 *  - no canary guards the return address (-fno-stack-protector), and nothing
 *    is at a random address.
 *
 * It also has an ordinary mistake in its logic: answer_transfer() does not ask
 * whether the caller owns the account.
 */
#include <microkit.h>

#include "attack.h"
#include "ledger.h"
#include "life.h"

enum { REPLY_OBJECT = 4 };

seL4_Word copy_note(const seL4_Uint8 *from, seL4_Word length);
seL4_Word on_request_stack(const seL4_Uint8 *from, seL4_Word length, seL4_Word stack);

static struct ledger *ledger(void)
{
    return (struct ledger *)LEDGER;
}

/* What its parent's clean restart has to know (life.h). */
const seL4_Word life_stack_bytes = 0x1000;
const struct life_range life_scratch[] = {{SCRATCH, SCRATCH + SCRATCH_BYTES}, {0, 0}};
const struct life_symbol life_symbols[] = {{seL4_Null, ""}};

/* As memcpy.  Not inlined: a copy is a call, as in any program that has a libc. */
static __attribute__((noinline)) void copy(seL4_Uint8 *to, const seL4_Uint8 *from, seL4_Word bytes)
{
    for (seL4_Word i = 0; i < bytes; i++) {
        ((volatile seL4_Uint8 *)to)[i] = from[i];
    }
}

/*
 * Calls copy_note(from, length) on another stack, as any program with threads of
 * its own does; the way back lies on that stack.
 */
__asm__(".text\n"
        ".global on_request_stack\n"
        "on_request_stack:\n"
        "    mov x9, sp\n"
        "    mov sp, x2\n"
        "    stp x9, x30, [sp, #-16]!\n"
        "    bl copy_note\n"
        "    ldp x9, x30, [sp], #16\n"
        "    mov sp, x9\n"
        "    ret\n");

/*
 * Makes what was written on the request stack visible to instruction fetch.  A
 * processor with separate caches fetches the new bytes for certain only after
 * this; an attacker without it waits, or reuses code that is there already.
 * The program does it so that the exploit works everywhere, every time.
 */
static void sync_scratch(void)
{
    const seL4_Word step = 16; /* no cache has shorter lines */
    seL4_Word end = SCRATCH + SCRATCH_BYTES;

    for (seL4_Word at = SCRATCH; at < end; at += step) {
        __asm__ volatile("dc cvau, %0" : : "r"(at) : "memory");
    }
    __asm__ volatile("dsb ish" : : : "memory");
    for (seL4_Word at = SCRATCH; at < end; at += step) {
        __asm__ volatile("ic ivau, %0" : : "r"(at) : "memory");
    }
    __asm__ volatile("dsb ish\n isb" : : : "memory");
}

/* The bug.  `length` is what the caller says, `note` has 64 bytes. */
seL4_Word copy_note(const seL4_Uint8 *from, seL4_Word length)
{
    _Alignas(8) seL4_Uint8 note[NOTE_BYTES] = { 0 };

    copy(note, from, length);
    sync_scratch();
    return ledger_digest(note);
}

static microkit_msginfo answer(seL4_Word label, seL4_Word word)
{
    microkit_mr_set(0, word);
    return microkit_msginfo_new(label, 1);
}

static microkit_msginfo answer_note(microkit_channel ch)
{
    seL4_Word post = ch == LEDGER_ATTACKER ? POST_ATTACKER : POST_CLIENT;
    seL4_Word length = microkit_mr_get(0);

    return answer(LEDGER_OK,
                  on_request_stack((const seL4_Uint8 *)post, length, REQUEST_STACK));
}

static microkit_msginfo answer_balance(void)
{
    seL4_Word account = microkit_mr_get(0);

    if (account >= LEDGER_ACCOUNTS) {
        return answer(LEDGER_REFUSED, 0);
    }
    return answer(LEDGER_OK, ledger()->balance[account]);
}

/* Everything is checked but the one thing that matters: who is asking? */
static microkit_msginfo answer_transfer(seL4_Word from, seL4_Word to, seL4_Word amount)
{
    if (from >= LEDGER_ACCOUNTS || to >= LEDGER_ACCOUNTS || from == to ||
        amount > ledger()->balance[from]) {
        return answer(LEDGER_REFUSED, 0);
    }
    ledger()->balance[from] -= amount;
    ledger()->balance[to] += amount;
    return answer(LEDGER_OK, ledger()->balance[from]);
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    switch (microkit_msginfo_get_label(msginfo)) {
    case LEDGER_NOTE:
        return answer_note(ch);
    case LEDGER_BALANCE:
        return answer_balance();
    case LEDGER_TRANSFER:
        return answer_transfer(microkit_mr_get(0), microkit_mr_get(1), microkit_mr_get(2));
    case LEDGER_TRANSFER_OWN:
        return answer_transfer(ch, microkit_mr_get(0), microkit_mr_get(1));
    }
    return answer(LEDGER_REFUSED, 0);
}

void notified(microkit_channel ch)
{
    (void)ch;
}

void init(void)
{
    if (life_number > 0) {
        /* A caller may still wait for its answer from the life before. */
        seL4_NBSend(REPLY_OBJECT, microkit_msginfo_new(LEDGER_RESTARTED, 0));
    }
    if (ledger()->open == 0) {
        for (seL4_Word i = LEDGER_ATTACKER; i < LEDGER_ACCOUNTS; i++) {
            ledger()->balance[i] = OPENING_BALANCE;
        }
        ledger()->open = 1;
    }
}
