/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rows of the benchmark (bench/rows.txt), each time by itself: cycles of PMCCNTR_EL0,
 * of which what an empty measurement takes is subtracted, and the instructions of one
 * repetition where the PMU counts them (event 0x08, INST_RETIRED; PMCEID0_EL0 says).
 */
#include "counters.h"
#include "page.h"
#include "task.h"
#include "tests.h"

enum { SAMPLES = 1000, WARM_UP = 16, EVENT_INSTRUCTIONS = 8, ENDPOINTS = 1 };

static seL4_Word samples[SAMPLES];
static seL4_CPtr endpoint;
static seL4_CPtr notification;
static seL4_CPtr frame;
static seL4_CPtr arena;
static seL4_CPtr spare;

static void nothing(void)
{
}

static void null_syscall(void)
{
    seL4_NBSend(0, seL4_MessageInfo_new(0, 0, 0, 0));
}

static void yield(void)
{
    seL4_Yield();
}

/* The other thread yields as well: two switches. */
static void switch_2_ready(void)
{
    seL4_Yield();
}

static void call_and_reply(void)
{
    (void)seL4_Call(endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
}

static void notify_nobody(void)
{
    seL4_Signal(notification);
}

#define PAGE_VADDR (DEVICE_VADDR + 0x100000)

static void map_page(void)
{
    need(seL4_ARM_Page_Map(frame, seL4_CapInitThreadVSpace, PAGE_VADDR, seL4_ReadWrite,
                           seL4_ARM_Default_VMAttributes),
         "map a page");
}

static void unmap_page(void)
{
    need(seL4_ARM_Page_Unmap(frame), "unmap a page");
}

static void retype_1(void)
{
    need(seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, ROOT, 0, 0, spare, 1),
         "make an endpoint");
}

static void delete_1(void)
{
    need(seL4_CNode_Delete(ROOT, spare, seL4_WordBits), "delete an endpoint");
}

static const struct row {
    const char *name;
    void (*measured)(void);
    void (*undo)(void);
    seL4_Word operations;
} first_rows[] = {
    {"null_syscall", null_syscall, nothing, 1}, {"yield", yield, nothing, 1},
    {"call_and_reply", call_and_reply, nothing, 1}, {"notify_nobody", notify_nobody, nothing, 1},
    {"map", map_page, unmap_page, 1},           {"retype_1", retype_1, delete_1, 1},
}, last_row = {"switch_2_ready", switch_2_ready, nothing, 2};

static _Noreturn void serve(seL4_Word reply)
{
    seL4_Word sender;

    (void)seL4_Recv(endpoint, &sender, reply);
    for (;;) {
        (void)seL4_ReplyRecv(endpoint, seL4_MessageInfo_new(0, 0, 0, 0), &sender, reply);
    }
}

static _Noreturn void yield_for_ever(seL4_Word unused)
{
    (void)unused;
    for (;;) {
        seL4_Yield();
    }
}

/* One more than a mean hides: what a repetition takes by `counter`. */
static struct spread measure(const struct row *row, seL4_Word (*counter)(void))
{
    for (unsigned i = 0; i < WARM_UP + SAMPLES; i++) {
        seL4_Word begin = counter();

        row->measured();
        samples[i < WARM_UP ? i : i - WARM_UP] = counter() - begin;
        row->undo();
    }
    return spread_of(samples, SAMPLES);
}

static seL4_Word cycles(void)
{
    return counter_cycles();
}

static seL4_Word events(void)
{
    return counter_events();
}

/* 0: the PMU does not count instructions.  An event counter starts where it is. */
static seL4_Word instructions_begin(void)
{
    seL4_Word events_there;
    seL4_Word event = EVENT_INSTRUCTIONS;
    seL4_Word first = 1;

    __asm__ volatile("mrs %0, pmceid0_el0" : "=r"(events_there));
    if ((events_there >> EVENT_INSTRUCTIONS & 1) == 0) {
        return 0;
    }
    __asm__ volatile("msr pmevtyper0_el0, %0\n\tmsr pmcntenset_el0, %1\n\tisb"
                     :
                     : "r"(event), "r"(first));
    return 1;
}

static seL4_Word without(seL4_Word value, seL4_Word empty, seL4_Word operations)
{
    return (value > empty ? value - empty : 0) / operations;
}

static void print_row(const struct row *row, seL4_Word counts_instructions)
{
    static const struct row empty = {"", nothing, nothing, 1};
    seL4_Word lost = measure(&empty, cycles).least;
    struct spread spread = measure(row, cycles);

    page_print("CYCLES ");
    page_print(row->name);
    page_print(" ");
    page_number(without(spread.least, lost, row->operations));
    page_print(" ");
    page_number(without(spread.median, lost, row->operations));
    page_print(" ");
    page_number(without(spread.most, lost, row->operations));
    if (counts_instructions) {
        lost = measure(&empty, events).least;
        page_print(" instructions ");
        page_number(without(measure(row, events).median, lost, row->operations));
    }
    page_print("\n");
    page_check("the cycle counter counts", spread.median > lost || counts_instructions);
}

void test_cycles(void)
{
    seL4_Word counts_instructions = instructions_begin();
    seL4_CPtr server_time;
    seL4_CPtr other;

    endpoint = make(seL4_EndpointObject, 0, 1);
    notification = make(seL4_NotificationObject, 0, 1);
    frame = make(seL4_ARM_SmallPageObject, 0, 1);
    map(frame, PAGE_VADDR, seL4_ARM_Default_VMAttributes); /* with the tables */
    unmap_page();
    arena = make(seL4_UntypedObject, LARGE_BITS - 1, 1);
    (void)make(seL4_EndpointObject, 0, 1);
    spare = slots_new(2);
    need(seL4_Untyped_Retype(arena, seL4_EndpointObject, 0, ROOT, 0, 0, spare + 1, 1),
         "have an untyped with a child, of which nothing is zeroed");
    server_time = helper_start(serve, make(seL4_ReplyObject, 0, 1), MAIN_PRIORITY + 1);
    helper_stop(server_time); /* it is passive */
    page_line("cycles");
    page_print("row, least, median, most of 1000");
    page_print(counts_instructions ? "; instructions, median\n"
                                   : "; the PMU does not count instructions\n");
    for (unsigned i = 0; i < sizeof(first_rows) / sizeof(first_rows[0]); i++) {
        print_row(&first_rows[i], counts_instructions);
    }
    other = helper_start(yield_for_ever, 0, MAIN_PRIORITY);
    print_row(&last_row, counts_instructions);
    helper_stop(other);
}
