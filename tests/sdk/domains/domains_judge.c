/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lowest priority of all, in a domain of its own: checks what the spinner measured, and gives
 * the verdict.
 */
#include "../checks.h"
#include "domains.h"

/* The kernel's own work between two slices may take so long. */
enum { LEFT_US = 2000, RIGHT_US = 1000, SLACK_US = 20 };

enum { SERVER = 0, FIRST = 1, SECOND = 2, QUESTION = 41 };

struct domains_notes *notes;

/* The server outranks the spinner, so if it answers first thing in its slice, the spinner looked at
   its clock last before this one's. */
static void check_call(void)
{
    seL4_Word asked = domains_now();
    microkit_msginfo answer = microkit_ppcall(SERVER, microkit_msginfo_new(QUESTION, 0));

    seL4_Word spun_at = microkit_mr_get(0);

    check(notes->servers == 3, "the passive servers were started, each in its own domain");
    check(microkit_msginfo_get_label(answer) == QUESTION + 1 && asked < notes->answered_at &&
              notes->answered_at < domains_now(),
          "a call to the other domain is answered");
    check(notes->answered_at - spun_at >= (RIGHT_US - SLACK_US) * domains_ticks_per_us(),
          "when that domain has its next turn");
}

static seL4_Bool is_about(seL4_Word ticks, seL4_Word us)
{
    seL4_Word measured = ticks / domains_ticks_per_us();

    return measured + SLACK_US >= us && measured <= us + SLACK_US;
}

static void check_slices(void)
{
    seL4_Bool runs = seL4_True;
    seL4_Bool pauses = seL4_True;

    while (notes->rounds < DOMAINS_ROUNDS) {
    }
    for (unsigned i = 0; i < DOMAINS_ROUNDS; i++) {
        runs = runs && is_about(notes->runs[i], LEFT_US);
        pauses = pauses && is_about(notes->pauses[i], RIGHT_US);
    }
    check(runs, "the other domain runs for 2 ms");
    check(pauses, "then this one for 1 ms, and nobody else");
}

/* After its first answer a server's time is not its thread's any more: the kernel refuses to part
   the two. */
static seL4_Bool is_passive(microkit_channel server)
{
    seL4_CPtr thread = microkit_cspace_root_slot_to_cptr(2 * server);
    seL4_CPtr time = microkit_cspace_root_slot_to_cptr(2 * server + 1);

    (void)microkit_ppcall(server, microkit_msginfo_new(QUESTION, 0));
    return seL4_SchedContext_UnbindObject(time, thread) == seL4_IllegalOperation;
}

static void check_passive(void)
{
    check(is_passive(SERVER), "a passive server in the monitor's domain is passive");
    check(is_passive(FIRST) && is_passive(SECOND), "and so are two in this one");
}

void init(void)
{
    check_call();
    check_slices();
    check_passive();
    microkit_dbg_puts(passed == checks ? "DOMAINS PASS " : "DOMAINS FAIL ");
    microkit_dbg_put32(passed);
    microkit_dbg_puts("/");
    microkit_dbg_put32(checks);
    microkit_dbg_puts(" checks\n");
}

void notified(microkit_channel ch)
{
    (void)ch;
}
