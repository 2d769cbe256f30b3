/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The warden's part about capabilities: what the prober can invoke.
 *
 * Every slot is called with every operation, sent to, received from.  What is in
 * it follows from what happens: the kernel's answers, what reached somebody, and
 * whether the prober got stuck.  The table of what was found must be that of
 * what was given (warden_given.c).
 */
#include "../common/distribution.h"
#include "warden.h"

/* Operations on a slot: the calls, then these. */
enum { AT_SEND = ATTACKS, AT_NBSEND, AT_RECEIVE, AT_IDENTIFY, OPERATIONS };
enum { MESSAGES = ATTACKS + 2 }; /* of these, those that carry one */

/* What happened when the slot at hand was used. */
struct seen {
    seL4_Word refused;        /* calls: no capability that could be invoked */
    seL4_Word illegal;        /* the capability has no such operation */
    seL4_Word accepted;       /* no error */
    seL4_Word by_warden;      /* answered by these two */
    seL4_Word by_server;
    seL4_Word stuck;          /* no answer ever */
    seL4_Word odd;            /* none of these */
    seL4_Bool readable;       /* receiving did not fault */
    seL4_Bool has_identity;   /* a debug kernel says that there is something */
    seL4_Word server_calls;   /* the server's counts before; the warden's begin at 0 */
    seL4_Word server_signals;
    seL4_Word server_unwrapped;
};

struct arrivals arrivals;

static struct seen seen;
static seL4_CPtr slot_at;
static unsigned operation_at;

enum { MAX_FOUND = 16 };

static struct holding found[MAX_FOUND];
static unsigned found_count;
static seL4_Word empty_count;
static seL4_Word identities_odd; /* slots where a debug kernel is of another opinion */
static seL4_Word identities_known;
static seL4_Word operations_tried;

static const volatile struct evidence *evidence(void)
{
    return (const volatile struct evidence *)EVIDENCE;
}

static void begin_slot(void)
{
    seen.refused = seen.illegal = seen.accepted = 0;
    seen.by_warden = seen.by_server = seen.stuck = seen.odd = 0;
    seen.readable = seen.has_identity = seL4_False;
    arrivals.faults = arrivals.calls = arrivals.signals = arrivals.unwrapped = 0;
    seen.server_calls = evidence()->calls;
    seen.server_signals = evidence()->signals;
    seen.server_unwrapped = evidence()->unwrapped;
}

/* What reached the server since begin_slot(). */
static seL4_Word server_calls(void)
{
    return evidence()->calls - seen.server_calls;
}

static seL4_Word server_signals(void)
{
    return evidence()->signals - seen.server_signals;
}

static seL4_Word all_arrivals(void)
{
    return arrivals.faults + arrivals.calls + arrivals.signals + server_calls() +
           server_signals();
}

/* The right to send capabilities along, from those that came. */
static int grant_right(void)
{
    seL4_Word unwrapped = arrivals.unwrapped + evidence()->unwrapped - seen.server_unwrapped;

    seen.odd += unwrapped != 0 && unwrapped != MESSAGES;
    return unwrapped != 0 ? CAP_GRANT : 0;
}

static void hold(struct holding *holding, enum cap_type type, enum cap_object object, int rights,
                 seL4_Word badge)
{
    holding->type = type;
    holding->object = object;
    holding->rights = rights;
    holding->badge = badge;
}

