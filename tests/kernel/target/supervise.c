/* SPDX-License-Identifier: BSD-2-Clause */
/* The supervisor: set-up, one fresh tester after the other, and what each left behind. */
#include "support.h"

#include "domains.h"
#include "make.h"
#include "print.h"
#include "test.h"

/* Messages to the supervisor, and badges of its endpoint and notification. */
enum { TEST_DONE = 1, TEST_FAILED = 2, TEST_SKIPPED = 3 };
enum { BADGE_VERDICT = 1, BADGE_FAULT = 2, BADGE_TICK = 1 << 8 };

/* A test that executes all instructions that wait, waits for a tick in each of four. */
enum { TICK_US = 20000, TICKS_TO_HANG = 10, OWN_BITS = 16, IMAGE_PAGE = 4096 };

/* Slots of the supervisor's, the first that the kernel left empty. */
enum own_slot {
    OWN_UNTYPED,
    OWN_ARENA,
    OWN_ENDPOINT,
    OWN_VERDICTS, /* the endpoint, to send verdicts to */
    OWN_FAULTS,   /* the endpoint, as a fault handler */
    OWN_REPLY,
    OWN_NOTIFICATION,
    OWN_TICKS, /* the notification, for the ticker */
    OWN_TICKER_TCB,
    OWN_TICKER_SC,
    OWN_TESTER_UNTYPED,
    OWN_TESTER_TCB,
    OWN_TESTER_SC,
    OWN_SCRATCH,
    OWN_SLOTS
};

const seL4_BootInfo *bootinfo;
seL4_CPtr arena;
seL4_CPtr first_test_slot;
seL4_IPCBuffer *__sel4_ipc_buffer; /* the supervisor's: only it uses libsel4's stubs */

extern const struct test __start_tests[];
extern const struct test __stop_tests[];

static const char *skipped_why;

static struct failure {
    volatile seL4_Bool set;
    const char *where;
    const char *what;
    seL4_Word expected;
    seL4_Word found;
} failure;

static seL4_CPtr own(enum own_slot slot_)
{
    return bootinfo->empty.start + slot_;
}

/* Something without which no test can run. */
static void need(seL4_Word error, const char *what)
{
    if (error != seL4_NoError) {
        print("supervisor: cannot ");
        print(what);
        print(": error ");
        print_number(error);
        print("\n");
        for (;;) {
            seL4_Yield();
        }
    }
}

/* ---- What a test's threads call ---- */

_Noreturn void test_failed(const char *where, const char *what, seL4_Word expected,
                           seL4_Word found)
{
    if (!failure.set) {
        failure = (struct failure){seL4_True, where, what, expected, found};
    }
    for (;;) {
        seL4_Send(own(OWN_VERDICTS), seL4_MessageInfo_new(TEST_FAILED, 0, 0, 0));
    }
}

_Noreturn void test_skipped(const char *why)
{
    skipped_why = why;
    for (;;) {
        seL4_Send(own(OWN_VERDICTS), seL4_MessageInfo_new(TEST_SKIPPED, 0, 0, 0));
    }
}

void expect_answer(const char *where, const char *what, seL4_Word label, struct words words)
{
    const struct received *r = got();

    if (r->label != label) {
        test_failed(where, what, label, r->label);
    }
    if (r->length != words.count) {
        test_failed(where, "words of the answer", words.count, r->length);
    }
    if (r->badge != 0) {
        test_failed(where, "badge of the answer", 0, r->badge);
    }
    for (seL4_Word i = 0; i < words.count; i++) {
        if (r->mr[i] != words.word[i]) {
            test_failed(where, "a word of the answer", words.word[i], r->mr[i]);
        }
    }
}

static void tester_main(const struct test *test)
{
    test->run();
    for (;;) {
        seL4_Send(own(OWN_VERDICTS), seL4_MessageInfo_new(TEST_DONE, 0, 0, 0));
    }
}

static void ticker_main(void)
{
    for (;;) {
        seL4_Signal(own(OWN_TICKS));
        seL4_Yield();
    }
}

/* ---- Setting up ---- */

static seL4_Word retype(seL4_CPtr untyped, seL4_Word type, seL4_Word bits, enum own_slot at)
{
    return seL4_Untyped_Retype(untyped, type, bits, ROOT, 0, 0, own(at), 1);
}

/* The smallest untyped of RAM that has room for the arena and the supervisor's objects. */
static seL4_CPtr find_memory(void)
{
    seL4_CPtr found = 0;
    seL4_Word best = seL4_WordBits;

    for (seL4_Word i = 0; i < bootinfo->untyped.end - bootinfo->untyped.start; i++) {
        const seL4_UntypedDesc *u = &bootinfo->untypedList[i];

        if (!u->isDevice && u->sizeBits > ARENA_BITS && u->sizeBits < best) {
            best = u->sizeBits;
            found = bootinfo->untyped.start + i;
        }
    }
    need(found == 0, "find memory");
    return found;
}

