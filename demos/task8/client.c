/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8, the client: of safe_server, and of a guest that is taken over.  It has the lowest
 * priority of all and never waits, so it is served whenever nobody else runs; it directs the play,
 * and judges.
 */
#include "client.h"

#include "../common/counter.h"
#include "../common/judge.h"
#include "task8.h"

enum { QUESTIONS = 10 };

const char judge_name[] = "client";

static seL4_Word proof; /* of the secret, before the attack */
static seL4_Word asked_before;
static seL4_Word faults_before;

static const volatile seL4_Word *notes(void)
{
    return (const volatile seL4_Word *)NOTES_PAGE;
}

static void print_banner(void)
{
    microkit_dbg_puts(
        "Task 8: a guest Linux, taken over, beside a secret\n"
        "\n"
        "  safe_server    priority 200  works, and keeps a secret\n"
        "  disk, console  priority 190  the guest's, behind its VMM\n"
        "  supervisor     priority 180  parent of the VMM\n"
        "  vmm            priority 150  runs the guest, and is all that it has\n"
        "  linux          priority 100  Debian's kernel; serves, until it is taken over\n"
        "  client         priority  50  a client of safe_server and of the guest\n");
}

/* After each part: nobody else has noticed anything, */
static void judge_beside(void)
{
    enum { LEAST = 100 };

    check(times_served() - asked_before >= LEAST, "safe_server: served the client all the while");
    check(books_agree(), "safe_server: no request lost, none added, no bit wrong");
    check(prove_secret() == proof, "safe_server: the secret is what it was");
    asked_before = times_served();
}

/* ... nor has the VMM. */
static void judge_others(void)
{
    judge_beside();
    check_number(vmm_faults(), faults_before, "the VMM has not faulted");
}

/* True if the guest answers questions, all of them right. */
static void judge_service(void)
{
    unsigned right = 0;

    for (seL4_Word n = 0; n < QUESTIONS; n++) {
        right += guest_serves(n) ? 1 : 0;
    }
    check_number(right, QUESTIONS, "the guest's service: 10 questions, 10 right answers");
}

/* A start of the guest's, the first or a later one. */
static seL4_Bool guest_starts(seL4_Word start)
{
    seL4_Bool up = guest_wait("ready");
    const struct finding *fresh = finding("fresh");

    check(up, "the guest starts: Linux, to its first program");
    if (up) {
        check(fresh != seL4_Null && fresh->got == 1, "nothing is in it of a guest before");
        check_number(notes()[NOTE_SWITCHED], start, "its VMM has switched it on, so often");
        judge_service();
    }
    findings_clear();
    return up;
}

static seL4_Bool program_level(const char *order, enum level level)
{
    guest_tell(order);
    if (!guest_wait("done")) {
        check(seL4_False, "the guest's program has tried everything");
        return seL4_False;
    }
    judge_level(level);
    judge_others();
    return seL4_True;
}

/* Its VMM has seen each access that came to nothing. */
static void judge_refused(void)
{
    const struct finding *read = finding("else-read");
    const struct finding *written = finding("else-written");
    seL4_Bool told = read != seL4_Null && written != seL4_Null;

    check(told && notes()[NOTE_REFUSED] >= read->of - read->got + written->of - written->got,
          "what it could not reach, its VMM has refused: as many accesses");
}

static seL4_Bool kernel_level(void)
{
    static const char *const orders[] = {"kernel dma",       "kernel memory", "kernel calls",
                                         "kernel registers", "kernel flood",  "kernel burn"};

    for (unsigned i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        guest_tell(orders[i]);
        if (!guest_wait("done")) {
            check_begin(seL4_False, "the guest's kernel has come to the end of: ");
            microkit_dbg_puts(orders[i]);
            microkit_dbg_puts("\n");
            return seL4_False;
        }
    }
    judge_refused();
    judge_level(LEVEL_KERNEL);
    judge_others();
    return seL4_True;
}

enum { REQUESTS = 5000 };

static seL4_Word half_a_loop(void)
{
    return SECONDS_OF_ENDLESS_LOOP / 2 * counter_ticks(1000000);
}