/* Something that takes every message: who got them? */
static void classify_open(struct holding *holding)
{
    int rights = CAP_TO_CALL | grant_right();

    if (seen.by_warden == ATTACKS && arrivals.faults == MESSAGES) {
        hold(holding, TYPE_ENDPOINT, OBJECT_WARDENS_ENDPOINT, rights,
             BADGE_FAULT(arrivals.fault_child));
    } else if (seen.by_warden == ATTACKS && arrivals.calls == MESSAGES) {
        hold(holding, TYPE_ENDPOINT, OBJECT_WARDENS_ENDPOINT, rights,
             BADGE_CALL(arrivals.call_channel));
    } else if (seen.by_server == ATTACKS && server_calls() == MESSAGES) {
        hold(holding, TYPE_ENDPOINT, OBJECT_SERVERS_ENDPOINT, rights,
             BADGE_CALL(evidence()->call_channel));
    } else if (seen.accepted == ATTACKS && arrivals.signals == MESSAGES) {
        hold(holding, TYPE_NOTIFICATION, OBJECT_WARDENS_NOTIFICATION, CAP_WRITE,
             BADGE_SIGNAL(arrivals.signal_channel));
    } else if (seen.accepted == ATTACKS && server_signals() == MESSAGES) {
        hold(holding, TYPE_NOTIFICATION, OBJECT_SERVERS_NOTIFICATION, CAP_WRITE,
             BADGE_SIGNAL(evidence()->signal_channel));
    }
}

/* What must be in the slot at hand. */
static void classify(struct holding *holding)
{
    seL4_Bool mute = all_arrivals() == 0;

    holding->slot = slot_at;
    hold(holding, TYPE_UNKNOWN, OBJECT_UNKNOWN, 0, 0);
    if (seen.refused == ATTACKS && mute && !seen.readable) {
        holding->type = TYPE_NONE;
    } else if (seen.refused == ATTACKS && mute) {
        hold(holding, TYPE_NOTIFICATION, OBJECT_OWN_NOTIFICATION, 0, 0);
    } else if (seen.stuck == 1 && mute) {
        hold(holding, TYPE_ENDPOINT, OBJECT_MONITORS_ENDPOINT, CAP_WRITE, 0);
    } else if (seen.accepted == ATTACKS && mute && seen.readable) {
        hold(holding, TYPE_NOTIFICATION, OBJECT_OWN_NOTIFICATION, CAP_WRITE, 0);
    } else if (seen.accepted == ATTACKS && mute) {
        hold(holding, TYPE_REPLY, OBJECT_OWN_REPLY, 0, 0);
    } else if (seen.accepted == 1 && seen.illegal == ATTACKS - 1 && mute) {
        hold(holding, TYPE_VSPACE, OBJECT_OWN_VSPACE, 0, 0);
    } else if (all_arrivals() == MESSAGES) {
        classify_open(holding);
    }
    if (seen.odd != 0) {
        hold(holding, TYPE_UNKNOWN, OBJECT_UNKNOWN, 0, 0);
    }
    holding->rights |= seen.readable ? CAP_READ : 0;
}

static void end_slot(void)
{
    struct holding holding;

    classify(&holding);
    identities_odd += seen.has_identity != (holding.type != TYPE_NONE);
    if (holding.type == TYPE_NONE) {
        empty_count++;
    } else if (found_count < MAX_FOUND) {
        found[found_count] = holding;
        found_count++;
    }
}

static seL4_Bool slots_next(struct command *command)
{
    if (operation_at == OPERATIONS) {
        end_slot();
        slot_at++;
        operation_at = 0;
    }
    if (slot_at == CNODE_SLOTS) {
        return seL4_False;
    }
    if (operation_at == 0) {
        begin_slot();
    }
    command->order = operation_at < ATTACKS         ? ORDER_CALL
                     : operation_at == AT_SEND      ? ORDER_SEND
                     : operation_at == AT_NBSEND    ? ORDER_NBSEND
                     : operation_at == AT_RECEIVE   ? ORDER_RECEIVE
                                                    : ORDER_IDENTIFY;
    command->target = slot_at;
    command->detail = operation_at;
    operations_tried++;
    return seL4_True;
}

static void judge_call(const struct outcome *outcome)
{
    if (outcome->how == HOW_STUCK) {
        seen.stuck++;
        operation_at = AT_RECEIVE - 1; /* whoever has the message will not answer the next, too */
    } else if (outcome->how == HOW_FAULTED) {
        seen.odd++;
    } else if (outcome->label == seL4_InvalidCapability && outcome->word == 0) {
        seen.refused++;
    } else if (outcome->label == seL4_IllegalOperation) {
        seen.illegal++;
    } else if (outcome->label == seL4_NoError) {
        seen.accepted++;
    } else if (outcome->label == ANSWER_WARDEN) {
        seen.by_warden++;
    } else if (outcome->label == ANSWER_SERVER) {
        seen.by_server++;
    } else {
        seen.odd++;
    }
}

