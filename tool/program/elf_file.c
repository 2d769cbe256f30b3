/* SPDX-License-Identifier: BSD-2-Clause */
/* The ELF files of programs, by path, and their symbols, by name. */
#include "elf_file.h"

#include "file.h"
#include "limits.h"

/* All symbols of one name. */
struct namesakes {
    enum elf_found found;
    struct elf_symbol chosen;
};

static void index_symbols(struct arena *arena, struct elf_file *file)
{
    struct namesakes *next =
        arena_allocate(arena, file->elf.symbol_count * sizeof(struct namesakes));
    struct elf_symbol symbol;

    for (uint64_t i = 0; i < file->elf.symbol_count; i += 1) {
        if (!elf_symbol_at(&file->elf, i, &symbol)) {
            continue;
        }
        struct namesakes *all = names_add(&file->symbols, arena, symbol.name, next);
        if (all == NULL) {
            all = next;
            all->found = ELF_MISSING;
            next += 1;
        }
        all->found = elf_symbol_choose(all->found, &all->chosen, &symbol);
    }
}

static void read_file(struct arena *arena, struct elf_file *file)
{
    char error[ELF_ERROR_SIZE];

    file->problem = file_read(arena, file->path, FILE_MAX_SIZE, &file->bytes);
    if (file->problem != NULL) {
        return;
    }
    if (!elf_open(&file->elf, file->bytes.data, file->bytes.size, error)) {
        file->problem = arena_format(arena, "%s", error);
        return;
    }
    index_symbols(arena, file);
}

const struct elf_file *elf_files_open(struct elf_files *files, struct arena *arena,
                                      const char *path)
{
    struct elf_file *file = names_find(&files->by_path, path);

    if (file == NULL) {
        file = arena_allocate(arena, sizeof(*file));
        *file = (struct elf_file){.next = files->first, .path = path};
        files->first = file;
        (void)names_add(&files->by_path, arena, path, file);
        read_file(arena, file);
    }
    return file;
}

void elf_files_release(struct elf_files *files)
{
    for (struct elf_file *file = files->first; file != NULL; file = file->next) {
        buffer_release(&file->bytes);
    }
}

enum elf_found elf_file_symbol(const struct elf_file *file, const char *name,
                               struct elf_symbol *symbol)
{
    const struct namesakes *all = names_find(&file->symbols, name);

    if (all == NULL) {
        return ELF_MISSING;
    }
    *symbol = all->chosen;
    return all->found;
}
