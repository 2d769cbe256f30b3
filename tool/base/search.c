/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking for files along --search-path.
 */
#include "search.h"

#include <string.h>

#include "file.h"

/* The path in folder `index`; an absolute one is the same in each. */
static const char *candidate(struct arena *arena, const struct search *search, size_t index,
                             const char *path)
{
    const char *folder = search->folders[index];

    return path[0] == '/' || strcmp(folder, ".") == 0
               ? path
               : arena_format(arena, "%s/%s", folder, path);
}

const char *search_find(struct arena *arena, const struct search *search, const char *path)
{
    for (size_t i = 0; i < search->count; i += 1) {
        const char *place = candidate(arena, search, i, path);

        if (file_exists(place)) {
            return place;
        }
    }
    return NULL;
}

void search_report(struct arena *arena, struct diag *diag, const struct search *search,
                   const char *path, size_t at, const char *what)
{
    struct buffer places = {0};

    for (size_t i = 0; i < search->count; i += 1) {
        const char *place = candidate(arena, search, i, path);
        const char *kind = file_other_kind(place);

        if (kind != NULL) {
            diag_error(diag, at, "%s: '%s' is %s; expected an ordinary file", what, place, kind);
            return;
        }
    }
    if (path[0] == '/') {
        diag_error(diag, at, "%s does not exist; expected a file there", what);
        return;
    }
    for (size_t i = 0; i < search->count; i += 1) {
        buffer_format(&places, "%s'%s'", i == 0 ? "" : ", ", search->folders[i]);
    }
    diag_error(diag, at, "%s does not exist; expected it in %.*s (add folders with --search-path)",
               what, (int)places.size, (const char *)places.data);
    buffer_release(&places);
}