static void judge_receive(const struct outcome *outcome)
{
    if (outcome->how == HOW_DONE) {
        seen.readable = seL4_True;
    } else if (outcome->how != HOW_FAULTED || outcome->fault.kind != KIND_CAP ||
               outcome->fault.address != slot_at || !outcome->fault.receiving) {
        seen.odd++;
    }
}

static void slots_judge(const struct outcome *outcome)
{
    if (operation_at < ATTACKS) {
        judge_call(outcome);
    } else if (operation_at < AT_RECEIVE) {
        seen.odd += outcome->how != HOW_DONE;
    } else if (operation_at == AT_RECEIVE) {
        judge_receive(outcome);
    } else if (outcome->how == HOW_DONE) {
        identities_known++;
        seen.has_identity = outcome->label != 0;
    }
    operation_at++;
}

static void slots_finish(void)
{
    microkit_dbg_puts("warden: ");
    put_decimal(operations_tried);
    microkit_dbg_puts(" operations on ");
    put_decimal(CNODE_SLOTS);
    microkit_dbg_puts(" slots; the prober has\n");
    judge_holdings(found, found_count);
    check(empty_count == CNODE_SLOTS - found_count,
          "no operation on any other slot did anything");
    check(identities_known == 0 || (identities_known == CNODE_SLOTS && identities_odd == 0),
          "asked directly, a debug kernel names the same slots");
}

const struct phase phase_slots = {slots_next, slots_judge, slots_finish};

/* Numbers that are no slots: those after the last, and every power of two above them. */
enum { AFTER_LAST = CNODE_SLOTS, WORD_BITS = 64, FIRST_BIT = 10 };

static seL4_Word beyond_at;
static seL4_Word beyond_right;
static seL4_Word beyond_total;

static seL4_CPtr beyond_number(seL4_Word index)
{
    seL4_Word bit = FIRST_BIT + (index - AFTER_LAST) / 2;

    if (index < AFTER_LAST) {
        return CNODE_SLOTS + index;
    }
    if (bit == WORD_BITS) {
        return ~0ull;
    }
    /* Alone, and with a slot that is not empty in the low bits. */
    return 1ull << bit | (index % 2 == 0 ? 0 : 74 + PROBER_SERVER);
}

static seL4_Bool beyond_next(struct command *command)
{
    if (beyond_at == AFTER_LAST + 2 * (WORD_BITS - FIRST_BIT) + 1) {
        return seL4_False;
    }
    begin_slot();
    command->order = ORDER_CALL;
    command->target = beyond_number(beyond_at);
    command->detail = 0;
    return seL4_True;
}

/* A kernel whose tables have two levels may find a slot there, but an empty one. */
static void beyond_judge(const struct outcome *outcome)
{
    seL4_Bool faulted = outcome->how == HOW_FAULTED && outcome->fault.kind == KIND_CAP &&
                        outcome->fault.address == beyond_number(beyond_at) &&
                        !outcome->fault.receiving;
    seL4_Bool refused = outcome->how == HOW_DONE && outcome->label == seL4_InvalidCapability &&
                        outcome->word == 0;

    beyond_right += (faulted || refused) && all_arrivals() == 0;
    beyond_total++;
    beyond_at++;
}

static void beyond_finish(void)
{
    microkit_dbg_puts("warden: then ");
    put_decimal(beyond_total);
    microkit_dbg_puts(" numbers from ");
    put_decimal(CNODE_SLOTS);
    microkit_dbg_puts(" to 2^64 - 1\n");
    check(beyond_total > 0 && beyond_right == beyond_total,
          "they lead nowhere: what it has, it has in these slots");
}

const struct phase phase_beyond = {beyond_next, beyond_judge, beyond_finish};
