/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The domain capability: who may say which threads are in which domain, and when
 * it is whose time.
 */
#include "domain.h"
#include "invocation.h"
#include "sched.h"

static struct err domain_set(struct invocation *call)
{
    if (call->mr[0] >= NUM_DOMAINS) {
        return err_argument(0);
    }
    cap_t cap = invocation_cap(call, 0);
    if (cap_type(cap) != CAP_TCB) {
        return err_argument(1);
    }
    struct tcb *tcb = cap_tcb(cap);
    sched_move(tcb, tcb->priority, (uint8_t)arch_index(call->mr[0], NUM_DOMAINS));
    return ok();
}

static struct err domain_schedule_configure(struct invocation *call)
{
    word_t index = call->mr[0];
    word_t domain = call->mr[1];
    word_t duration = call->mr[2];

    if (index >= DOMAIN_SCHEDULE_LENGTH - 1) {
        return err_range(0, DOMAIN_SCHEDULE_LENGTH - 2);
    }
    if (domain >= NUM_DOMAINS) {
        return err_range(0, NUM_DOMAINS - 1);
    }
    if (duration > DOMAIN_MAX_DURATION) {
        return err_argument(2);
    }
    if (duration == 0 && domain != 0) {
        return err_argument(1);
    }
    struct domain_slice slice = {duration, (unsigned)domain};
    index = arch_index(index, DOMAIN_SCHEDULE_LENGTH);
    return domain_set_slice((unsigned)index, slice) ? ok() : err_argument(2);
}

static struct err domain_schedule_set_start(struct invocation *call)
{
    word_t index = call->mr[0];

    if (index >= DOMAIN_SCHEDULE_LENGTH) {
        return err_range(0, DOMAIN_SCHEDULE_LENGTH - 1);
    }
    index = arch_index(index, DOMAIN_SCHEDULE_LENGTH);
    if (domain_slice_is_end((unsigned)index)) {
        return err_argument(0);
    }
    domain_start_at((unsigned)index, sched_now());
    sched_look_at_time();
    return ok();
}

static const struct method domain_methods[] = {
    {DomainSetSet, 1, 1, domain_set},
    {DomainScheduleConfigure, 3, 0, domain_schedule_configure},
    {DomainScheduleSetStart, 1, 0, domain_schedule_set_start},
    {0, 0, 0, NULL},
};

const struct cap_kind domain_kind = {
    .methods = domain_methods,
    .not_before_receive = true,
};
