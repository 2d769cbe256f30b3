/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's place in its address space.  What is refused here would fault when
 * it runs, or let an overrun pass that should fault.
 */
#include "program_layout.h"

#include <inttypes.h>
#include <string.h>

/* Larger than any board's memory, and small enough to count pages one by one. */
#define PROGRAM_MAX_SIZE (1ull << 30)

#define IPC_BUFFER_SYMBOL "__sel4_ipc_buffer_obj"
#define IPC_BUFFER_SIZE (1ull << seL4_IPCBufferSizeBits)

/* Where the stack of a domain, with the unmapped page below it, begins. */
static uint64_t program_limit(const struct domain *domain)
{
    return domain->stack_top - domain->stack_size - SMALL_PAGE;
}

static size_t image_position(const struct domain *domain)
{
    return xml_attribute_position(domain->image, "path");
}

/* Segments must lie below the stack, and make sense as pages. */
static bool check_segments(struct diag *diag, const struct domain *domain,
                           const struct program *program)
{
    const struct elf *elf = &program->image->elf;
    size_t at = image_position(domain);
    uint64_t limit = program_limit(domain);
    uint64_t total = 0;

    if (elf_end(elf) > limit) {
        diag_error(diag, at,
                   "%s ends at 0x%" PRIx64 ", where the stack of '%s' is or beyond; expected an "
                   "end of at most 0x%" PRIx64,
                   program->image->path, elf_end(elf), domain->name, limit);
        return false;
    }
    for (size_t i = 0; i < elf->segment_count; i += 1) {
        const struct elf_segment *segment = &elf->segments[i];

        total += segment->memsz;
        if (total > PROGRAM_MAX_SIZE) {
            diag_error(diag, at, "%s needs more than 0x%llx bytes of memory; expected less",
                       program->image->path, PROGRAM_MAX_SIZE);
            return false;
        }
        if (i > 0 && segment->flags != segment[-1].flags &&
            page_down(segment->vaddr) < page_up(segment[-1].vaddr + segment[-1].memsz)) {
            diag_error(diag, at,
                       "%s has segments of different permissions in the page at 0x%" PRIx64
                       "; expected each on pages of its own (link with -Tmicrokit.ld)",
                       program->image->path, page_down(segment->vaddr));
            return false;
        }
    }
    return true;
}

static bool check_entry(struct diag *diag, const struct domain *domain,
                        const struct program *program)
{
    const struct elf *elf = &program->image->elf;
    size_t at = image_position(domain);

    if (elf->entry % 4 != 0) {
        diag_error(diag, at, "%s has its entry point at 0x%" PRIx64 "; expected a multiple of 4",
                   program->image->path, elf->entry);
        return false;
    }
    const struct elf_segment *first = elf_segment_of(elf, elf->entry, 4);
    if (first == NULL || (first->flags & ELF_EXECUTE) == 0) {
        diag_error(diag, at,
                   "%s has its entry point 0x%" PRIx64 " outside of its executable segments",
                   program->image->path, elf->entry);
        return false;
    }
    return true;
}

/*
 * Sections that are written by whoever relocates a program, and then no more.
 * These programs are relocated when they are linked.
 */
