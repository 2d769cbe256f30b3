/* SPDX-License-Identifier: BSD-2-Clause */
/* What each may have once, ids and variables; and names that are nearly right. */
#include "sdf.h"

#include <inttypes.h>
#include <string.h>

#include "value.h"

const char *sdf_suggest(const struct sdf *sdf, const char *wanted, const struct names *names)
{
    struct suggestion suggestion = suggestion_start(wanted);

    /* Nobody will see it: do not search for it. */
    if (sdf->diag->errors >= DIAG_MAX_SHOWN) {
        return "";
    }
    suggestion_offer_names(&suggestion, names);
    return suggestion_text(&suggestion, sdf->arena);
}

struct region *sdf_find_region(const struct sdf *sdf, const struct xml_element *element,
                               const char *attribute)
{
    const char *name = NULL;

    if (!value_text(sdf->diag, element, attribute, &name) || name == NULL) {
        return NULL;
    }
    struct region *region = names_find(&sdf->system->region_names, name);
    if (region == NULL) {
        diag_error(sdf->diag, xml_attribute_position(element, attribute),
                   "no memory region is named '%s'%s", name,
                   sdf_suggest(sdf, name, &sdf->system->region_names));
    }
    return region;
}

void sdf_claim_id(const struct sdf *sdf, const struct xml_element **users, uint64_t id,
                  const struct xml_element *element, const char *kind)
{
    const struct xml_element *first = users[id];

    if (first == NULL) {
        users[id] = element;
        return;
    }
    diag_error(sdf->diag, xml_attribute_position(element, "id"),
               "%s id %" PRIu64 " is used twice; expected one that is free from 0 to %d", kind,
               id, MICROKIT_MAX_CHANNELS - 1);
    diag_note(sdf->diag, xml_attribute_position(first, "id"), "first used here");
}

/* libmicrokit's variables: a program in which they are overwritten runs astray. */
static bool is_library_symbol(const char *symbol)
{
    static const char *const symbols[] = {
        "microkit_name",        "microkit_passive",    "microkit_irqs",
        "microkit_pps",         "microkit_ioports",    "microkit_notifications",
        "microkit_have_signal", "microkit_signal_cap", "microkit_signal_msg",
        "__sel4_ipc_buffer",
    };

    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i += 1) {
        if (strcmp(symbol, symbols[i]) == 0) {
            return true;
        }
    }
    return false;
}

const char *sdf_claim_variable(const struct sdf *sdf, struct domain *domain,
                               const struct xml_element *element, const char *attribute)
{
    const char *symbol = NULL;

    if (!value_text(sdf->diag, element, attribute, &symbol) || symbol == NULL) {
        return NULL;
    }
    if (is_library_symbol(symbol)) {
        diag_error(sdf->diag, xml_attribute_position(element, attribute),
                   "symbol '%s' is libmicrokit's own; expected a variable of the program", symbol);
        return NULL;
    }
    const struct xml_attribute *first = names_add(&domain->variables, sdf->arena, symbol,
                                                  xml_attribute_find(element, attribute));
    if (first == NULL) {
        return symbol;
    }
    diag_error(sdf->diag, xml_attribute_position(element, attribute),
               "symbol '%s' of '%s' is set twice; expected one value for each symbol", symbol,
               domain->name);
    diag_note(sdf->diag, first->value_at, "first set here");
    return NULL;
}

void sdf_set_constant(const struct sdf *sdf, struct domain *domain,
                      const struct xml_element *element, const char *attribute, uint64_t value)
{
    const char *symbol = sdf_claim_variable(sdf, domain, element, attribute);

    if (symbol == NULL) {
        return;
    }
    struct constant *constant = arena_allocate(sdf->arena, sizeof(*constant));
    *constant = (struct constant){
        .element = element, .attribute = attribute, .symbol = symbol, .value = value};
    *domain->constants_end = constant;
    domain->constants_end = &constant->next;
}
