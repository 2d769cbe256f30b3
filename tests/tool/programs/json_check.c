/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json_check: says by its exit status whether stdin is one JSON text (RFC 8259).
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int next_character;

static void advance(void)
{
    next_character = getchar();
}

static void skip_blanks(void)
{
    while (next_character == ' ' || next_character == '\n') {
        advance();
    }
}

static bool take(int character)
{
    bool is_next = next_character == character;

    if (is_next) {
        advance();
    }
    return is_next;
}

static bool word(const char *text)
{
    while (*text != '\0' && take(*text)) {
        text += 1;
    }
    return *text == '\0';
}

static bool string(void)
{
    if (!take('"')) {
        return false;
    }
    while (!take('"')) {
        if (take('\\')) {
            if (next_character == EOF || strchr("\"\\/bfnrt", next_character) == NULL) {
                return false; /* \u is not used */
            }
        } else if (next_character < ' ') {
            return false; /* control characters, and the end of the file */
        }
        advance();
    }
    return true;
}

/* Natural numbers only. */
static bool number(void)
{
    bool zero = next_character == '0';
    bool any = false;

    while (next_character >= '0' && next_character <= '9' && !(zero && any)) {
        any = true;
        advance();
    }
    return any;
}

static bool value(void);

/* What stands between the braces or brackets. */
static bool members(int close, bool named)
{
    skip_blanks();
    if (take(close)) {
        return true;
    }
    do {
        skip_blanks();
        if (named) {
            bool right = string();

            skip_blanks();
            if (!right || !take(':')) {
                return false;
            }
        }
        if (!value()) {
            return false;
        }
        skip_blanks();
    } while (take(','));
    return take(close);
}

static bool value(void)
{
    skip_blanks();
    switch (next_character) {
    case '{':
        advance();
        return members('}', true);
    case '[':
        advance();
        return members(']', false);
    case '"':
        return string();
    case 't':
        return word("true");
    case 'f':
        return word("false");
    case 'n':
        return word("null");
    default:
        return number();
    }
}

int main(void)
{
    advance();
    bool right = value();
    skip_blanks();
    return right && next_character == EOF ? 0 : 1;
}
