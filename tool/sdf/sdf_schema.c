/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The grammar of a system description as a table, and its check.  The table is
 * Microkit's manual (up to 2.3.0), chapter "System Description File", in the
 * tool's own words: what may stand where and what must.  Our own are `timer` and
 * `prefill_iommu`.
 */
#include "sdf.h"

#include <string.h>

enum { RULE_MAX = 16 };

struct element_rule {
    const char *name;
    const char *required[RULE_MAX]; /* attributes; the lists end with NULL */
    const char *optional[RULE_MAX];
    const char *children[RULE_MAX];
};

static const struct element_rule rules[] = {
    {"system",
     {NULL},
     {NULL},
     {"protection_domain", "memory_region", "channel", "domains", "io_address_space"}},
    {"protection_domain",
     {"name"},
     {"id", "priority", "budget", "period", "passive", "stack_size", "smc", "cpu", "setvar_id",
      "fpu", "timer", "domain"},
     {"program_image", "map", "irq", "setvar", "protection_domain", "virtual_machine", "cspace"}},
    {"program_image", {"path"}, {"path_for_symbols"}, {NULL}},
    {"map",
     {"mr", "vaddr"},
     {"perms", "cached", "setvar_vaddr", "setvar_size", "setvar_prefill_size"},
     {NULL}},
    {"irq", {"irq", "id"}, {"trigger", "setvar_id"}, {NULL}},
    {"setvar", {"symbol", "region_paddr"}, {NULL}, {NULL}},
    {"virtual_machine", {"name"}, {"priority", "budget", "period"}, {"vcpu", "map"}},
    {"vcpu", {"id"}, {"cpu", "setvar_id"}, {NULL}},
    {"cspace", {NULL}, {NULL}, {"cap_tcb", "cap_sc", "cap_vspace"}},
    {"cap_tcb", {"slot", "pd"}, {NULL}, {NULL}},
    {"cap_sc", {"slot", "pd"}, {NULL}, {NULL}},
    {"cap_vspace", {"slot", "pd"}, {NULL}, {NULL}},
    {"domains", {NULL}, {NULL}, {"domain", "domain_schedule"}},
    {"domain", {"name"}, {"id"}, {NULL}},
    {"domain_schedule",
     {NULL},
     {"start_index", "index_shift"},
     {"schedule_entry", "schedule_end_marker"}},
    {"schedule_entry", {"domain", "duration"}, {NULL}, {NULL}},
    {"schedule_end_marker", {NULL}, {NULL}, {NULL}},
    {"memory_region",
     {"name"},
     {"size", "page_size", "phys_addr", "prefill_path", "prefill_iommu"},
     {NULL}},
    {"io_address_space", {"name", "peripheral_id", "domain_id"}, {NULL}, {"iomap"}},
    {"iomap", {"mr", "iovaddr"}, {"perms"}, {NULL}},
    {"channel", {NULL}, {NULL}, {"end"}},
    {"end", {"pd", "id"}, {"pp", "notify", "setvar_id"}, {NULL}},
};

enum { RULE_COUNT = sizeof(rules) / sizeof(rules[0]) };

static const struct element_rule *rule_find(const char *name)
{
    for (size_t i = 0; i < RULE_COUNT; i += 1) {
        if (xml_same_name(rules[i].name, name)) {
            return &rules[i];
        }
    }
    return NULL;
}

static bool list_has(const char *const *list, const char *name)
{
    for (; *list != NULL; list += 1) {
        if (xml_same_name(*list, name)) {
            return true;
        }
    }
    return false;
}

/* Appends "'a', 'b'" of both lists to `text`. */
static void list_write(struct buffer *text, const char *const *list)
{
    for (; *list != NULL; list += 1) {
        buffer_format(text, "%s'%s'", text->size == 0 ? "" : ", ", *list);
    }
}

/* "; did you mean 'x'?", else "; expected " and what there is. */
static const char *expected_of(const struct sdf *sdf, const char *wanted,
                               const char *const *first, const char *const *second)
{
    struct suggestion suggestion = suggestion_start(wanted);
    struct buffer text = {0};

    for (const char *const *name = first; *name != NULL; name += 1) {
        suggestion_offer(&suggestion, *name);
    }
    for (const char *const *name = second; *name != NULL; name += 1) {
        suggestion_offer(&suggestion, *name);
    }
    if (suggestion.best != NULL) {
        return suggestion_text(&suggestion, sdf->arena);
    }
    list_write(&text, first);
    list_write(&text, second);
    const char *expected = text.size == 0
                               ? "; expected none"
                               : arena_format(sdf->arena, "; expected one of %.*s",
                                              (int)text.size, (const char *)text.data);
    buffer_release(&text);
    return expected;
}

