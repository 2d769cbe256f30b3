/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The warden's part about capabilities: what the prober can invoke.
 *
 * Every slot is called with every operation, sent to, received from.  What is in
 * it follows from what happens: the kernel's answers, what reached somebody, and
 * whether the prober got stuck.  The table of what was found must be that of
 * what was given.
 */
#include "warden.h"

/* Operations on a slot: the calls, then these. */
enum { AT_SEND = ATTACKS, AT_NBSEND, AT_RECEIVE, AT_IDENTIFY, OPERATIONS };
enum { MESSAGES = ATTACKS + 2 }; /* of these, those that carry one */

enum { RIGHT_READ = 1, RIGHT_WRITE = 2, RIGHT_GRANT = 4, RIGHT_GRANT_REPLY = 8 };

/* Badges, as receivers see them (Microkit manual, "Internals"). */
#define BADGE_CALL(ch)     (1ull << 63 | (ch))
#define BADGE_FAULT(child) (1ull << 62 | (child))
#define BADGE_SIGNAL(ch)   (1ull << (ch))

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
};

static struct seen seen;
static seL4_CPtr slot_at;
static unsigned operation_at;

/* A capability: as it was found, or as system_with_logger.xml implies it. */
struct holding {
    seL4_CPtr slot;
    const char *type;
    const char *object;
    int rights;
    seL4_Word badge; /* 0: has none, or none that shows */
};

/* Named, so that equal texts are one object and can be compared by address. */
static const char endpoint[] = "endpoint";
static const char notification[] = "notification";
static const char reply[] = "reply";
static const char vspace[] = "VSpace";
static const char own_reply[] = "prober: reply";
static const char own_vspace[] = "prober: vspace";
static const char warden_endpoint[] = "warden: endpoint";
static const char server_endpoint[] = "server: endpoint";
static const char warden_notification[] = "warden: notification";
static const char server_notification[] = "server: notification";
static const char own_notification[] = "prober: notification";
static const char monitor_endpoint[] = "monitor: endpoint";

/* The badge of slot 5 shows itself to the monitor alone, which prints the component's name. */
static const struct holding given[] = {
    {1, notification, own_notification, RIGHT_READ, 0},
    {2, endpoint, warden_endpoint, RIGHT_WRITE | RIGHT_GRANT | RIGHT_GRANT_REPLY,
     BADGE_FAULT(CHILD_PROBER)},
    {3, vspace, own_vspace, 0, 0},
    {4, reply, own_reply, 0, 0},
    {5, endpoint, monitor_endpoint, RIGHT_WRITE, 0},
    {10 + PROBER_WARDEN, notification, warden_notification, RIGHT_WRITE,
     BADGE_SIGNAL(WARDEN_PROBER)},
    {10 + PROBER_SERVER, notification, server_notification, RIGHT_WRITE,
     BADGE_SIGNAL(SERVER_PROBER)},
    {74 + PROBER_WARDEN, endpoint, warden_endpoint, RIGHT_WRITE | RIGHT_GRANT_REPLY,
     BADGE_CALL(WARDEN_PROBER)},
    {74 + PROBER_SERVER, endpoint, server_endpoint, RIGHT_WRITE | RIGHT_GRANT_REPLY,
     BADGE_CALL(SERVER_PROBER)},
};

enum { GIVEN = sizeof(given) / sizeof(given[0]), MAX_FOUND = 16 };

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
    seen.odd += arrivals.unwrapped != 0 && arrivals.unwrapped != MESSAGES;
    return arrivals.unwrapped != 0 ? RIGHT_GRANT : 0;
}