/* Is served until the VMM's note is another one, or it is too late for that. */
static void await_note(unsigned note, seL4_Word was, seL4_Word since)
{
    while (notes()[note] == was && counter_now() - since < half_a_loop()) {
        be_served();
    }
}

/* The order for the guest's last step, which it begins with an access that its VMM refuses. */
static seL4_Word begin_last_step(const char *order)
{
    seL4_Word refused = notes()[NOTE_REFUSED];
    seL4_Word since = counter_now();

    guest_tell(order);
    await_note(NOTE_REFUSED, refused, since);
    check(notes()[NOTE_REFUSED] == refused + 1, "its last access before that was refused, too");
    return since;
}

static void be_served_often(void)
{
    for (unsigned i = 0; i < REQUESTS; i++) {
        be_served();
    }
}

/* The guest's kernel writes anything into its devices, then switches its machine off. */
static void guest_halts(void)
{
    seL4_Word since = begin_last_step("kernel halt");
    seL4_Word refused = notes()[NOTE_REFUSED];

    await_note(NOTE_STOPPED, 0, since);
    check(notes()[NOTE_STOPPED] == 1, "it has switched itself off; its VMM notes that");
    be_served_often();
    check(notes()[NOTE_STOPPED] == 1 && notes()[NOTE_SWITCHED] == 1 &&
              notes()[NOTE_REFUSED] == refused,
          "it is off still, after 5000 more requests that were served");
    judge_others();
    microkit_notify(CLIENT_RESTART);
}

/* It loops for ever, and masks what could interrupt it: it is switched off in the midst of that,
   and on. */
static void guest_loops(void)
{
    seL4_Word since = begin_last_step("kernel loop");

    be_served_often();
    check(counter_now() - since < half_a_loop(),
          "it was served 5000 times before that loop was half over");
    microkit_notify(CLIENT_RESTART);
    await_note(NOTE_SWITCHED, 1, since);
    await_note(NOTE_HANDLED, 0, since);
    check(notes()[NOTE_SWITCHED] == 2 && notes()[NOTE_HANDLED] != 0,
          "its VMM has switched it off and on, and what starts again runs");
    judge_others();
}

enum { BESIDE = 3, OTHERS = BESIDE + 1, START = 4 };

static unsigned checks_expected(void)
{
    return 1 + 3 * START + level_checks(LEVEL_USER) + level_checks(LEVEL_ROOT) + 1 +
           level_checks(LEVEL_KERNEL) + 7 * OTHERS + 3 + VMM_LEVEL_CHECKS + BESIDE +
           VMM_RESTORED_CHECKS + 3;
}

static void vmm_story(void)
{
    microkit_dbg_puts("\n7. The VMM, by a frame of the guest's root\n");
    if (!vmm_level()) {
        return;
    }
    judge_beside();
    faults_before = vmm_faults();
    microkit_dbg_puts("\n8. VMM and guest, started again\n");
    if (vmm_restored() && guest_starts(1)) {
        judge_others();
        microkit_dbg_puts("\n9. The guest of that VMM keeps the processor for ever\n");
        guest_loops();
    }
}

static void story(void)
{
    microkit_dbg_puts("\n1. The guest as it should be\n");
    be_served();
    proof = prove_secret();
    check(books_agree(), "safe_server: works");
    if (!guest_starts(1)) {
        return;
    }
    microkit_dbg_puts("\n2. Taken over: a program in the guest, of an ordinary user's\n");
    if (!program_level("user", LEVEL_USER)) {
        return;
    }
    microkit_dbg_puts("\n3. The same, of root's\n");
    if (!program_level("root", LEVEL_ROOT)) {
        return;
    }
    microkit_dbg_puts("\n4. The guest's kernel\n");
    if (!kernel_level()) {
        return;
    }
    microkit_dbg_puts("\n5. It goes wild, and halts\n");
    guest_halts();
    microkit_dbg_puts("\n6. Started again\n");
    if (guest_starts(2)) {
        judge_others();
        vmm_story();
    }
}

void init(void)
{
    print_banner();
    story();
    put_verdict("TASK8", checks_expected());
}

void notified(microkit_channel ch)
{
    (void)ch;
}
