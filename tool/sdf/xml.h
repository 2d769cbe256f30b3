/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An XML document as a tree of elements that know where in the file they and
 * their attributes stand.
 */
#pragma once

#include <string.h>

#include "diag.h"
#include "memory.h"

/* Positions are byte offsets into the source. */
struct xml_attribute {
    const char *name;
    const char *value;
    size_t name_at;
    size_t value_at; /* the first character inside the quotes */
};

struct xml_element {
    const char *name;
    size_t at; /* its '<' */
    struct xml_attribute *attributes; /* in the order of the file */
    size_t attribute_count;
    struct xml_element *parent; /* NULL for the root */
    struct xml_element *first_child;
    struct xml_element *last_child;
    struct xml_element *next; /* sibling */
};

/*
 * Parses diag->source, UTF-8, and returns the root element, or NULL after
 * reporting why there is none.  Refused besides malformed XML: a document type
 * declaration (and with it entities), text between elements, and elements
 * nested more than 128 deep.
 */
struct xml_element *xml_parse(struct arena *arena, struct diag *diag);

/* strcmp for names, few of which begin with the same letter. */
static inline bool xml_same_name(const char *a, const char *b)
{
    return a[0] == b[0] && strcmp(a, b) == 0;
}

/* NULL if the element has no such attribute. */
struct xml_attribute *xml_attribute_find(const struct xml_element *element, const char *name);

/* Where to point a message about an attribute: its value, or the element if
   the attribute is absent. */
size_t xml_attribute_position(const struct xml_element *element, const char *name);
