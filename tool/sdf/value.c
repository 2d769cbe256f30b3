/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of attribute values.  Numbers are parsed here and not by strtoull,
 * which takes signs, white space and octal, and knows no `_`.
 */
#include "value.h"

#include <inttypes.h>
#include <string.h>

/* The value of a digit, or 16. */
static unsigned digit_value(char character)
{
    static const char letters[] = "abcdefABCDEF";

    if (character >= '0' && character <= '9') {
        return (unsigned)(character - '0');
    }
    const char *found = character == '\0' ? NULL : strchr(letters, character);
    return found == NULL ? 16 : 10 + (unsigned)(found - letters) % 6;
}

enum number_error number_parse(const char *text, uint64_t *value)
{
    unsigned base = strncmp(text, "0x", 2) == 0 ? 16 : 10;
    uint64_t number = 0;
    bool too_large = false;
    bool after_digit = false;

    for (const char *next = text + (base == 16 ? 2 : 0); *next != '\0'; next += 1) {
        unsigned digit = digit_value(*next);

        if (*next == '_' && after_digit && digit_value(next[1]) < base) {
            after_digit = false;
            continue;
        }
        if (digit >= base) {
            return NUMBER_MALFORMED;
        }
        too_large = too_large || number > (UINT64_MAX - digit) / base;
        number = number * base + digit;
        after_digit = true;
    }
    if (!after_digit) {
        return NUMBER_MALFORMED;
    }
    *value = number;
    return too_large ? NUMBER_TOO_LARGE : NUMBER_OK;
}

bool value_number(struct diag *diag, const struct xml_element *element, const char *name,
                  uint64_t *value)
{
    const struct xml_attribute *attribute = xml_attribute_find(element, name);
    uint64_t number;

    if (attribute == NULL) {
        return true;
    }
    switch (number_parse(attribute->value, &number)) {
    case NUMBER_MALFORMED:
        diag_error(diag, attribute->value_at,
                   "%s \"%s\" is not a number; expected decimal digits, or hexadecimal after 0x",
                   name, attribute->value);
        return false;
    case NUMBER_TOO_LARGE:
        diag_error(diag, attribute->value_at,
                   "%s \"%s\" is too large; expected a number below 2 to the power of 64", name,
                   attribute->value);
        return false;
    case NUMBER_OK:
        break;
    }
    *value = number;
    return true;
}

bool value_in_range(struct diag *diag, const struct xml_element *element, const char *name,
                    uint64_t minimum, uint64_t maximum, const char *unit, uint64_t *value)
{
    const struct xml_attribute *attribute = xml_attribute_find(element, name);
    uint64_t number = minimum;

    if (attribute == NULL) {
        return true;
    }
    if (!value_number(diag, element, name, &number)) {
        return false;
    }
    if (number < minimum || number > maximum) {
        diag_error(diag, attribute->value_at,
                   "%s %s is out of range; expected %" PRIu64 " to %" PRIu64 "%s", name,
                   attribute->value, minimum, maximum, unit);
        return false;
    }
    *value = number;
    return true;
}

bool value_boolean(struct diag *diag, const struct xml_element *element, const char *name,
                   bool *value)
{
    const struct xml_attribute *attribute = xml_attribute_find(element, name);

    if (attribute == NULL) {
        return true;
    }
    bool is_true = strcmp(attribute->value, "true") == 0;
    if (!is_true && strcmp(attribute->value, "false") != 0) {
        diag_error(diag, attribute->value_at,
                   "%s \"%s\" is not a boolean; expected 'true' or 'false'", name,
                   attribute->value);
        return false;
    }
    *value = is_true;
    return true;
}

bool value_text(struct diag *diag, const struct xml_element *element, const char *name,
                const char **value)
{
    const struct xml_attribute *attribute = xml_attribute_find(element, name);

    if (attribute == NULL) {
        return true;
    }
    if (attribute->value[0] == '\0') {
        diag_error(diag, attribute->value_at, "%s is empty; expected a text", name);
        return false;
    }
    for (const char *next = attribute->value; *next != '\0'; next += 1) {
        if ((unsigned char)*next < ' ' || *next == '\x7f') {
            diag_error(diag, attribute->value_at,
                       "%s contains a control character; expected printable text", name);
            return false;
        }
    }
    *value = attribute->value;
    return true;
}
