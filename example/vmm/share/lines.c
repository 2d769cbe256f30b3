/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of several guests, on one screen.
 */
#include "lines.h"

static void put_text(const struct lines *lines, const char *text)
{
    for (; *text != '\0'; text++) {
        lines->put((uint8_t)*text);
    }
}

/* From 0x80 on there are more control characters, alone and, in UTF-8, in pairs. */
static uint8_t harmless(uint8_t c)
{
    return (c >= ' ' && c < 0x7f) || c == '\t' ? c : '.';
}

/* As far as it has come; its guest's control characters only if it has the keyboard. */
static void put_line(const struct lines *lines, unsigned who)
{
    lines->put((uint8_t)('a' + who));
    put_text(lines, ": ");
    for (unsigned i = 0; i < lines->of[who].length; i++) {
        uint8_t c = lines->of[who].text[i];

        lines->put(who == lines->keyboard ? c : harmless(c));
    }
}

/* The next thing on the screen begins a line. */
static void close(struct lines *lines)
{
    if (lines->open) {
        lines->put('\n');
    }
    lines->open = false;
}

static void open(struct lines *lines)
{
    if (lines->of[lines->keyboard].length > 0) {
        put_line(lines, lines->keyboard);
        lines->open = true;
    }
}

static void end_line(struct lines *lines, unsigned who)
{
    unsigned *length = &lines->of[who].length;

    if (who != lines->keyboard && *length > 0 && lines->of[who].text[*length - 1] == '\r') {
        --*length;
    }
    if (who != lines->keyboard || !lines->open) {
        close(lines);
        put_line(lines, who);
    }
    lines->put('\n');
    *length = 0;
    lines->open = false;
    open(lines);
}

void lines_write(struct lines *lines, unsigned who, uint8_t c)
{
    if (c == '\n') {
        end_line(lines, who);
        return;
    }
    if (lines->of[who].length == LINE_MOST) {
        end_line(lines, who);
    }
    lines->of[who].text[lines->of[who].length++] = c;
    if (who != lines->keyboard) {
        return;
    }
    if (lines->open) {
        lines->put(c);
    } else {
        open(lines);
    }
}

void lines_pass_keyboard(struct lines *lines, unsigned who)
{
    close(lines);
    lines->keyboard = who;
    lines->put((uint8_t)('a' + who));
    put_text(lines, " has the keyboard\n");
    open(lines);
}

bool keys_put(struct keys *keys, uint8_t c)
{
    if (keys->count == KEYS_MOST) {
        return false;
    }
    keys->typed[(keys->first + keys->count++) % KEYS_MOST] = c;
    return true;
}

bool keys_get(struct keys *keys, uint8_t *c)
{
    if (keys->count == 0) {
        return false;
    }
    *c = keys->typed[keys->first];
    keys->first = (keys->first + 1) % KEYS_MOST;
    keys->count--;
    return true;
}
