/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupts as capabilities (ABI.md 12).
 *
 * IRQControl issues one handler capability per line.  The handler chooses the
 * notification that is signalled; the line is masked with each delivery and
 * stays so until the handler acknowledges, so a user-level driver that does
 * not keep up cannot flood the system.
 */
#include "irq.h"

#include <board_devices.h>

#include "arch.h"
#include "board.h"
#include "console.h"
#include "cspace.h"
#include "delete.h"
#include "derive.h"
#include "invocation.h"
#include "notification.h"
#include "sched.h"
#include "vcpu.h"

enum irq_state { IRQ_FREE, IRQ_ISSUED, IRQ_KERNEL };

static uint8_t irq_states[BOARD_IRQ_LINES]; /* enum irq_state */

/* The kernel's copy of each line's notification capability: the slot of its handler, as it were. */
static struct cte irq_slots[BOARD_IRQ_LINES];

unsigned irq_of_guest;

void irq_boot(void)
{
    ASSERT(board.max_irq < BOARD_IRQ_LINES);
    for (unsigned irq = 0; irq < BOARD_IRQ_LINES; irq++) {
        irq_states[irq] = IRQ_FREE;
        irq_slots[irq] = (struct cte){.cap = cap_null()};
    }
    irq_states[board.timer_irq] = IRQ_KERNEL;
    if (HAVE_VCPUS) {
        arch_vcpu_boot();
        irq_states[VCPU_MAINTENANCE_IRQ] = IRQ_KERNEL;
        irq_states[VCPU_TIMER_IRQ] = IRQ_KERNEL; /* masked until a guest's timer runs */
        arch_irq_mask(VCPU_MAINTENANCE_IRQ, false);
    }
    arch_irq_mask(board.timer_irq, false);
}

struct cte *irq_notification_slot(unsigned irq)
{
    return irq < BOARD_IRQ_LINES ? &irq_slots[irq] : NULL;
}

bool irq_is_issued(unsigned irq)
{
    return irq_states[irq] == IRQ_ISSUED;
}

/* ---- Delivery ---- */

/* Not the timer's.  The kernel's lines have no notification, so a device's does not wait for the
   question whether it is a guest's. */
static void irq_deliver(unsigned irq)
{
    const struct cte *slot = irq_notification_slot(irq);

    if (LIKELY(slot != NULL && cap_type(slot->cap) == CAP_NOTIFICATION)) {
        notification_signal(cap_notification(slot->cap), cap_badge(slot->cap));
    } else if (vcpu_is_kernels_irq(irq)) {
        irq_of_guest = irq;
        return;
    } else {
        console_print("interrupt %u: nobody handles it, masked\n", irq);
    }
    arch_irq_mask(irq, true);
}

void irq_handle(void)
{
    unsigned irq = arch_irq_claim();

    if (HAVE_VCPUS) {
        irq_of_guest = 0;
    }
    if (irq == IRQ_NONE) {
        return; /* withdrawn before we looked */
    }
    if (irq == board.timer_irq) {
        arch_timer_stop();
        sched_timer_stopped();
    } else {
        irq_deliver(irq);
    }
    arch_irq_complete(irq);
}

/* ---- IRQControl ---- */

/* The checks that Get and GetTrigger share: is line `irq` to be had, and is the
   slot that `index` and `depth` name free?  The latter is `*slot`. */
static struct err irq_check_issue(const struct invocation *call, word_t irq, word_t index,
                                  word_t depth, struct cte **slot)
{
    if (irq > board.max_irq) {
        return err_range(0, board.max_irq);
    }
    irq = arch_index(irq, BOARD_IRQ_LINES);
    if (irq_states[irq] != IRQ_FREE || !cte_is_empty(&irq_slots[irq])) {
        return err_plain(seL4_RevokeFirst);
    }
    return cspace_empty_slot(invocation_cap(call, 0), index, depth, slot);
}

static void irq_issue(struct cte *control, unsigned irq, struct cte *slot)
{
    irq_states[irq] = IRQ_ISSUED;
    derive_insert(slot, cap_set_irq(cap_make(CAP_IRQ_HANDLER, 0), irq), control);
    arch_irq_mask(irq, false);
}

