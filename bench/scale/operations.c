/* SPDX-License-Identifier: BSD-2-Clause */
/* Operations that do not change how much there is of anything. */
#include "scale.h"

enum { EMPTY_SLOT = 0 };

seL4_CPtr endpoint;
seL4_CPtr notification;

static seL4_CPtr reply;
static seL4_CPtr started; /* signalled by a server that waits from now on */

static seL4_MessageInfo_t nothing(void)
{
    return seL4_MessageInfo_new(0, 0, 0, 0);
}

void operations_begin(void)
{
    endpoint = make(seL4_EndpointObject, 0, 1);
    notification = make(seL4_NotificationObject, 0, 1);
    started = make(seL4_NotificationObject, 0, 1);
    reply = make(seL4_ReplyObject, 0, 1);
}

/* Of a higher priority than its caller: it waits again when that goes on. */
static void serve(seL4_Word unused)
{
    (void)unused;
    seL4_Signal(started);
    (void)seL4_Recv(endpoint, seL4_Null, reply);
    for (;;) {
        (void)seL4_ReplyRecv(endpoint, nothing(), seL4_Null, reply);
    }
}

static seL4_Word call_ticks(void)
{
    seL4_Word begin;

    (void)seL4_Call(endpoint, nothing());
    begin = bench_begin();
    for (unsigned i = 0; i < REPEATS; i++) {
        (void)seL4_Call(endpoint, nothing());
    }
    return bench_end() - begin;
}

static void measure_server(const char *of, seL4_Word size)
{
    thread_start(SERVER, serve, 0, MAIN_PRIORITY + 1, LONG_US);
    seL4_Wait(started, seL4_Null);
    scale_print("call_active", of, size, call_ticks(), REPEATS);
    thread_take_time(SERVER);
    scale_print("call_passive", of, size, call_ticks(), REPEATS);
    thread_stop(SERVER);
}

static seL4_Word null_ticks(void)
{
    seL4_Word begin = bench_begin();

    for (unsigned i = 0; i < REPEATS; i++) {
        seL4_NBSend(EMPTY_SLOT, nothing());
    }
    return bench_end() - begin;
}

static seL4_Word yield_ticks(void)
{
    seL4_Word begin = bench_begin();

    for (unsigned i = 0; i < REPEATS; i++) {
        seL4_Yield();
    }
    return bench_end() - begin;
}

void measure_calls(const char *of, seL4_Word size)
{
    scale_print("null_syscall", of, size, null_ticks(), REPEATS);
    scale_print("yield", of, size, yield_ticks(), REPEATS);
    measure_server(of, size);
}

void measure_signal(const char *of, seL4_Word size)
{
    seL4_Word begin = bench_begin();

    for (unsigned i = 0; i < REPEATS; i++) {
        seL4_Signal(notification);
    }
    scale_print("notify_nobody", of, size, bench_end() - begin, REPEATS);
}
