/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What expat refused, read again from the start of the file.  A quotation mark
 * that is missing makes a value of what follows, up to the next mark, and only
 * what stands behind that one is wrong; so the message has to look back.
 */
#include "xml_mistake.h"

#include <string.h>

/* Where in a tag a reader is. */
struct tag_reader {
    char quote;       /* inside of a value: its mark; otherwise '\0' */
    char before;      /* outside: the last character that is no space */
    size_t opened_at; /* the mark in front of the last value, ... */
    size_t closed_at; /* ... and the position behind the one that ends it */
};

static bool starts_with(const struct source *source, size_t at, const char *text)
{
    size_t length = strlen(text);

    return source->size - at >= length && memcmp(source->text + at, text, length) == 0;
}

/* The position of `text` from `at` on, or the end of the source. */
static size_t find(const struct source *source, size_t at, const char *text)
{
    while (at < source->size && !starts_with(source, at, text)) {
        at += 1;
    }
    return at;
}

/* Moves *at, which is behind the '<' of a tag, to its '>', or to `stop` if that comes first: then
   false. */
static bool read_tag(const struct source *source, size_t *at, size_t stop,
                     struct tag_reader *tag)
{
    for (; *at < stop; *at += 1) {
        char c = source->text[*at];

        if (tag->quote != '\0') {
            if (c == tag->quote) {
                tag->quote = '\0';
                tag->before = c;
                tag->closed_at = *at + 1;
            }
        } else if (c == '"' || c == '\'') {
            tag->quote = c;
            tag->opened_at = *at;
        } else if (c == '>') {
            return true;
        } else if (strchr(" \t\r\n", c) == NULL) {
            tag->before = c;
        }
    }
    return false;
}

/* A value that begins the next line, or the next attribute, goes further than was meant. */
static bool value_goes_too_far(const struct source *source, const struct tag_reader *tag)
{
    const char *value = source->text + tag->opened_at + 1;
    size_t length = tag->closed_at - tag->opened_at - 2;

    return memchr(value, '\n', length) != NULL || (length > 0 && value[length - 1] == '=');
}

static bool report_in_tag(struct diag *diag, size_t at, const struct tag_reader *tag)
{
    const struct source *source = diag->source;
    char next = at < source->size ? source->text[at] : '<';

    if (tag->quote != '\0' ? next == '<'
                           : tag->closed_at == at && value_goes_too_far(source, tag)) {
        diag_error(diag, tag->opened_at,
                   "malformed XML: a quotation mark that is not closed; expected a second %c "
                   "behind the value",
                   source->text[tag->opened_at]);
        return true;
    }
    if (tag->quote == '\0' && tag->before == '=') {
        diag_error(diag, at, "malformed XML: a value without quotation marks; expected \"...\"");
        return true;
    }
    return false;
}

static bool report_in_comment(struct diag *diag, size_t start, size_t hyphens)
{
    if (hyphens == diag->source->size) {
        diag_error(diag, start,
                   "malformed XML: a comment that has no end; expected '-->' behind it");
    } else {
        diag_error(diag, hyphens,
                   "malformed XML: '--' inside of a comment; expected it only in the '-->' that "
                   "ends it");
    }
    return true;
}

bool xml_mistake_report(struct diag *diag, size_t at)
{
    const struct source *source = diag->source;
    size_t next = find(source, 0, "<");

    while (next < source->size && next <= at) {
        size_t start = next;

        if (starts_with(source, start, "<!--")) {
            next = find(source, start + 4, "--");
            if (!starts_with(source, next, "-->")) {
                return next == source->size || at == next + 2
                           ? report_in_comment(diag, start, next)
                           : false;
            }
        } else if (starts_with(source, start, "<?") || starts_with(source, start, "<![")) {
            next = find(source, start, source->text[start + 1] == '?' ? "?>" : "]]>");
        } else {
            struct tag_reader tag = { .closed_at = 0 };
            size_t stop = at > start ? at : source->size;

            next = start + 1;
            if (!read_tag(source, &next, stop, &tag)) {
                return report_in_tag(diag, next, &tag);
            }
        }
        next = find(source, next, "<");
    }
    return false;
}
