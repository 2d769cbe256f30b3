/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading report.txt: sections `Protection domain 'NAME'`, in them lines of fixed forms. */
#include "domains.h"

#include <inttypes.h>
#include <string.h>

enum { PAGE = 4096 };

static struct grant *add(struct pool *pool, struct grant **list)
{
    while (*list != NULL) {
        list = &(*list)->next;
    }
    *list = pool_get(pool, sizeof(**list));
    return *list;
}

static void read_mapping(struct pool *pool, struct domain *domain, const char *text)
{
    uint64_t first, end, bytes;
    char rights[4];
    int what = 0;
    struct grant *grant;

    if (sscanf(text, " 0x%" SCNx64 " to 0x%" SCNx64 " %" SCNu64 " bytes %3s %*s %n", &first, &end,
               &bytes, rights, &what) < 4 || what == 0) {
        return;
    }
    grant = add(pool, &domain->mappings);
    grant->at = first;
    grant->pages = bytes / PAGE;
    grant->rights = pool_copy(pool, rights, strlen(rights));
    grant->what = pool_copy(pool, text + what, strlen(text + what));
}

static void read_domain_line(struct pool *pool, struct domain *domain, const char *text)
{
    uint64_t slot;
    char type[24];

    if (sscanf(text, " slot %" SCNu64 " %23s", &slot, type) == 2) {
        struct grant *grant = add(pool, &domain->caps);

        grant->at = slot;
        grant->what = pool_copy(pool, type, strlen(type));
    } else if (strncmp(text, "  scheduling ", 13) == 0) {
        const char *budget = strstr(text, "budget ");

        if (budget == NULL || sscanf(budget, "budget %" SCNu64 " us in each %" SCNu64 " us",
                                     &domain->budget, &domain->period) != 2) {
            domain->budget = 0;
            domain->period = 0;
        }
    } else {
        read_mapping(pool, domain, text);
    }
}

/* A domain of the name between the apostrophes in `text`. */
static struct domain *begin(struct pool *pool, const char *text)
{
    struct domain *domain = pool_get(pool, sizeof(*domain));
    const char *name = strchr(text, '\'') + 1;

    domain->name = pool_copy(pool, name, strcspn(name, "'"));
    return domain;
}

struct domain *domains_load(struct findings *findings, const char *name)
{
    static const char heading[] = "Protection domain '";
    struct input input;
    struct line line = {NULL, 0, 0};
    struct domain *first = NULL, *current = NULL;
    struct domain **last = &first;

    if (!input_load(&input, &findings->pool, &findings->problems, name)) {
        return NULL;
    }
    while (input_next(&input, &line)) {
        const char *text = pool_copy(&findings->pool, line.text, line.length);

        if (strncmp(text, heading, sizeof(heading) - 1) == 0) {
            current = begin(&findings->pool, text);
            *last = current;
            last = &current->next;
        } else if (text[0] != ' ') {
            current = NULL;
        } else if (current != NULL) {
            read_domain_line(&findings->pool, current, text);
        }
    }
    if (first == NULL) {
        problem(&findings->problems, name, 0,
                "no protection domain in it; expected the report that the host tool writes");
    }
    return first;
}

const struct domain *domains_find(const struct domain *domains, const char *name)
{
    while (domains != NULL && strcmp(domains->name, name) != 0) {
        domains = domains->next;
    }
    return domains;
}

const struct grant *grant_at(const struct grant *grants, uint64_t at)
{
    while (grants != NULL && grants->at != at) {
        grants = grants->next;
    }
    return grants;
}
