/* SPDX-License-Identifier: BSD-2-Clause */
/* Operations while there are many threads. */
#include "scale.h"

static const char of[] = "threads";

enum { BUDGET_US = 20 };

static void wait_for(seL4_Word object)
{
    for (;;) {
        seL4_Wait(object, seL4_Null);
    }
}

static void call(seL4_Word object)
{
    (void)seL4_Call(object, seL4_MessageInfo_new(0, 0, 0, 0));
}

static void yield_for_ever(seL4_Word unused)
{
    (void)unused;
    for (;;) {
        seL4_Yield();
    }
}

static void main_priority(seL4_Word priority)
{
    need(seL4_TCB_SetPriority(seL4_CapInitThreadTCB, seL4_CapInitThreadTCB, priority),
         "set its priority");
}

/*
 * A quarter each of `count` threads waits for one notification, calls through one
 * endpoint at which nobody listens, has used its budget, and is ready at some
 * lower priority.
 */
static void crowd_begin(seL4_Word count)
{
    static seL4_CPtr objects[2];

    if (objects[0] == 0) {
        objects[0] = make(seL4_NotificationObject, 0, 1);
        objects[1] = make(seL4_EndpointObject, 0, 1);
    }
    for (unsigned i = 0; i < count; i++) {
        switch (i % 4) {
        case 0:
            thread_start(i, wait_for, objects[0], MAIN_PRIORITY - 1, LONG_US);
            break;
        case 1:
            thread_start(i, call, objects[1], MAIN_PRIORITY - 1, LONG_US);
            break;
        case 2:
            thread_start(i, yield_for_ever, 0, MAIN_PRIORITY - 1, LONG_US);
            thread_limit(i, BUDGET_US, LONG_US);
            break;
        default:
            thread_start(i, yield_for_ever, 0, 1 + i % (MAIN_PRIORITY / 2), LONG_US);
            break;
        }
    }
    main_priority(MAIN_PRIORITY - 2);
    main_priority(MAIN_PRIORITY);
}

static void crowd_end(seL4_Word count)
{
    for (unsigned i = 0; i < count; i++) {
        thread_stop(i);
    }
}

/* `count` threads that yield in turn with us: each of our turns is one more switch. */
static void measure_switch(seL4_Word count)
{
    seL4_Word turns = 2 + 2000 / count;
    seL4_Word begin;

    for (unsigned i = 0; i < count; i++) {
        thread_start(i, yield_for_ever, 0, MAIN_PRIORITY, LONG_US);
    }
    seL4_Yield();
    begin = bench_begin();
    for (seL4_Word i = 0; i < turns; i++) {
        seL4_Yield();
    }
    scale_print("switch", of, count, bench_end() - begin, turns * (count + 1));
    crowd_end(count);
}

/* `count` threads of a lower priority wait for one notification; a signal wakes one. */
static void measure_wake(seL4_Word count)
{
    seL4_CPtr object = make(seL4_NotificationObject, 0, 1);
    seL4_Word times = count < REPEATS ? count : REPEATS;
    seL4_Word begin;

    for (unsigned i = 0; i < count; i++) {
        thread_start(i, wait_for, object, MAIN_PRIORITY - 1, LONG_US);
    }
    main_priority(MAIN_PRIORITY - 2);
    main_priority(MAIN_PRIORITY);
    begin = bench_begin();
    for (seL4_Word i = 0; i < times; i++) {
        seL4_Signal(object);
    }
    scale_print("signal_wakes", of, count, bench_end() - begin, times);
    crowd_end(count);
}

void measure_with_threads(seL4_Word count)
{
    crowd_begin(count);
    measure_calls(of, count);
    measure_signal(of, count);
    crowd_end(count);
    measure_switch(count);
    measure_wake(count);
}
