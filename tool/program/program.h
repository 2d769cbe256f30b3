/* SPDX-License-Identifier: BSD-2-Clause */
/* The program of a protection domain: found, read, and told what it wants to know. */
#pragma once

#include "model.h"
#include "program_pages.h"
#include "search.h"

/*
 * Finds a domain's program image, reads it and lays out its pages.  Returns
 * NULL after reporting what is wrong, or if the domain names no image.
 */
struct program *program_load(struct arena *arena, struct diag *diag, struct elf_files *files,
                             const struct domain *domain, const struct search *search);

/*
 * Finds the symbol `name`, to be written with `size` bytes from offset 0.
 * Reports its absence, or storage of another size or outside of the program, at
 * offset `at` of the description.
 */
bool program_find(struct arena *arena, struct diag *diag, const struct program *program,
                  const char *name, size_t size, size_t at, uint64_t *vaddr);

/* Writes to memory of the program, as found by program_find; a page that was
   all zero gets contents from the arena. */
void program_write(struct arena *arena, struct program *program, uint64_t vaddr,
                   const void *data, size_t size);
