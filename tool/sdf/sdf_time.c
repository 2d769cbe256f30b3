/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose time a server runs on.  A passive one runs on its caller's, one with a
 * budget on its own: either can end in the middle of a job, and whoever else
 * calls waits until it is back.  Only a parent can do something about that, for
 * it can say who is told (docs/task7.md).
 */
#include "sdf.h"

#include <inttypes.h>

static bool can_run_out(const struct domain *domain)
{
    return !domain->passive && domain->budget < domain->period;
}

void sdf_note_caller(struct domain *callee, const struct channel_end *from)
{
    const struct domain *caller = from->domain;

    if (callee->callers[0] == NULL || callee->callers[0] == caller) {
        callee->callers[0] = caller;
    } else if (callee->callers[1] == NULL) {
        callee->callers[1] = caller;
    }
    if (callee->poor_caller == NULL && can_run_out(caller)) {
        callee->poor_caller = from;
    }
}

static void warn_of_caller(const struct sdf *sdf, const struct domain *server)
{
    const struct domain *caller = server->poor_caller->domain;
    const struct domain *other = server->callers[server->callers[0] == caller ? 1 : 0];

    diag_warning(sdf->diag, xml_attribute_position(server->poor_caller->element, "pp"),
                 "'%s' can use up its budget, %" PRIu64 " us in %" PRIu64 ", in the midst of a "
                 "call: then '%s' waits for '%s', too, until that is back",
                 caller->name, caller->budget, caller->period, other->name, server->name);
    diag_note(sdf->diag, xml_attribute_position(server->element, "passive"),
              "'%s' is passive, so it runs on its callers' time; it has no parent, who could see "
              "to it",
              server->name);
}

static void warn_of_server(const struct sdf *sdf, const struct domain *server)
{
    diag_warning(sdf->diag, xml_attribute_position(server->element, "budget"),
                 "'%s' can use up the budget of '%s', %" PRIu64 " us in %" PRIu64 ": then '%s' "
                 "waits for it, too, until that is back",
                 server->callers[0]->name, server->name, server->budget, server->period,
                 server->callers[1]->name);
    diag_note(sdf->diag, xml_attribute_position(server->element, "name"),
              "with passive=\"true\" '%s' runs on its callers' time; and it has no parent, who "
              "could see to it",
              server->name);
}

void sdf_check_time(const struct sdf *sdf, const struct domain *server)
{
    if (server->callers[1] == NULL || server->parent != NULL) {
        return;
    }
    if (server->passive && server->poor_caller != NULL) {
        warn_of_caller(sdf, server);
    } else if (can_run_out(server)) {
        warn_of_server(sdf, server);
    }
}
