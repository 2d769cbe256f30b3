/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 5, the component with the bug.  It keeps accounts for its clients and
 * takes notes, and it makes every mistake that an exploit needs:
 *
 *  - copy_note() (ledger.c) believes the length in the message;
 *  - requests are handled on a stack in memory that may be executed;
 *  - no canary guards the return address (-fno-stack-protector), and nothing
 *    is at a random address.
 *
 * It also has an ordinary mistake in its logic: ledger.c's transfer() does not
 * ask whether the caller owns the account.
 */
#include <microkit.h>

#include "../common/life.h"
#include "attack.h"
#include "ledger.h"

enum { REPLY_OBJECT = 4 };

seL4_Word on_request_stack(const seL4_Uint8 *from, seL4_Word length, seL4_Word stack);

static struct ledger *ledger(void)
{
    return (struct ledger *)LEDGER;
}

/* What its parent's clean restart has to know (life.h). */
const seL4_Word life_stack_bytes = 0x1000;
const struct life_range life_scratch[] = {{SCRATCH, SCRATCH + SCRATCH_BYTES}, {0, 0}};
const struct life_symbol life_symbols[] = {{seL4_Null, seL4_Null, ""}};

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
void ledger_sync_note(const seL4_Uint8 *note)
{
    const seL4_Word step = 16; /* no cache has shorter lines */
    seL4_Word end = SCRATCH + SCRATCH_BYTES;

    (void)note; /* it is in there */
    for (seL4_Word at = SCRATCH; at < end; at += step) {
        __asm__ volatile("dc cvau, %0" : : "r"(at) : "memory");
    }
    __asm__ volatile("dsb ish" : : : "memory");
    for (seL4_Word at = SCRATCH; at < end; at += step) {
        __asm__ volatile("ic ivau, %0" : : "r"(at) : "memory");
    }
    __asm__ volatile("dsb ish\n isb" : : : "memory");
}

static microkit_msginfo answer_note(microkit_channel ch)
{
    seL4_Word post = ch == LEDGER_ATTACKER ? POST_ATTACKER : POST_CLIENT;
    seL4_Word length = microkit_mr_get(0);

    return ledger_answer(LEDGER_OK,
                         on_request_stack((const seL4_Uint8 *)post, length, REQUEST_STACK));
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    if (microkit_msginfo_get_label(msginfo) == LEDGER_NOTE) {
        return answer_note(ch);
    }
    return ledger_request(ledger(), ch, msginfo);
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
    ledger_open(ledger());
}
