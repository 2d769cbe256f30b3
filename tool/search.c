/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking for files along --search-path.
 */
#include "search.h"

#include <string.h>

#include "file.h"

const char *search_find(struct arena *arena, const struct search *search, const char *path)
{
    if (path[0] == '/') {
        return file_exists(path) ? path : NULL;
    }
    for (size_t i = 0; i < search->count; i += 1) {
        bool here = strcmp(search->folders[i], ".") == 0;
        const char *candidate =
            here ? path : arena_format(arena, "%s/%s", search->folders[i], path);

        if (file_exists(candidate)) {
            return candidate;
        }
    }
    return NULL;
}

void search_report(struct diag *diag, const struct search *search, const char *path, size_t at,
                   const char *what)
{
    struct buffer places = {0};

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