static struct err irq_control_get(struct invocation *call)
{
    struct cte *slot;

    TRY(irq_check_issue(call, call->mr[0], call->mr[1], call->mr[2], &slot));
    irq_issue(call->target, (unsigned)call->mr[0], slot);
    return ok();
}

static struct err irq_control_get_trigger(struct invocation *call)
{
    struct cte *slot;

    TRY(irq_check_issue(call, call->mr[0], call->mr[2], call->mr[3], &slot));
    arch_irq_set_trigger((unsigned)call->mr[0], call->mr[1] != 0);
    irq_issue(call->target, (unsigned)call->mr[0], slot);
    return ok();
}

static struct err irq_control_issue_sgi(struct invocation *call)
{
    word_t sgi = call->mr[0];
    word_t target = call->mr[1];

    if (sgi >= SGI_LINES) {
        return err_range(0, SGI_LINES - 1);
    }
    if (target >= SGI_TARGETS) {
        return err_argument(1);
    }
    struct cte *slot;
    TRY(cspace_empty_slot(invocation_cap(call, 0), call->mr[2], call->mr[3], &slot));
    cap_t cap = cap_set_sgi(cap_make(CAP_SGI_SIGNAL, 0), sgi);
    derive_insert(slot, cap_set_sgi_target(cap, target), call->target);
    return ok();
}

static const struct method irq_control_methods[] = {
    {IRQIssueIRQHandler, 3, 1, irq_control_get},
    {ARMIRQIssueIRQHandlerTrigger, 4, 1, irq_control_get_trigger},
    {ARMIRQIssueSGISignal, 4, 1, irq_control_issue_sgi},
    {0, 0, 0, NULL},
};

static bool irq_control_covers(cap_t control, cap_t cap)
{
    (void)control;
    return cap_type(cap) == CAP_IRQ_HANDLER || cap_type(cap) == CAP_SGI_SIGNAL;
}

const struct cap_kind irq_control_kind = {
    .covers = irq_control_covers,
    .copy = cap_no_copy,
    .methods = irq_control_methods,
};

/* ---- SGI signals ---- */

/* Whatever the label. */
static struct err sgi_signal_invoke(struct invocation *call)
{
    arch_sgi_send((unsigned)cap_sgi(call->cap), (unsigned)cap_sgi_target(call->cap));
    return ok();
}

static const struct method sgi_signal_methods[] = {
    {0, 0, 0, sgi_signal_invoke},
};

const struct cap_kind sgi_signal_kind = {
    .methods = sgi_signal_methods,
};

/* ---- IRQ handlers ---- */

static struct err irq_handler_ack(struct invocation *call)
{
    arch_irq_mask((unsigned)cap_irq(call->cap), false);
    return ok();
}

static struct err irq_handler_set_notification(struct invocation *call)
{
    cap_t cap = invocation_cap(call, 0);

    if (cap_type(cap) != CAP_NOTIFICATION || !(cap_rights(cap) & RIGHT_WRITE)) {
        return err_capability(0);
    }
    struct cte *slot = &irq_slots[cap_irq(call->cap)];
    TRY(delete_slot(slot));
    derive_insert(slot, cap, call->extra[0]);
    return ok();
}

static struct err irq_handler_clear(struct invocation *call)
{
    return delete_slot(&irq_slots[cap_irq(call->cap)]);
}

static const struct method irq_handler_methods[] = {
    {IRQAckIRQ, 0, 0, irq_handler_ack},
    {IRQSetIRQHandler, 0, 1, irq_handler_set_notification},
    {IRQClearIRQHandler, 0, 0, irq_handler_clear},
    {0, 0, 0, NULL},
};

static void irq_handler_finalise(cap_t cap)
{
    unsigned irq = (unsigned)cap_irq(cap);

    arch_irq_mask(irq, true);
    irq_states[irq] = IRQ_FREE;
}

static struct cte *irq_handler_slots(cap_t cap, word_t *count)
{
    *count = 1;
    return &irq_slots[cap_irq(cap)];
}

const struct cap_kind irq_handler_kind = {
    .finalise = irq_handler_finalise,
    .slots = irq_handler_slots,
    .methods = irq_handler_methods,
};