static void hold(struct holding *holding, const char *type, const char *object, int rights,
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
    int call_rights = RIGHT_WRITE | RIGHT_GRANT_REPLY | grant_right();

    if (seen.by_warden == ATTACKS && arrivals.faults == MESSAGES) {
        hold(holding, endpoint, warden_endpoint, call_rights, BADGE_FAULT(arrivals.fault_child));
    } else if (seen.by_warden == ATTACKS && arrivals.calls == MESSAGES) {
        hold(holding, endpoint, warden_endpoint, call_rights, BADGE_CALL(arrivals.call_channel));
    } else if (seen.by_server == ATTACKS && server_calls() == MESSAGES) {
        hold(holding, endpoint, server_endpoint, call_rights,
             BADGE_CALL(evidence()->call_channel));
    } else if (seen.accepted == ATTACKS && arrivals.signals == MESSAGES) {
        hold(holding, notification, warden_notification, RIGHT_WRITE,
             BADGE_SIGNAL(arrivals.signal_channel));
    } else if (seen.accepted == ATTACKS && server_signals() == MESSAGES) {
        hold(holding, notification, server_notification, RIGHT_WRITE,
             BADGE_SIGNAL(evidence()->signal_channel));
    }
}

/* What must be in the slot at hand; its type stays null if it is empty. */
static void classify(struct holding *holding)
{
    seL4_Bool mute = all_arrivals() == 0;

    holding->slot = slot_at;
    hold(holding, "UNKNOWN", "", 0, 0);
    if (seen.refused == ATTACKS && mute && !seen.readable) {
        holding->type = seL4_Null;
    } else if (seen.refused == ATTACKS && mute) {
        hold(holding, notification, own_notification, 0, 0);
    } else if (seen.stuck == 1 && mute) {
        hold(holding, endpoint, monitor_endpoint, RIGHT_WRITE, 0);
    } else if (seen.accepted == ATTACKS && mute) {
        hold(holding, reply, own_reply, 0, 0);
    } else if (seen.accepted == 1 && seen.illegal == ATTACKS - 1 && mute) {
        hold(holding, vspace, own_vspace, 0, 0);
    } else if (all_arrivals() == MESSAGES) {
        classify_open(holding);
    }
    if (seen.odd != 0) {
        hold(holding, "UNKNOWN", "", 0, 0);
    }
    holding->rights |= seen.readable ? RIGHT_READ : 0;
}

static void end_slot(void)
{
    struct holding holding;

    classify(&holding);
    identities_odd += seen.has_identity != (holding.type != seL4_Null);
    if (holding.type == seL4_Null) {
        empty_count++;
    } else if (found_count < MAX_FOUND) {
        hold(&found[found_count], holding.type, holding.object, holding.rights, holding.badge);
        found[found_count].slot = holding.slot;
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

static void print_holding(const struct holding *holding)
{
    microkit_dbg_puts("  slot ");
    put_decimal(holding->slot);
    microkit_dbg_puts(holding->slot < 10 ? "   " : "  ");
    put_padded(holding->type, 14);
    put_padded(holding->object, holding->rights != 0 ? 22 : 0);
    if (holding->rights != 0) {
        for (unsigned i = 0; i < 4; i++) {
            microkit_dbg_putc((holding->rights & 1 << i) != 0 ? "RWGP"[i] : '-');
        }
    }
    if (holding->badge != 0) {
        microkit_dbg_puts("  badge ");
        put_hex(holding->badge, 0);
    }
    microkit_dbg_puts("\n");
}

static seL4_Bool same(const struct holding *a, const struct holding *b)
{
    return a->slot == b->slot && a->type == b->type && a->object == b->object &&
           a->rights == b->rights && a->badge == b->badge;
}

static void slots_finish(void)
{
    seL4_Bool all = found_count == GIVEN;

    microkit_dbg_puts("warden: ");
    put_decimal(operations_tried);
    microkit_dbg_puts(" operations on ");
    put_decimal(CNODE_SLOTS);
    microkit_dbg_puts(" slots; the prober has\n");
    for (unsigned i = 0; i < found_count; i++) {
        print_holding(&found[i]);
        all = all && same(&found[i], &given[i]);
    }
    check(all, "it has what it was given, with these rights, and nothing else");
    check(empty_count == CNODE_SLOTS - GIVEN, "no operation on any other slot did anything");
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
