/* SPDX-License-Identifier: BSD-2-Clause */
/* The page: one HTML file that needs nothing else, neither network nor script. */
#pragma once

#include "page_section.h"

/* Writes all of it. */
void page_write(const struct page *page);