static void mint(enum own_slot to, enum own_slot from, seL4_Word badge)
{
    need(seL4_CNode_Mint(ROOT, own(to), seL4_WordBits, ROOT, own(from), seL4_WordBits,
                         seL4_AllRights, badge),
         "mint");
}

/* Gives the thread of `block` its spaces, priority and time, and starts it at `entry`. */
static void start_thread(unsigned block, enum own_slot tcb, enum own_slot sc, seL4_Word priority,
                         void *entry, seL4_Word argument)
{
    struct block *b = &thread_blocks[block];
    seL4_UserContext regs = {0};

    b->thread = (struct thread){.tcb = own(tcb), .sched_context = own(sc)};
    need(seL4_TCB_Configure(own(tcb), ROOT, 0, VSPACE, 0, (seL4_Word)&b->buffer,
                            frame_of(&b->buffer)),
         "configure a thread");
    need(seL4_TCB_SetSchedParams(own(tcb), seL4_CapInitThreadTCB, 255, priority, own(sc),
                                 own(OWN_FAULTS)),
         "set a priority");
    regs.pc = (seL4_Word)entry;
    regs.sp = (seL4_Word)(b + 1);
    regs.x0 = argument;
    need(seL4_TCB_WriteRegisters(own(tcb), 1, 0, seL4_UserContextWords, &regs), "start a thread");
}

static void set_up(const seL4_BootInfo *info)
{
    seL4_CPtr memory;

    bootinfo = info;
    seL4_SetIPCBuffer((seL4_IPCBuffer *)info->ipcBuffer);
    arena = own(OWN_ARENA);
    first_test_slot = own(OWN_SLOTS);
    memory = find_memory();
    need(retype(memory, seL4_UntypedObject, ARENA_BITS, OWN_ARENA), "make the arena");
    need(retype(memory, seL4_UntypedObject, OWN_BITS, OWN_UNTYPED), "make room");
    need(retype(own(OWN_UNTYPED), seL4_EndpointObject, 0, OWN_ENDPOINT), "make an endpoint");
    need(retype(own(OWN_UNTYPED), seL4_ReplyObject, 0, OWN_REPLY), "make a reply object");
    need(retype(own(OWN_UNTYPED), seL4_NotificationObject, 0, OWN_NOTIFICATION),
         "make a notification");
    need(retype(own(OWN_UNTYPED), seL4_TCBObject, 0, OWN_TICKER_TCB), "make a thread");
    need(retype(own(OWN_UNTYPED), seL4_SchedContextObject, 8, OWN_TICKER_SC), "make time");
    need(retype(own(OWN_UNTYPED), seL4_UntypedObject, OWN_BITS - 2, OWN_TESTER_UNTYPED),
         "make room for the tester");
    mint(OWN_VERDICTS, OWN_ENDPOINT, BADGE_VERDICT);
    mint(OWN_FAULTS, OWN_ENDPOINT, BADGE_FAULT);
    mint(OWN_TICKS, OWN_NOTIFICATION, BADGE_TICK);
    need(seL4_TCB_BindNotification(seL4_CapInitThreadTCB, own(OWN_NOTIFICATION)),
         "bind the notification");
    start_thread(TICKER, OWN_TICKER_TCB, OWN_TICKER_SC, 254, (void *)ticker_main, 0);
}

/* ---- A test ---- */

/* A tick comes at once, when the supervisor waits, and none while the test runs that begins now, if
   it ends in time. */
static void restart_ticker(void)
{
    need(seL4_TCB_Suspend(own(OWN_TICKER_TCB)), "stop the ticker");
    need(seL4_SchedControl_ConfigureFlags(SCHED_CTRL, own(OWN_TICKER_SC), TICK_US / 100, TICK_US,
                                          0, 0, 0),
         "give the ticker time");
    need(seL4_TCB_Resume(own(OWN_TICKER_TCB)), "start the ticker");
}

static void start_tester(const struct test *test)
{
    need(retype(own(OWN_TESTER_UNTYPED), seL4_TCBObject, 0, OWN_TESTER_TCB), "make the tester");
    need(retype(own(OWN_TESTER_UNTYPED), seL4_SchedContextObject, 8, OWN_TESTER_SC),
         "make its time");
    need(seL4_SchedControl_ConfigureFlags(SCHED_CTRL, own(OWN_TESTER_SC), LONG_US, LONG_US, 0, 0,
                                          0),
         "give it time");
    start_thread(TESTER, OWN_TESTER_TCB, OWN_TESTER_SC, TESTER_PRIORITY, (void *)tester_main,
                 (seL4_Word)test);
}

