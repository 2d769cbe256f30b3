/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines `CYCLES row least median most` and `CYCLES row mean figure`, each perhaps with
   `instructions figure`. */
#include "board.h"

#include <string.h>

enum { WORDS = 8 };

struct words {
    const char *list[WORDS];
    size_t count;
};

/* More words than there can be are one at the end that fits nowhere. */
static struct words split(struct pool *pool, const struct line *line)
{
    char *text = pool_copy(pool, line->text, line->length);
    struct words words = {{NULL}, 0};

    while (*(text += strspn(text, " ")) != '\0') {
        size_t length = strcspn(text, " ");
        bool last = text[length] == '\0';

        if (words.count < WORDS) {
            words.list[words.count++] = text;
        }
        text[length] = '\0';
        text += last ? length : length + 1;
    }
    return words;
}

static bool is_figure(const char *text)
{
    return strspn(text, "0123456789.") == strlen(text);
}

static bool are_figures(const struct words *words, size_t from, size_t to)
{
    for (; from < to; from += 1) {
        if (from >= words->count || !is_figure(words->list[from])) {
            return false;
        }
    }
    return true;
}

/* The row of that name, which may be new; NULL if there are too many. */
static struct board_row *row_of(struct board *board, const char *id)
{
    for (size_t i = 0; i < board->row_count; i += 1) {
        if (strcmp(board->rows[i].id, id) == 0) {
            return &board->rows[i];
        }
    }
    if (board->row_count == BOARD_ROWS) {
        return NULL;
    }
    board->rows[board->row_count].id = id;
    return &board->rows[board->row_count++];
}

static bool take_row(struct board *board, const struct words *words)
{
    bool mean = words->count > 2 && strcmp(words->list[2], "mean") == 0;
    size_t end = mean ? 4 : 5;
    bool counted = words->count == end + 2 && strcmp(words->list[end], "instructions") == 0;
    struct board_row *row;

    if (!are_figures(words, mean ? 3 : 2, end) || !is_name(words->list[1]) ||
        (words->count != end && !(counted && is_figure(words->list[end + 1])))) {
        return false;
    }
    row = row_of(board, words->list[1]);
    if (row == NULL) {
        return false;
    }
    if (mean) {
        row->mean = words->list[3];
    } else {
        row->least = words->list[2];
        row->median = words->list[3];
        row->most = words->list[4];
    }
    if (counted && (mean || row->instructions == NULL)) {
        row->instructions = words->list[end + 1];
    }
    return true;
}

static bool begins(const struct line *line, const char *start)
{
    size_t length = strlen(start);

    return line->length >= length && memcmp(line->text, start, length) == 0;
}

static void take_line(struct board *board, struct findings *findings, const char *name,
                      const struct line *line)
{
    static const char begin[] = "SELFTEST BEGIN ";
    struct pool *pool = &findings->pool;

    if (begins(line, begin)) {
        board->name = printable(pool, line->text + strlen(begin), line->length - strlen(begin));
    } else if (begins(line, "timer      as an emulator has it")) {
        board->emulated = true;
    } else if (begins(line, "CYCLES ")) {
        struct words words = split(pool, line);

        if (!take_row(board, &words)) {
            problem(&findings->problems, name, line->number,
                    "'%s'; expected 'CYCLES row least median most' or 'CYCLES row mean figure', "
                    "then perhaps 'instructions figure', of at most %d rows",
                    printable(pool, line->text, line->length), BOARD_ROWS);
        }
    }
}

void board_load(struct board *board, struct findings *findings, const char *name)
{
    struct input input;
    struct line line = {NULL, 0, 0};

    memset(board, 0, sizeof(*board));
    if (!input_load(&input, &findings->pool, &findings->problems, name)) {
        return;
    }
    while (input_next(&input, &line)) {
        take_line(board, findings, name, &line);
    }
    if (board->name == NULL) {
        problem(&findings->problems, name, 0,
                "no line 'SELFTEST BEGIN ...', expected the page of make task-selftest");
        board->row_count = 0;
    }
}