static bool is_relocated_once(const struct elf_section *section)
{
    static const char *const prefixes[] = {".got", ".data.rel.ro", ".init_array", ".fini_array",
                                           ".preinit_array", ".ctors", ".dtors", ".dynamic"};

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i += 1) {
        if (strncmp(section->name, prefixes[i], strlen(prefixes[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* A section has the rights of the segment that loads it, whatever it asks for. */
static const char *section_problem(const struct elf *elf, const struct elf_section *section)
{
    const struct elf_segment *segment = elf_segment_of(elf, section->address, section->size);
    uint32_t lacks = segment == NULL ? 0 : section->flags & ~segment->flags;

    if (segment == NULL) {
        return "no segment loads it; expected it to be linked into the program";
    }
    if ((lacks & ELF_EXECUTE) != 0) {
        return "it is to be executed, its segment is not; expected code in a section without "
               "data to write";
    }
    if ((lacks & ELF_WRITE) != 0 && !is_relocated_once(section)) {
        return "it is to be written, its segment is not; expected data in a section without code";
    }
    return NULL;
}

static bool check_sections(struct diag *diag, const struct domain *domain,
                           const struct program *program)
{
    const struct elf *elf = &program->image->elf;
    struct elf_section section;

    for (uint64_t i = 0; i < elf->section_count; i += 1) {
        const char *problem = elf_section_at(elf, i, &section) ? section_problem(elf, &section)
                                                               : NULL;
        if (problem != NULL) {
            diag_error(diag, image_position(domain),
                       "%s has section '%s' at 0x%" PRIx64 " to 0x%" PRIx64 ": %s",
                       program->image->path, section.name, section.address,
                       section.address + section.size, problem);
            return false;
        }
    }
    return true;
}

bool layout_check(struct diag *diag, const struct domain *domain, const struct program *program)
{
    return check_segments(diag, domain, program) && check_entry(diag, domain, program) &&
           check_sections(diag, domain, program);
}

/* What the program has in the page at `vaddr`: the section there that ends last, or, if the file
   does not name its sections, the segment. */
static const char *name_in_page(struct arena *arena, const struct elf *elf, uint64_t vaddr)
{
    struct elf_section last = {.size = 0};
    struct elf_section section;

    for (uint64_t i = 0; i < elf->section_count; i += 1) {
        if (elf_section_at(elf, i, &section) && section.address < vaddr + SMALL_PAGE &&
            section.address + section.size > vaddr &&
            section.address + section.size > last.address + last.size) {
            last = section;
        }
    }
    if (last.size > 0) {
        return arena_format(arena, "section '%s' (0x%" PRIx64 " to 0x%" PRIx64 ")", last.name,
                            last.address, last.address + last.size);
    }
    for (size_t i = elf->segment_count - 1; i > 0; i -= 1) {
        if (elf->segments[i].vaddr < vaddr + SMALL_PAGE) {
            return arena_format(arena, "the segment at 0x%" PRIx64, elf->segments[i].vaddr);
        }
    }
    return arena_format(arena, "the segment at 0x%" PRIx64, elf->segments[0].vaddr);
}

/* Microkit 2.0.1's linker script has a place for the IPC buffer and names it by a symbol. */
static bool check_own_buffer(struct arena *arena, struct diag *diag, const struct domain *domain,
                             const struct program *program)
{
    size_t at = image_position(domain);
    uint64_t buffer = program->ipc_buffer;
    uint64_t page = page_down(buffer);

    if (buffer == 0 || buffer % IPC_BUFFER_SIZE != 0 || buffer >= program_limit(domain)) {
        diag_error(diag, at,
                   "%s has " IPC_BUFFER_SYMBOL " at 0x%" PRIx64
                   "; expected a multiple of 0x%llx below 0x%" PRIx64,
                   program->image->path, buffer, IPC_BUFFER_SIZE, program_limit(domain));
        return false;
    }
    if (program_page(program, page) != NULL) {
        diag_error(diag, at,
                   "%s has " IPC_BUFFER_SYMBOL " at 0x%" PRIx64
                   ", in a page of %s; expected a page of its own",
                   program->image->path, buffer, name_in_page(arena, &program->image->elf, page));
        return false;
    }
    if (page >= SMALL_PAGE && program_page(program, page - SMALL_PAGE) != NULL) {
        diag_warning(diag, at,
                     "%s has its IPC buffer at 0x%" PRIx64
                     " right behind %s: what overruns it writes into the messages (without "
                     IPC_BUFFER_SYMBOL " it is at the top of the address space)",
                     program->image->path, buffer,
                     name_in_page(arena, &program->image->elf, page - SMALL_PAGE));
    }
    return true;
}

bool layout_place_buffer(struct arena *arena, struct diag *diag, const struct domain *domain,
                         struct program *program)
{
    struct elf_symbol symbol;

    if (elf_file_symbol(program->symbols, IPC_BUFFER_SYMBOL, &symbol) == ELF_MISSING) {
        program->ipc_buffer = domain->stack_top + SMALL_PAGE;
        return true;
    }
    program->ipc_buffer = symbol.address;
    return check_own_buffer(arena, diag, domain, program);
}

static void check_map_program(struct diag *diag, const struct domain *domain,
                              const struct program *program, const struct map *map, uint64_t end)
{
    for (size_t i = 0; i < program->image->elf.segment_count; i += 1) {
        const struct elf_segment *segment = &program->image->elf.segments[i];
        uint64_t segment_start = page_down(segment->vaddr);
        uint64_t segment_end = page_up(segment->vaddr + segment->memsz);

        if (map->vaddr < segment_end && segment_start < end) {
            diag_error(diag, xml_attribute_position(map->element, "vaddr"),
                       "map of '%s' at 0x%" PRIx64 " to 0x%" PRIx64
                       " overlaps the program of '%s'; expected an address outside of 0x%" PRIx64
                       " to 0x%" PRIx64,
                       map->region->name, map->vaddr, end, domain->name, segment_start,
                       segment_end);
            diag_note(diag, image_position(domain), "%s is loaded there", program->image->path);
            return;
        }
    }
}

static void check_map_buffer(struct diag *diag, const struct domain *domain,
                             const struct program *program, const struct map *map, uint64_t end)
{
    uint64_t page = page_down(program->ipc_buffer);
    size_t at = xml_attribute_position(map->element, "vaddr");

    if (map->vaddr <= page && page < end) {
        diag_error(diag, at,
                   "map of '%s' at 0x%" PRIx64 " to 0x%" PRIx64
                   " overlaps the IPC buffer of '%s'; expected an address outside of 0x%" PRIx64
                   " to 0x%" PRIx64,
                   map->region->name, map->vaddr, end, domain->name, page,
                   page + (uint64_t)SMALL_PAGE);
        diag_note(diag, image_position(domain), "%s has its IPC buffer there",
                  program->image->path);
    } else if (end == page) {
        diag_warning(diag, at,
                     "map of '%s' ends at 0x%" PRIx64 ", where the IPC buffer of '%s' begins: "
                     "what overruns it writes into the messages",
                     map->region->name, end, domain->name);
    }
}

void layout_check_maps(struct diag *diag, const struct domain *domain,
                       const struct program *program)
{
    uint64_t limit = program_limit(domain);

    for (const struct map *map = domain->maps; map != NULL; map = map->next) {
        if (map->region == NULL || map->vaddr >= limit ||
            map->region->size > limit - map->vaddr) {
            continue; /* reported already */
        }
        uint64_t end = map->vaddr + map->region->size;

        check_map_program(diag, domain, program, map, end);
        check_map_buffer(diag, domain, program, map, end);
    }
}
