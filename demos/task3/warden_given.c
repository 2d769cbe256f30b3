/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The warden's part about what the prober was given: the capabilities that
 * system_with_logger.xml implies, with the rights with which this SDK hands them
 * out (distribution.h).  What that is more than the description needs is a
 * result of its own.
 */
#include "../common/distribution.h"
#include "../common/slots.h"
#include "warden.h"

/* `rights`: those that the description needs.  The badge of slot 5 shows itself to the monitor
   alone, which prints the component's name. */
static const struct grant {
    struct holding needed;
    enum rule rule;
} grants[] = {
    {{SLOT_INPUT, TYPE_NOTIFICATION, OBJECT_OWN_NOTIFICATION, CAP_READ, 0}, RULE_INPUT},
    {{SLOT_FAULTS, TYPE_ENDPOINT, OBJECT_WARDENS_ENDPOINT, 0, BADGE_FAULT(CHILD_PROBER)},
     RULE_FAULTS},
    {{SLOT_VSPACE, TYPE_VSPACE, OBJECT_OWN_VSPACE, 0, 0}, RULE_DESCRIPTION},
    {{SLOT_REPLY, TYPE_REPLY, OBJECT_OWN_REPLY, 0, 0}, RULE_DESCRIPTION},
    {{SLOT_MONITOR, TYPE_ENDPOINT, OBJECT_MONITORS_ENDPOINT, 0, 0}, RULE_MONITOR},
    {{BASE_OUTPUT_NOTIFICATION_CAP + PROBER_WARDEN, TYPE_NOTIFICATION,
      OBJECT_WARDENS_NOTIFICATION, CAP_WRITE, BADGE_SIGNAL(WARDEN_PROBER)},
     RULE_DESCRIPTION},
    {{BASE_OUTPUT_NOTIFICATION_CAP + PROBER_SERVER, TYPE_NOTIFICATION,
      OBJECT_SERVERS_NOTIFICATION, CAP_WRITE, BADGE_SIGNAL(SERVER_PROBER)},
     RULE_DESCRIPTION},
    {{BASE_ENDPOINT_CAP + PROBER_WARDEN, TYPE_ENDPOINT, OBJECT_WARDENS_ENDPOINT, CAP_TO_CALL,
      BADGE_CALL(WARDEN_PROBER)},
     RULE_CALLS},
    {{BASE_ENDPOINT_CAP + PROBER_SERVER, TYPE_ENDPOINT, OBJECT_SERVERS_ENDPOINT, CAP_TO_CALL,
      BADGE_CALL(SERVER_PROBER)},
     RULE_CALLS},
};

enum { GRANTS = sizeof(grants) / sizeof(grants[0]) };

static const char *const type_names[] = {
    [TYPE_NONE] = "",        [TYPE_UNKNOWN] = "UNKNOWN",
    [TYPE_ENDPOINT] = "endpoint", [TYPE_NOTIFICATION] = "notification",
    [TYPE_REPLY] = "reply",  [TYPE_VSPACE] = "VSpace",
};

static const char *const object_names[] = {
    [OBJECT_UNKNOWN] = "",
    [OBJECT_OWN_NOTIFICATION] = "prober: notification",
    [OBJECT_OWN_REPLY] = "prober: reply",
    [OBJECT_OWN_VSPACE] = "prober: vspace",
    [OBJECT_WARDENS_ENDPOINT] = "warden: endpoint",
    [OBJECT_WARDENS_NOTIFICATION] = "warden: notification",
    [OBJECT_SERVERS_ENDPOINT] = "server: endpoint",
    [OBJECT_SERVERS_NOTIFICATION] = "server: notification",
    [OBJECT_MONITORS_ENDPOINT] = "monitor: endpoint",
};

/* The rights that `grant` comes with.  A notification knows no others than these two. */
static int rights_given(const struct grant *grant)
{
    int rights = grant->rule == RULE_DESCRIPTION ? grant->needed.rights : sdk_rights(grant->rule);

    return grant->needed.type == TYPE_NOTIFICATION ? rights & (CAP_READ | CAP_WRITE) : rights;
}

