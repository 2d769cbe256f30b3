/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drawing.  Each domain's own program, stack and IPC buffer are left out, where they are as
 * they should be: all have them.
 */
#include "draw.h"

#include <string.h>

struct edge {
    const char *from, *to, *label, *style;
    bool red;
};

static void add_name(struct buffer *dot, const char *text)
{
    buffer_text(dot, "\"");
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            buffer_text(dot, "\\");
        }
        buffer_append(dot, text, 1);
    }
    buffer_text(dot, "\"");
}

static void add_edge(struct buffer *dot, const struct edge *edge)
{
    buffer_text(dot, "    ");
    add_name(dot, edge->from);
    buffer_text(dot, " -> ");
    add_name(dot, edge->to);
    buffer_text(dot, " [label=");
    add_name(dot, edge->label);
    buffer_text(dot, edge->style);
    buffer_text(dot, edge->red ? " color=red fontcolor=red penwidth=2" : "");
    buffer_text(dot, "];\n");
}

/* Of "endpoint safe_server: endpoint", whose it is; NULL: nobody's. */
static const char *owner_of(struct arena *arena, const char *object, const char *type)
{
    const char *name = object + strlen(type) + 1;
    const char *end = strncmp(object, type, strlen(type)) == 0 ? strstr(name, ": ") : NULL;

    return end == NULL ? NULL : arena_copy(arena, name, (size_t)(end - name));
}

static void draw_cap(struct buffer *dot, struct arena *arena, const struct grant *grant, bool red)
{
    static const struct {
        const char *type, *label, *style;
    } kinds[] = {{"endpoint", "call", ""},
                 {"notification", "signal", " arrowhead=open"},
                 {"TCB", "control", " style=dotted"},
                 {"VSpace", "memory of", " style=dotted"},
                 {"scheduling context", "time of", " style=dotted"},
                 {"CNode", "capabilities of", " style=dotted"}};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const char *owner = owner_of(arena, grant->object, kinds[i].type);

        if (owner != NULL && (red || strcmp(owner, grant->holder) != 0)) {
            add_edge(dot, &(struct edge){grant->holder, owner, kinds[i].label, kinds[i].style,
                                         red});
            return;
        }
    }
    if (red) {
        add_edge(dot, &(struct edge){grant->holder, grant->object, "has", "", true});
    }
}

/* The object, without "page N of ". */
static const char *stretch_of(const struct grant *grant)
{
    const char *of = strncmp(grant->object, "page ", 5) == 0 ? strstr(grant->object, " of ") : NULL;

    return of == NULL ? grant->object : of + 4;
}

/* Pages that follow each other, of one stretch with the same rights, are one edge. */
static void draw_page(struct buffer *dot, const struct grants *grants, size_t index, bool red)
{
    const struct grant *grant = GRANT_AT(grants, index);
    const struct grant *before = index > 0 ? GRANT_AT(grants, index - 1) : grant;
    const char *what = stretch_of(grant);
    bool goes_on = index > 0 && before->kind == grant->kind &&
                   strcmp(before->holder, grant->holder) == 0 &&
                   strcmp(stretch_of(before), what) == 0 &&
                   strcmp(before->rights, grant->rights) == 0;

    if (!goes_on && (red || strncmp(what, "region ", 7) == 0)) {
        add_edge(dot, &(struct edge){grant->holder, what, grant->rights, " dir=none", red});
    }
}

/* "driver: notification" */
static void draw_interrupt(struct buffer *dot, struct arena *arena, const struct grant *grant,
                           bool red)
{
    const char *end = strstr(grant->object, ": ");
    const char *to = end == NULL ? grant->object
                                 : arena_copy(arena, grant->object, (size_t)(end - grant->object));

    add_edge(dot, &(struct edge){grant->holder, to, grant->rights, " arrowhead=open", red});
}

/* Who holds something is a box, memory an ellipse. */
static void draw_holders(struct buffer *dot, const struct grants *grants)
{
    const char *last = "";

    for (size_t i = 0; i < GRANT_COUNT(grants); i++) {
        const char *holder = GRANT_AT(grants, i)->holder;

        if (strcmp(holder, last) != 0) {
            buffer_text(dot, "    ");
            add_name(dot, holder);
            buffer_text(dot, " [shape=box style=filled fillcolor=lightyellow];\n");
        }
        last = holder;
    }
}

void draw_grants(struct buffer *dot, const char *title, const struct grants *grants,
                 const struct grants *other)
{
    buffer_text(dot, "digraph authority {\n    label=");
    add_name(dot, title);
    buffer_text(dot, ";\n    rankdir=LR;\n    node [fontname=\"sans-serif\"];\n"
                     "    edge [fontname=\"sans-serif\" fontsize=10];\n");
    draw_holders(dot, grants);
    for (size_t i = 0; i < GRANT_COUNT(grants); i++) {
        const struct grant *grant = GRANT_AT(grants, i);
        bool red = !grants_have(other, grant);

        switch (grant->kind) {
        case GRANT_CAP:
            draw_cap(dot, grants->arena, grant, red);
            break;
        case GRANT_PAGE:
        case GRANT_DEVICE:
            draw_page(dot, grants, i, red);
            break;
        case GRANT_IRQ:
            draw_interrupt(dot, grants->arena, grant, red);
            break;
        default:
            break;
        }
    }
    buffer_text(dot, "}\n");
}
