/* SPDX-License-Identifier: BSD-2-Clause */
/* The pages of a program, by address. */
#include "program_pages.h"

#include <stddef.h>

struct page *program_page(const struct program *program, uint64_t vaddr)
{
    size_t low = 0;
    size_t high = program->page_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct page *page = &program->pages[middle];

        if (vaddr < page->vaddr) {
            high = middle;
        } else if (vaddr - page->vaddr >= SMALL_PAGE) {
            low = middle + 1;
        } else {
            return page;
        }
    }
    return NULL;
}