/* Does this SDK hand it out? */
static seL4_Bool is_given(const struct grant *grant)
{
    return grant->rule == RULE_DESCRIPTION || sdk_rights(grant->rule) != 0;
}

static seL4_Bool is_as_given(const struct holding *found, const struct grant *grant)
{
    const struct holding *needed = &grant->needed;

    return found->slot == needed->slot && found->type == needed->type &&
           found->object == needed->object && found->badge == needed->badge &&
           found->rights == rights_given(grant);
}

static void print_rights(int rights)
{
    for (unsigned i = 0; i < 4; i++) {
        microkit_dbg_putc((rights & 1 << i) != 0 ? "RWGP"[i] : '-');
    }
}

static void print_holding(const struct holding *holding)
{
    microkit_dbg_puts("  slot ");
    put_decimal(holding->slot);
    microkit_dbg_puts(holding->slot < 10 ? "   " : "  ");
    put_padded(type_names[holding->type], 14);
    put_padded(object_names[holding->object], holding->rights != 0 ? 22 : 0);
    if (holding->rights != 0) {
        print_rights(holding->rights);
    }
    if (holding->badge != 0) {
        microkit_dbg_puts("  badge ");
        put_hex(holding->badge, 0);
    }
    microkit_dbg_puts("\n");
}

static unsigned excesses; /* printed so far */

static void print_excess(const struct holding *found, const char *what)
{
    if (excesses++ == 0) {
        microkit_dbg_puts("warden: more than the description needs, as ");
        microkit_dbg_puts(sdk_name());
        microkit_dbg_puts(" hands it out:\n");
    }
    microkit_dbg_puts("warden: slot ");
    put_decimal(found->slot);
    microkit_dbg_puts(": ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}

/* What the rights beyond those needed are good for. */
static void print_excess_of(const struct holding *found, const struct grant *grant)
{
    int excess = found->rights & ~grant->needed.rights;

    if (grant->rule == RULE_INPUT && (excess & CAP_WRITE) != 0) {
        print_excess(found, "it could signal itself, as if a neighbour had");
    }
    if (grant->rule == RULE_FAULTS && (excess & CAP_WRITE) != 0) {
        print_excess(found, "it could tell its parent of a fault that it never had");
    }
    if (grant->rule == RULE_MONITOR && (excess & CAP_WRITE) != 0) {
        print_excess(found, "it could call the monitor, which is for passive components");
    }
    if (found->type == TYPE_ENDPOINT && (excess & CAP_GRANT) != 0) {
        print_excess(found, "it could pass capabilities of its own along");
    }
    if (found->type == TYPE_ENDPOINT && (excess & CAP_READ) != 0) {
        print_excess(found, "it could receive there as well, and answer in the owner's name");
    }
}

/* The grant for that slot, or none. */
static const struct grant *grant_of(seL4_CPtr slot)
{
    for (unsigned i = 0; i < GRANTS; i++) {
        if (grants[i].needed.slot == slot) {
            return &grants[i];
        }
    }
    return seL4_Null;
}

void judge_holdings(const struct holding *found, unsigned count)
{
    unsigned given = 0;
    unsigned right = 0;

    for (unsigned i = 0; i < GRANTS; i++) {
        given += is_given(&grants[i]) ? 1u : 0u;
    }
    for (unsigned i = 0; i < count; i++) {
        const struct grant *grant = grant_of(found[i].slot);

        print_holding(&found[i]);
        right += grant != seL4_Null && is_as_given(&found[i], grant) ? 1u : 0u;
    }
    for (unsigned i = 0; i < count; i++) {
        const struct grant *grant = grant_of(found[i].slot);

        if (grant != seL4_Null) {
            print_excess_of(&found[i], grant);
        }
    }
    if (excesses == 0) {
        microkit_dbg_puts("warden: nothing more than the description needs\n");
    }
    check_of_sdk(sdk_is_known() && right == count && right == given,
                 "it has what it was given, with these rights, and nothing else");
}
