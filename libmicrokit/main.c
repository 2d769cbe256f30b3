/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The life of a protection domain: start-up, init(), then the event loop, which
 * turns what the kernel delivers into calls of the domain's entry points.
 *
 * The loop is on the path of every protected call, and is written for that
 * case: the reply to one call and the wait for the next are one system call,
 * and whether a reply is due is where we are in the loop, not a variable.
 */
#include <microkit.h>

#include "report.h"

typedef void (*init_function)(void);

/* From the linker script. */
extern const init_function __init_array_start[];
extern const init_function __init_array_end[];

/* Where the tool maps the IPC buffer of a program that was linked with Microkit 2.0.1's script. */
extern __attribute__((weak)) seL4_IPCBuffer __sel4_ipc_buffer_obj;

seL4_IPCBuffer *__sel4_ipc_buffer = (seL4_IPCBuffer *)MICROKIT_IPC_BUFFER;

/* The tool writes these into the file, so they must have room there: not .bss. */
#define WRITTEN_BY_TOOL __attribute__((section(".data")))

char microkit_name[MICROKIT_PD_NAME_LENGTH] WRITTEN_BY_TOOL;
seL4_Bool microkit_passive WRITTEN_BY_TOOL;
seL4_Word microkit_irqs WRITTEN_BY_TOOL;
seL4_Word microkit_notifications WRITTEN_BY_TOOL;
seL4_Word microkit_pps WRITTEN_BY_TOOL;
/* On Arm there is none, but Microkit 2.3's tool says so in each program. */
seL4_Word microkit_ioports WRITTEN_BY_TOOL;

seL4_Bool microkit_have_signal;
seL4_CPtr microkit_signal_cap;
seL4_MessageInfo_t microkit_signal_msg;

_Noreturn void microkit_start(void);

__attribute__((weak)) microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo)
{
    (void)msginfo;
    microkit_internal_missing("protected", "was called on channel", ch);
}

__attribute__((weak)) seL4_Bool fault(microkit_child child, microkit_msginfo msginfo,
                                      microkit_msginfo *reply_msginfo)
{
    (void)msginfo;
    (void)reply_msginfo;
    microkit_internal_missing("fault", "has a fault of child", child);
}

void microkit_internal_send_deferred(void)
{
    microkit_have_signal = seL4_False;
    seL4_NBSend(microkit_signal_cap, microkit_signal_msg);
}

/* One call of notified() per channel, lowest first, however often each was signalled. */
static void deliver_signals(seL4_Word channels)
{
    for (; channels != 0; channels &= channels - 1) {
        notified((microkit_channel)__builtin_ctzll(channels));
    }
}

/* Waits for the next event, and sends the deferred call in the same system call. */
static inline seL4_MessageInfo_t receive(seL4_Word *badge)
{
    if (microkit_have_signal) {
        microkit_have_signal = seL4_False;
        return seL4_NBSendRecv(microkit_signal_cap, microkit_signal_msg, MICROKIT_INPUT_CAP, badge,
                               MICROKIT_REPLY_CAP);
    }
    return seL4_Recv(MICROKIT_INPUT_CAP, badge, MICROKIT_REPLY_CAP);
}

/* A reply takes the send half of the system call, so a deferred call goes first. */
static inline seL4_MessageInfo_t reply_and_receive(seL4_MessageInfo_t reply, seL4_Word *badge)
{
    if (__builtin_expect(microkit_have_signal, 0)) {
        microkit_internal_send_deferred();
    }
    return seL4_ReplyRecv(MICROKIT_INPUT_CAP, reply, badge, MICROKIT_REPLY_CAP);
}

/* Calls the entry point that an event is for.  True if somebody waits for *reply. */
static inline seL4_Bool dispatch(seL4_Word badge, seL4_MessageInfo_t info,
                                 seL4_MessageInfo_t *reply)
{
    unsigned id = badge & MICROKIT_BADGE_ID_MASK;

    if (__builtin_expect(badge >> MICROKIT_BADGE_CALL_BIT != 0, 1)) {
        *reply = protected(id, info);
        return seL4_True;
    }
    if (badge >> MICROKIT_BADGE_FAULT_BIT != 0) {
        seL4_MessageInfo_t answer = seL4_MessageInfo_new(0, 0, 0, 0);
        seL4_Bool resume = fault(id, info, &answer);

        *reply = answer;
        return resume;
    }
    deliver_signals(badge);
    return seL4_False;
}

static _Noreturn void event_loop(void)
{
    for (;;) {
        seL4_Word badge;
        seL4_MessageInfo_t reply;
        seL4_MessageInfo_t info = receive(&badge);

        while (dispatch(badge, info, &reply)) {
            info = reply_and_receive(reply, &badge);
        }
    }
}

/* Interrupts that came before anybody could take them are taken now. */
static void ack_interrupts(void)
{
    for (seL4_Word irqs = microkit_irqs; irqs != 0; irqs &= irqs - 1) {
        microkit_irq_ack((microkit_channel)__builtin_ctzll(irqs));
    }
}

/*
 * A passive domain has had its say in init() and from now on runs on its callers'
 * time.  It keeps its own until it next waits, which it does right after this.
 * It waits for the monitor to take the message: that one may be in a domain whose
 * slice has still to come, and busy with another's message.
 */
static void become_passive(void)
{
    seL4_Send(MONITOR_EP, seL4_MessageInfo_new(0, 0, 0, 0));
}

_Noreturn void microkit_start(void)
{
    if (&__sel4_ipc_buffer_obj != seL4_Null) {
        __sel4_ipc_buffer = &__sel4_ipc_buffer_obj;
    }
    for (const init_function *f = __init_array_start; f < __init_array_end; f++) {
        (*f)();
    }
    ack_interrupts();
    init();
    if (microkit_passive) {
        become_passive();
    }
    event_loop();
}
