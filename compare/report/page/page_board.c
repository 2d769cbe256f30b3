/* SPDX-License-Identifier: BSD-2-Clause */
/* The table `Pi 4, cycles`: what a board counted, beside the instructions in QEMU. */
#include <string.h>

#include "output.h"
#include "page_parts.h"

/* The row of `make bench` of that name, or NULL. */
static const struct measurement *measured(const struct page *page, const char *id)
{
    const struct measurements *m = page->measurements;

    for (size_t i = 0; i < m->row_count; i += 1) {
        if (strcmp(m->rows[i].id, id) == 0) {
            return &m->rows[i];
        }
    }
    return NULL;
}

/* Instructions of Bulkhead's own column. */
static const char *in_qemu(const struct page *page, const struct measurement *row)
{
    for (size_t c = 0; row != NULL && c < page->measurements->column_count; c += 1) {
        if (strcmp(page->measurements->columns[c], "bulkhead") == 0) {
            return row->figures[c].text;
        }
    }
    return NULL;
}

static void write_figure(const struct page *page, const char *figure)
{
    html(page->out, "<td class=\"number\">%s</td>", figure == NULL ? "" : figure);
}

static void write_row(const struct page *page, const struct board_row *row)
{
    const struct measurement *same = measured(page, row->id);

    html(page->out, "<tr><th scope=\"row\">%s</th>", same == NULL ? row->id : same->text);
    write_figure(page, in_qemu(page, same));
    write_figure(page, row->instructions);
    write_figure(page, row->mean);
    write_figure(page, row->least);
    write_figure(page, row->median);
    write_figure(page, row->most);
    fputs("</tr>\n", page->out);
}

void page_board(const struct page *page)
{
    const struct board *board = page->board;

    fputs("<h3 class=\"group-heading\">Pi 4, cycles</h3>\n", page->out);
    if (board == NULL || board->row_count == 0) {
        fputs("<p>Not measured: no page of a board was given (make compare PI_LOG=FILE).</p>\n",
              page->out);
        return;
    }
    html(page->out, "<p>%s%s</p>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" ",
         board->name,
         board->emulated ? "; its timer is an emulator's: these cycles say nothing about a board"
                         : "");
    fputs("aria-label=\"Pi 4, cycles\"><table class=\"plain\"><thead><tr>"
          "<th scope=\"col\">Operation</th><th scope=\"col\">Instructions, QEMU</th>"
          "<th scope=\"col\">Instructions, board</th><th scope=\"col\">Cycles, mean</th>"
          "<th scope=\"col\">least of one</th><th scope=\"col\">median</th>"
          "<th scope=\"col\">most</th></tr></thead><tbody>\n", page->out);
    for (size_t i = 0; i < board->row_count; i += 1) {
        write_row(page, &board->rows[i]);
    }
    fputs("</tbody></table></div>\n", page->out);
}
