/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 7, a passive server: it has no time of its own, and runs on that of
 * whoever calls it.  Its budget is the caller's, and so it can end in the middle
 * of a job, when the books do not balance.
 *
 * Its next life, after the guardian has put the books in order, does what the last
 * had no time for: it answers, and waits for the next call.
 */
#include "server.h"

#include "../../common/slots.h"
#include "../inversion/inversion.h"

/* The stack of each life begins where the first one's init() was. */
seL4_Word server_stack;

_Noreturn void server_live_on(void);
void server_restart(void);

__asm__(".text\n"
        ".global server_restart\n"
        "server_restart:\n"
        "    adrp x0, server_stack\n"
        "    ldr x0, [x0, :lo12:server_stack]\n"
        "    mov sp, x0\n"
        "    b server_live_on\n");

/* Runs for so many ticks; for the spender, it notes when. */
static void run_for(seL4_Word ticks, seL4_Bool noted)
{
    seL4_Word end = counter_now() + ticks;
    seL4_Word ran = 0;
    seL4_Word now;

    if (!noted) {
        while (counter_now() < end) {
        }
        return;
    }
    now = run_begin(work());
    while (ran < ticks && !run_is_full(work())) {
        ran += run_look(work(), &now);
    }
    run_end(work());
}

/* From one account to the other, and in between all the work. */
static void do_job(microkit_channel ch, seL4_Word ticks)
{
    books()->before.balance[0] = books()->now.balance[0];
    books()->before.balance[1] = books()->now.balance[1];
    books()->client = ch;
    books()->now.balance[0]--;
    run_for(ticks / 2, ch == SERVER_CHANNEL_SPENDER);
    if (ch == SERVER_CHANNEL_LOW) {
        scene_wake_others(SERVER_TELLS_HIGH, SERVER_TELLS_MIDDLE);
    }
    run_for(ticks / 2, ch == SERVER_CHANNEL_SPENDER);
    books()->now.balance[1]++;
    books()->client = 0;
}

microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    if (microkit_msginfo_get_label(msginfo) != SERVER_JOB || care()->banned == ch) {
        return microkit_msginfo_new(SERVER_REFUSED, 0);
    }
    do_job(ch, microkit_mr_get(0));
    microkit_mr_set(0, books()->now.balance[0] + books()->now.balance[1]);
    return microkit_msginfo_new(SERVER_DONE, 1);
}

/* The event loop of libmicrokit begins with a wait; here somebody waits for an answer first.  The
   call that was not answered is still the reply object's. */
_Noreturn void server_live_on(void)
{
    microkit_msginfo info = microkit_msginfo_new(SERVER_RESTORED, 0);

    for (;;) {
        seL4_Word badge;

        info = seL4_ReplyRecv(SLOT_INPUT, info, &badge, SLOT_REPLY);
        info = protected((microkit_channel)(badge & 63), info);
    }
}

void init(void)
{
    server_stack = (seL4_Word)__builtin_frame_address(0) & ~15ull;
    books()->restart_at = (seL4_Word)server_restart;
    books()->now.balance[0] = ACCOUNTS_SUM;
    work()->room = WORK_INTERVALS;
}

void notified(microkit_channel ch)
{
    (void)ch;
}
