/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attribute values: text to number, boolean, permissions.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "diag.h"
#include "xml.h"

enum number_error { NUMBER_OK, NUMBER_MALFORMED, NUMBER_TOO_LARGE };

/* Decimal, or hexadecimal after 0x; `_` may stand between digits. */
enum number_error number_parse(const char *text, uint64_t *value);

/*
 * The following read attribute `name` of `element` into *value.  If the element
 * has no such attribute *value stays as it is, which is how defaults are given:
 * whether it must be there is the schema's business.  They return false after
 * reporting a value that is not what was expected.
 */
bool value_number(struct diag *diag, const struct xml_element *element, const char *name,
                  uint64_t *value);

/* A number from minimum to maximum, both included; `unit` is "" or " us" etc. */
bool value_in_range(struct diag *diag, const struct xml_element *element, const char *name,
                    uint64_t minimum, uint64_t maximum, const char *unit, uint64_t *value);
bool value_boolean(struct diag *diag, const struct xml_element *element, const char *name,
                   bool *value);

/* A text that is not empty and has no control characters. */
bool value_text(struct diag *diag, const struct xml_element *element, const char *name,
                const char **value);
