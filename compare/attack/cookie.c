/* SPDX-License-Identifier: BSD-2-Clause */
/* Pages that are a process's own, and the random word in one of them. */
#include "cookie.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/random.h>

#include "exhibit.h"

void private_page(unsigned long address)
{
    void *page = (void *)address;

    (void)munmap(page, PAGE);
    if (mmap(page, PAGE, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED ||
        madvise(page, PAGE, MADV_DONTFORK) != 0) {
        perror("map a page");
        exit(1);
    }
}

void cookie_draw(void)
{
    private_page(COOKIE);
    if (getrandom((void *)COOKIE, sizeof(uint64_t), 0) != sizeof(uint64_t)) {
        perror("getrandom");
        exit(1);
    }
}