static bool is_known(const struct element_rule *rule, const char *attribute)
{
    return list_has(rule->required, attribute) || list_has(rule->optional, attribute);
}

/* Reports an attribute that is refused, if there is one. */
static bool has_refused(const struct sdf *sdf, const struct xml_element *element)
{
    for (size_t i = 0; i < element->attribute_count; i += 1) {
        const struct xml_attribute *attribute = &element->attributes[i];
        const char *reason = sdf_refusal(element->name, attribute->name);

        if (reason != NULL) {
            diag_error(sdf->diag, attribute->name_at, "attribute '%s' of '%s': %s",
                       attribute->name, element->name, reason);
            return true;
        }
    }
    return false;
}

static bool knows_all(const struct element_rule *rule, const struct xml_element *element)
{
    for (size_t i = 0; i < element->attribute_count; i += 1) {
        if (!is_known(rule, element->attributes[i].name)) {
            return false;
        }
    }
    return true;
}

static void report_unknown(const struct sdf *sdf, const struct xml_element *element,
                           const struct element_rule *rule)
{
    for (size_t i = 0; i < element->attribute_count; i += 1) {
        const struct xml_attribute *attribute = &element->attributes[i];

        if (!is_known(rule, attribute->name)) {
            diag_error(sdf->diag, attribute->name_at, "unknown attribute '%s' of '%s'%s",
                       attribute->name, element->name,
                       expected_of(sdf, attribute->name, rule->required, rule->optional));
        }
    }
}

static void check_attributes(const struct sdf *sdf, const struct xml_element *element,
                             const struct element_rule *rule)
{
    if (!knows_all(rule, element)) {
        /* What else the element has or lacks goes with what is refused. */
        if (has_refused(sdf, element)) {
            return;
        }
        report_unknown(sdf, element, rule);
    }
    for (const char *const *name = rule->required; *name != NULL; name += 1) {
        if (xml_attribute_find(element, *name) == NULL) {
            diag_error(sdf->diag, element->at, "'%s' needs an attribute '%s'; expected %s=\"...\"",
                       element->name, *name, *name);
        }
    }
}

static void report_child(const struct sdf *sdf, const struct xml_element *child,
                         const struct element_rule *rule)
{
    static const char *const none[] = {NULL};
    const char *reason = sdf_refusal(child->name, NULL);
    struct buffer parents = {0};

    if (reason != NULL) {
        diag_error(sdf->diag, child->at, "element '%s': %s", child->name, reason);
        return;
    }
    if (rule_find(child->name) == NULL) {
        diag_error(sdf->diag, child->at, "unknown element '%s' in '%s'%s", child->name,
                   rule->name, expected_of(sdf, child->name, rule->children, none));
        return;
    }
    for (size_t i = 0; i < RULE_COUNT; i += 1) {
        if (list_has(rules[i].children, child->name)) {
            const char *const name[] = {rules[i].name, NULL};
            list_write(&parents, name);
        }
    }
    if (parents.size == 0) {
        buffer_format(&parents, "no other element");
    }
    diag_error(sdf->diag, child->at, "element '%s' is not allowed in '%s'; expected it in %.*s",
               child->name, rule->name, (int)parents.size, (const char *)parents.data);
    buffer_release(&parents);
}

/* Recursion is as deep as the elements, which xml_parse bounds. */
static void check_element(const struct sdf *sdf, const struct xml_element *element,
                          const struct element_rule *rule)
{
    check_attributes(sdf, element, rule);
    for (const struct xml_element *child = element->first_child; child != NULL;
         child = child->next) {
        if (list_has(rule->children, child->name)) {
            check_element(sdf, child, rule_find(child->name));
        } else {
            report_child(sdf, child, rule);
        }
    }
}

bool sdf_check_schema(const struct sdf *sdf, const struct xml_element *root)
{
    if (strcmp(root->name, rules[0].name) != 0) {
        diag_error(sdf->diag, root->at, "the root element is '%s'; expected '%s'", root->name,
                   rules[0].name);
        return false;
    }
    check_element(sdf, root, &rules[0]);
    return true;
}
