/* SPDX-License-Identifier: BSD-2-Clause */
/* The page's frame: head, title, contents, the order of the sections. */
#include "page.h"

#include "output.h"
#include "page_parts.h"

static const char *const sections[] = {"reach", "hardened", "crash", "driver", "dma",    "time",
                                       "host",  "ambient",  "size",  "measure", "missing"};
enum { SECTIONS = sizeof(sections) / sizeof(sections[0]) };

static void write_head(const struct page *page)
{
    FILE *out = page->out;

    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" "
          "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
          "<link rel=\"icon\" href=\"data:,\">\n", out);
    html(out, "<title>%s</title>\n<style>\n", readings_heading(page->readings, "title"));
    fputs(page->style, out);
    fputs("</style>\n</head>\n<body>\n", out);
}

static void write_header(const struct page *page)
{
    FILE *out = page->out;

    fputs("<header>\n", out);
    html(out, "<p class=\"kicker\">%s</p>\n<h1>%s</h1>\n",
         readings_heading(page->readings, "kicker"), readings_heading(page->readings, "title"));
    fputs("<div class=\"lead\">\n", out);
    readings_write(page->readings, "title", out);
    fputs("</div>\n<dl class=\"facts\">\n", out);
    for (size_t i = 0; i < page->fact_count; i += 1) {
        html(out, "<div><dt>%s</dt><dd>%s</dd></div>\n", page->facts[i].name,
             page->facts[i].value);
    }
    fputs("</dl>\n</header>\n<nav aria-label=\"Contents\"><ol>\n", out);
    for (size_t i = 0; i < SECTIONS; i += 1) {
        html(out, "<li><a href=\"#%s\">%s</a></li>\n", sections[i],
             readings_heading(page->readings, sections[i]));
    }
    fputs("</ol></nav>\n<main>\n", out);
}

static void write_attacks(const struct page *page)
{
    static const char *const attempts[] = {"read", "write", "call", "stop", "exhaust", NULL};
    static const char *const exploit[] = {"exploit", NULL};
    struct columns plain = columns_of_reach(page->findings, false);
    struct columns hardened = columns_of_reach(page->findings, true);

    page_begin(page, "reach");
    page_columns(page, &plain, "config");
    page_hulls(page);
    page_reach(page, false);
    page_evidence(page, attempts);
    page_end(page, "reach");

    page_begin(page, "hardened");
    page_exploits(page);
    if (hardened.count > 1) {
        page_reach(page, true);
    } else {
        page_nothing(page, "hardened");
    }
    page_evidence(page, exploit);
    page_end(page, "hardened");
}

/* A section that is a table, of the group of the same name. */
static void write_table(const struct page *page, enum finding_type type, const char *name)
{
    const char *const groups[] = {name, NULL};

    page_begin(page, name);
    page_table(page, type, name);
    page_evidence(page, groups);
    page_end(page, name);
}

static void write_others(const struct page *page)
{
    static const char *const crash[] = {"crash", NULL};
    static const char *const size[] = {"size", NULL};

    page_begin(page, "crash");
    page_crashes(page);
    page_evidence(page, crash);
    page_end(page, "crash");
    write_table(page, FINDING_DRIVER, "driver");
    write_table(page, FINDING_DMA, "dma");
    write_table(page, FINDING_TIME, "time");
    write_table(page, FINDING_HOST, "host");
    write_table(page, FINDING_AMBIENT, "ambient");
    page_begin(page, "size");
    page_sizes(page);
    page_table(page, FINDING_SIZE, "size");
    page_evidence(page, size);
    page_end(page, "size");
    page_begin(page, "measure");
    page_measurements(page);
    page_board(page);
    page_end(page, "measure");
}

static void write_missing(const struct page *page)
{
    const struct finding *f = findings_next(page->findings, FINDING_MISSING, NULL);

    if (f == NULL) {
        fputs("<p>Nothing that was to be measured is missing.</p>\n", page->out);
        return;
    }
    fputs("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"What is missing\">\n"
          "<table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Why</th></tr></thead>"
          "<tbody>\n", page->out);
    for (; f != NULL; f = findings_next(page->findings, FINDING_MISSING, f)) {
        html(page->out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n",
             missing_text(page->findings, f), f->text);
    }
    fputs("</tbody></table></div>\n", page->out);
}

void page_write(const struct page *page)
{
    write_head(page);
    write_header(page);
    write_attacks(page);
    write_others(page);
    page_begin(page, "missing");
    write_missing(page);
    page_evidence(page, NULL);
    page_end(page, "missing");
    fputs("</main>\n<footer>\n", page->out);
    readings_write(page->readings, "footer", page->out);
    fputs("</footer>\n</body>\n</html>\n", page->out);
}