static void explain_fault(seL4_MessageInfo_t info)
{
    print(" a fault of the tester or an actor, label ");
    print_number(seL4_MessageInfo_get_label(info));
    print(", words");
    for (int i = 0; i < 4 && i < (int)seL4_MessageInfo_get_length(info); i++) {
        print(" ");
        print_hex(seL4_GetMR(i));
    }
}

static void explain_failure(void)
{
    print(" ");
    print(failure.where);
    print(": ");
    print(failure.what);
    print(": expected ");
    print_hex(failure.expected);
    print(", found ");
    print_hex(failure.found);
}

static void begin_failure(const struct test *test)
{
    print("FAIL ");
    print(test->name);
    print(":");
}

/* Waits for the verdict; says what was wrong, and returns whether nothing was. */
static seL4_Bool await_verdict(const struct test *test)
{
    unsigned ticks = 0;

    while (ticks < TICKS_TO_HANG) {
        seL4_Word badge;
        seL4_MessageInfo_t info = seL4_Recv(own(OWN_ENDPOINT), &badge, own(OWN_REPLY));

        if (badge == BADGE_TICK) {
            ticks++;
        } else if (badge == BADGE_FAULT) {
            begin_failure(test);
            explain_fault(info);
            return seL4_False;
        } else if (seL4_MessageInfo_get_label(info) != TEST_FAILED) {
            return seL4_True;
        } else {
            begin_failure(test);
            explain_failure();
            return seL4_False;
        }
    }
    begin_failure(test);
    print(" it did not end");
    return seL4_False;
}

/* Whether something is left in a slot that the test could use; it is deleted. */
static seL4_CPtr find_leak(void)
{
    seL4_CPtr leak = 0;

    for (seL4_CPtr at = first_test_slot; at < make_end() + 8; at++) {
        if (seL4_CNode_Move(ROOT, own(OWN_SCRATCH), seL4_WordBits, ROOT, at, seL4_WordBits) ==
            seL4_NoError) {
            leak = at;
            need(seL4_CNode_Delete(ROOT, own(OWN_SCRATCH), seL4_WordBits), "delete what was left");
        }
    }
    return leak;
}

/* Whether the arena is whole: all of it can become one object. */
static seL4_Bool arena_is_whole(void)
{
    seL4_Bool whole =
        retype(arena, seL4_UntypedObject, ARENA_BITS, OWN_SCRATCH) == seL4_NoError;

    if (whole) {
        need(seL4_CNode_Delete(ROOT, own(OWN_SCRATCH), seL4_WordBits), "free the arena");
    }
    return whole;
}

static seL4_Bool clean_up(const struct test *test, seL4_Bool passed)
{
    seL4_CPtr leak;
    seL4_Bool whole;

    schedule_reset();
    need(seL4_CNode_Revoke(ROOT, own(OWN_TESTER_UNTYPED), seL4_WordBits), "end the tester");
    need(seL4_CNode_Revoke(ROOT, arena, seL4_WordBits), "revoke the arena");
    leak = find_leak();
    whole = arena_is_whole();
    if (passed && (leak != 0 || !whole)) {
        begin_failure(test);
        print(leak != 0 ? " left something in slot " : " memory is lost from slot ");
        print_number(leak != 0 ? leak : arena);
        return seL4_False;
    }
    return passed;
}

static seL4_Bool run_test(const struct test *test)
{
    seL4_Bool passed;

    make_reset();
    failure.set = seL4_False;
    skipped_why = seL4_Null;
    restart_ticker();
    start_tester(test);
    passed = clean_up(test, await_verdict(test));
    if (passed) {
        print(skipped_why != seL4_Null ? "SKIP " : "PASS ");
        print(test->name);
    }
    if (passed && skipped_why != seL4_Null) {
        print(": ");
        print(skipped_why);
    }
    print("\n");
    return passed;
}

_Noreturn void supervise(const seL4_BootInfo *info); /* called by _start */

_Noreturn void supervise(const seL4_BootInfo *info)
{
    seL4_Word passed = 0;
    seL4_Word skipped = 0;
    seL4_Word all = 0;

    set_up(info);
    print("KERNEL TESTS with ");
    print_number(info->extraLen);
    print(" bytes of extra boot information\n");
    for (const struct test *t = __start_tests; t < __stop_tests; t++) {
        if (run_test(t)) {
            passed += skipped_why == seL4_Null ? 1 : 0;
            skipped += skipped_why == seL4_Null ? 0 : 1;
        }
        all++;
    }
    print("KERNEL TESTS DONE ");
    print_number(passed);
    print(" of ");
    print_number(all);
    if (skipped > 0) {
        print(", ");
        print_number(skipped);
        print(" skipped");
    }
    print("\n");
    for (;;) {
        seL4_Wait(own(OWN_REPLY), seL4_Null);
    }
}
