/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From program image to pages.  Everything that can be wrong with the file is
 * reported at the description's `path`, for that is what the user can change.
 */
#include "program.h"

#include <inttypes.h>
#include <string.h>

#include "program_layout.h"

static void lay_out_pages(struct arena *arena, struct program *program)
{
    const struct elf *elf = &program->image->elf;
    size_t capacity = 0;

    for (size_t i = 0; i < elf->segment_count; i += 1) {
        const struct elf_segment *segment = &elf->segments[i];

        capacity += (page_up(segment->vaddr + segment->memsz) - page_down(segment->vaddr)) /
                    SMALL_PAGE;
    }
    program->pages = arena_allocate(arena, capacity * sizeof(struct page));
    for (size_t i = 0; i < elf->segment_count; i += 1) {
        const struct elf_segment *segment = &elf->segments[i];
        uint64_t end = segment->vaddr + segment->memsz;

        for (uint64_t vaddr = page_down(segment->vaddr); vaddr < end; vaddr += SMALL_PAGE) {
            if (program_page(program, vaddr) == NULL) {
                program->pages[program->page_count] =
                    (struct page){.vaddr = vaddr, .flags = segment->flags};
                program->page_count += 1;
            }
        }
        program_write(arena, program, segment->vaddr, segment->data, segment->filesz);
    }
}

/* Finds and reads one of the domain's two files; `what` is for the message. */
static const struct elf_file *open_elf(struct arena *arena, struct diag *diag,
                                       struct elf_files *files, const struct domain *domain,
                                       const struct search *search, const char *what,
                                       const char *attribute)
{
    const char *wanted = xml_attribute_find(domain->image, attribute)->value;
    const char *path = search_find(arena, search, wanted);
    size_t at = xml_attribute_position(domain->image, attribute);

    if (path == NULL) {
        search_report(arena, diag, search, wanted, at,
                      arena_format(arena, "%s '%s' of '%s'", what, wanted, domain->name));
        return NULL;
    }
    const struct elf_file *file = elf_files_open(files, arena, path);
    if (file->problem != NULL) {
        diag_error(diag, at, "%s %s", path, file->problem);
        return NULL;
    }
    return file;
}

struct program *program_load(struct arena *arena, struct diag *diag, struct elf_files *files,
                             const struct domain *domain, const struct search *search)
{
    if (domain->image_path == NULL) {
        return NULL;
    }
    struct program *program = arena_allocate(arena, sizeof(*program));
    program->image = open_elf(arena, diag, files, domain, search, "program image", "path");
    program->symbols = domain->symbols_path == NULL
                           ? program->image
                           : open_elf(arena, diag, files, domain, search, "file with the symbols",
                                      "path_for_symbols");
    if (program->image == NULL || program->symbols == NULL ||
        !layout_check(diag, domain, program)) {
        return NULL;
    }
    lay_out_pages(arena, program);
    return layout_place_buffer(arena, diag, domain, program) ? program : NULL;
}

static const char *suggest_symbol(struct arena *arena, const struct elf *elf, const char *name)
{
    struct suggestion suggestion = suggestion_start(name);
    struct elf_symbol symbol;

    for (uint64_t i = 0; i < elf->symbol_count; i += 1) {
        if (elf_symbol_at(elf, i, &symbol) && symbol.type == ELF_OBJECT) {
            suggestion_offer(&suggestion, symbol.name);
        }
    }
    return suggestion.best == NULL ? "; expected a variable of that name"
                                   : suggestion_text(&suggestion, arena);
}

/* Does it mark a place in code?  Linker scripts and assemblers give their labels no type. */
static bool is_label_of_code(const struct elf *elf, const struct elf_symbol *symbol)
{
    struct elf_section section;

    for (uint64_t i = 0; symbol->type == ELF_NOTYPE && i < elf->section_count; i += 1) {
        if (elf_section_at(elf, i, &section) && (section.flags & ELF_EXECUTE) != 0 &&
            symbol->address >= section.address &&
            symbol->address - section.address < section.size) {
            return true;
        }
    }
    return false;
}

bool program_find(struct arena *arena, struct diag *diag, const struct program *program,
                  const char *name, size_t size, size_t at, uint64_t *vaddr)
{
    struct elf_symbol symbol;

    switch (elf_file_symbol(program->symbols, name, &symbol)) {
    case ELF_MISSING:
        diag_error(diag, at, "%s has no symbol '%s'%s", program->symbols->path, name,
                   suggest_symbol(arena, &program->symbols->elf, name));
        return false;
    case ELF_AMBIGUOUS:
        diag_error(diag, at, "%s has several local symbols '%s'; expected one, or a global one",
                   program->symbols->path, name);
        return false;
    case ELF_FOUND:
        break;
    }
    /* A size of 0 is how assemblers leave it unsaid. */
    if (symbol.size < size && symbol.size != 0) {
        diag_error(diag, at, "symbol '%s' of %s has %" PRIu64 " bytes; expected %zu or more", name,
                   program->symbols->path, symbol.size, size);
        return false;
    }
    const struct elf_segment *segment = elf_segment_of(&program->image->elf, symbol.address, size);
    if (symbol.absolute || symbol.type == ELF_FUNCTION || segment == NULL ||
        is_label_of_code(&program->symbols->elf, &symbol)) {
        diag_error(diag, at, "symbol '%s' of %s is not a variable; expected %zu bytes of data",
                   name, program->symbols->path, size);
        return false;
    }
    *vaddr = symbol.address;
    return true;
}

void program_write(struct arena *arena, struct program *program, uint64_t vaddr,
                   const void *data, size_t size)
{
    const uint8_t *next = data;

    while (size > 0) {
        struct page *page = program_page(program, vaddr);
        size_t offset = (size_t)(vaddr - page->vaddr);
        size_t count = SMALL_PAGE - offset < size ? SMALL_PAGE - offset : size;

        if (page->data == NULL) {
            page->data = arena_allocate(arena, SMALL_PAGE);
        }
        memcpy(page->data + offset, next, count);
        next += count;
        vaddr += count;
        size -= count;
    }
}
