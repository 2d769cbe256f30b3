/* SPDX-License-Identifier: BSD-2-Clause */
/* A recursive-descent parser (RFC 8259); depth is bounded, and errors say where they are. */
#include "json_read.h"

#include <string.h>

enum { MAX_DEPTH = 16 };

struct reader {
    struct pool *pool;
    struct problems *problems;
    const char *name;
    const char *at;
    const char *end;
    size_t line;
    unsigned depth;
    bool failed;
};

static struct json *read_value(struct reader *r);

static void fail(struct reader *r, const char *expected)
{
    if (!r->failed) {
        problem(r->problems, r->name, r->line, "not JSON: expected %s before '%s'", expected,
                printable(r->pool, r->at, (size_t)(r->end - r->at)));
    }
    r->failed = true;
}

static void skip_space(struct reader *r)
{
    while (r->at < r->end && strchr(" \t\r\n", *r->at) != NULL && *r->at != '\0') {
        r->line += *r->at == '\n' ? 1 : 0;
        r->at += 1;
    }
}

/* Whether the next character is `c`; then it is skipped. */
static bool take(struct reader *r, char c)
{
    skip_space(r);
    if (r->at == r->end || *r->at != c) {
        return false;
    }
    r->at += 1;
    return true;
}

static char read_escape(struct reader *r)
{
    static const char letters[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *letter;
    unsigned code;

    if (r->at < r->end && *r->at == 'u' && r->end - r->at >= 5 &&
        strspn(r->at + 1, "0123456789abcdefABCDEF") >= 4 && sscanf(r->at + 1, "%4x", &code) == 1) {
        r->at += 5;
        return code >= ' ' && code < 0x7f ? (char)code : '?';
    }
    letter = r->at < r->end && *r->at != '\0' ? strchr(letters, *r->at) : NULL;
    if (letter == NULL) {
        fail(r, "one of \"\\/bfnrtu");
        return '?';
    }
    r->at += 1;
    return values[letter - letters];
}

/* The bytes up to the quote that ends the string, or up to the end of the text. */
static size_t string_bytes(const struct reader *r)
{
    const char *at = r->at;

    while (at < r->end && *at != '"') {
        at += *at == '\\' && r->end - at > 1 ? 2 : 1;
    }
    return (size_t)(at - r->at);
}

static const char *read_string(struct reader *r)
{
    char *text, *end;

    if (!take(r, '"')) {
        fail(r, "a string");
        return "";
    }
    text = pool_get(r->pool, string_bytes(r) + 1);
    for (end = text; !r->failed && r->at < r->end && *r->at != '"';) {
        char c = *r->at++;

        if ((unsigned char)c < ' ') {
            r->at -= 1;
            fail(r, "the end of a string");
            break;
        }
        *end++ = c == '\\' ? read_escape(r) : c;
    }
    if (!take(r, '"')) {
        fail(r, "\"");
    }
    return text;
}

/* Elements of an array, members of an object, until `close`. */
static void read_list(struct reader *r, struct json *list, char close)
{
    struct json **last = &list->first;

    if (r->depth++ == MAX_DEPTH) {
        fail(r, "no more than 16 levels");
    }
    while (!r->failed && !take(r, close)) {
        const char *name = NULL;

        if (list->first != NULL && !take(r, ',')) {
            fail(r, "a comma or the end of the list");
            break;
        }
        if (close == '}') {
            name = read_string(r);
            if (!take(r, ':')) {
                fail(r, ":");
                break;
            }
        }
        *last = read_value(r);
        (*last)->name = name;
        last = &(*last)->next;
    }
    r->depth -= 1;
}

static void read_plain(struct reader *r, struct json *value)
{
    static const struct {
        const char *word;
        enum json_type type;
    } words[] = {{"null", JSON_NULL}, {"false", JSON_FALSE}, {"true", JSON_TRUE}};
    size_t length = strspn(r->at, "-+.eE0123456789");

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i += 1) {
        if (strncmp(r->at, words[i].word, strlen(words[i].word)) == 0) {
            value->type = words[i].type;
            r->at += strlen(words[i].word);
            return;
        }
    }
    if (length == 0) {
        fail(r, "a value");
        return;
    }
    value->type = JSON_NUMBER;
    value->text = pool_copy(r->pool, r->at, length);
    r->at += length;
}

static struct json *read_value(struct reader *r)
{
    struct json *value = pool_get(r->pool, sizeof(*value));

    skip_space(r);
    if (r->at < r->end && *r->at == '"') {
        value->type = JSON_STRING;
        value->text = read_string(r);
    } else if (take(r, '{')) {
        value->type = JSON_OBJECT;
        read_list(r, value, '}');
    } else if (take(r, '[')) {
        value->type = JSON_ARRAY;
        read_list(r, value, ']');
    } else {
        read_plain(r, value);
    }
    return value;
}

const struct json *json_read(struct pool *pool, struct problems *problems,
                             const struct input *input)
{
    struct reader r = {pool, problems, input->name, input->text, input->text + input->size, 1, 0,
                       false};
    const struct json *value = read_value(&r);

    skip_space(&r);
    if (r.at != r.end) {
        fail(&r, "the end");
    }
    return r.failed ? NULL : value;
}

const struct json *json_member(const struct json *object, const char *name, enum json_type type)
{
    const struct json *member = NULL;

    if (object != NULL && object->type == JSON_OBJECT) {
        member = object->first;
    }
    while (member != NULL && strcmp(member->name, name) != 0) {
        member = member->next;
    }
    return member != NULL && member->type == type ? member : NULL;
}
