/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One screen and one keyboard for several guests.
 *
 * Each line on the screen is one guest's and begins with its letter, `a: `.  Who has the keyboard
 * is seen as it writes, so that there is a prompt; the others' lines appear when they are complete,
 * and what is not complete of the first one's is then written again below:
 *
 *      a: guest# ls /mo
 *      b: GUEST READY
 *      a: guest# ls /mo
 *
 * Of the others, all that is not ASCII or a control character is replaced by dots: it could write
 * over what is on the screen.  Who has the keyboard needs it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { GUESTS = 4, LINE_MOST = 160 /* a longer one goes on in the next, with a letter again */ };

struct lines {
    void (*put)(uint8_t c); /* to the screen; "\n" is a new line */
    unsigned keyboard;      /* who has it: a number below GUESTS, whose letter is 'a' + that */
    bool open;              /* the last line on the screen is its, and not complete */
    struct {
        uint8_t text[LINE_MOST];
        unsigned length;
    } of[GUESTS];
};

/* Of a structure that is zeroed but for `put`: guest `who` writes. */
void lines_write(struct lines *lines, unsigned who, uint8_t c);

/* Now `who` has the keyboard; a line says so. */
void lines_pass_keyboard(struct lines *lines, unsigned who);

/* What was typed and not yet read, for one guest. */
enum { KEYS_MOST = 1024 };
struct keys {
    uint8_t typed[KEYS_MOST]; /* from typed[first] on, `count` of them, round the end */
    unsigned first;
    unsigned count;
};

/* False if there is no room: it is lost.  Nobody waits for a guest that does not read. */
bool keys_put(struct keys *keys, uint8_t c);
bool keys_get(struct keys *keys, uint8_t *c);
