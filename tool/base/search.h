/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The folders in which the files that a description names are looked for.
 */
#pragma once

#include "diag.h"
#include "memory.h"

struct search {
    const char *const *folders;
    size_t count;
};

/* Where the file is: a relative path is looked up in each folder, in order.  NULL if it is in
   none of them. */
const char *search_find(struct arena *arena, const struct search *search, const char *path);

/* Reports at offset `at` that search_find found none, or what is there instead of a file.  `what`
   names the file as in "program image 'pd.elf' of 'pd'". */
void search_report(struct arena *arena, struct diag *diag, const struct search *search,
                   const char *path, size_t at, const char *what);
