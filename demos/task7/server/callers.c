/* SPDX-License-Identifier: BSD-2-Clause */
/* Task 7, part 2: two rounds, and what must be true of them. */
#include "callers.h"

#include "../../common/judge.h"
#include "../budget/windows.h"
#include "../exact.h"
#include "../task7.h"
#include "server.h"

/* How much later than the spender's budget the client may be served, and what a call of its takes
   when nobody else is there: the job, and the way through the kernel. */
enum { SERVED_WITHIN_US = 50 };

/* When the spender has its whole budget, in one piece. */
static void begin_round(void)
{
    seL4_Word end = counter_now() + counter_ticks(2 * SPENDER_PERIOD_US);

    while (counter_now() < end) {
    }
    microkit_notify(JUDGE_CHANNEL_SPENDER);
    microkit_notify(JUDGE_CHANNEL_CLIENT);
}

void callers_begin(void)
{
    microkit_dbg_puts("\n2. A server that runs on its callers' time, and one who has too little\n"
                      "   medic     priority 240               gets the server's timeouts\n"
                      "   guardian  priority 230               its parent, puts it in order\n"
                      "   server    priority 180  passive      has two accounts\n"
                      "   spender   priority 100  200 in 2000  asks for a job of 700 us\n"
                      "   client    priority  90               asks for jobs of 10 us\n"
                      "   First there is no medic.\n");
    begin_round();
}

static void judge_without_medic(const volatile struct round *r)
{
    check_number(r->spender.done, 1, "the spender's job went on whenever its budget was back");
    check_of_clock(r->client.longest > counter_ticks(2 * SPENDER_PERIOD_US),
                   "for more than two of its periods the client got no answer");
    check(r->client.wrong == 0 && r->client.done == r->client.calls,
          "then it got the right one");
    measured_us("the client's longest wait:", r->client.longest);
}

static void judge_spender(const volatile struct round *r)
{
    check_of_clock(care()->timeouts == STRIKES,
                   "the medic was told each time that its budget ended");
    measured_count("timeouts came after, at least, in us:", care()->least_used);
    measured_count("and at most:", care()->most_used);
    check_of_clock(care()->least_used >= SPENDER_BUDGET_US - 1 &&
                       care()->most_used <= SPENDER_BUDGET_US + 1,
                   "by then it had used 200 us, as the kernel charges them");
    check_number(care()->restored, care()->timeouts, "the guardian restored the server each time");
    check_of_clock(r->spender.given_up == STRIKES, "the spender was told so each time");
    check_of_clock(r->spender.done == 0 && r->spender.refused == 1 &&
                       care()->spender_timeouts == STRIKES,
                   "after the tenth time the server refused it");
}

static void judge_client(const volatile struct round *r)
{
    check(r->client.wrong == 0 && r->client.done == r->client.calls && r->client.calls >= STRIKES,
          "each answer to the client was right, by books that balance");
    check_ticks(r->client.longest, counter_ticks(SPENDER_PERIOD_US + SERVED_WITHIN_US),
                "the client was served as soon as the spender's budget was back");
    check_ticks(r->client_later.longest, counter_ticks(SERVED_WITHIN_US),
                "and when the spender was refused, at once");
    measured_us("the client's longest wait:", r->client.longest);
    measured_us("its longest after that:", r->client_later.longest);
}

static void judge_work(void)
{
    seL4_Word most = most_in_any_window(work()->of, work()->count,
                                        counter_ticks(SPENDER_PERIOD_US));

    check_ticks(most, counter_ticks(SPENDER_BUDGET_US),
                "in no window of 2000 us did it work more than 200 for the spender");
    measured_us("the most that it did in any of them:", most);
}

seL4_Bool callers_go_on(void)
{
    const volatile struct round *r = this_round();

    if (care()->installed == 0) {
        judge_without_medic(r);
        microkit_dbg_puts("   The guardian makes the medic the server's timeout handler.\n");
        microkit_notify(JUDGE_CHANNEL_GUARDIAN);
        check(care()->installed != 0, "a parent may, with a channel to whom it is to be");
        if (care()->installed != 0) {
            begin_round();
            return seL4_False;
        }
        return seL4_True;
    }
    judge_spender(r);
    judge_client(r);
    judge_work();
    return seL4_True;
}
