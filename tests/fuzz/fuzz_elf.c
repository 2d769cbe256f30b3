/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzz target: the input is an ELF file.  The reader alone is asked for all that
 * it can tell; then the tool takes the file for a component's program and for
 * each of the SDK's own files.
 */
#include <stdlib.h>
#include <string.h>

#include "elf.h"
#include "fuzz.h"
#include "memory_files.h"
#include "whole_tool.h"

/* Names every symbol of the tests' program that a description can name. */
static const char with_variables[] =
    "<system>"
    "<memory_region name='r' size='0x2000'/>"
    "<memory_region name='f' size='0x200000' phys_addr='0x9000000' page_size='0x1000'/>"
    "<protection_domain name='a' priority='7' passive='true'><program_image path='fuzzed.elf'/>"
    "<map mr='r' vaddr='0x4000000' perms='rw' setvar_vaddr='buffer_vaddr'"
    " setvar_size='buffer_size'/>"
    "<map mr='f' vaddr='0x5000000' perms='r' cached='false'/>"
    "<setvar symbol='buffer_paddr' region_paddr='r'/><irq irq='33' id='3'/>"
    "<protection_domain name='b' id='1'><program_image path='pd.elf'/></protection_domain>"
    "</protection_domain>"
    "<channel><end pd='a' id='0'/><end pd='b' id='61' pp='true'/></channel>"
    "</system>";

static const char ordinary[] =
    "<system><protection_domain name='a'><program_image path='pd.elf'/></protection_domain>"
    "</system>";

/* Every symbol, where it is and whether it is found again by its name.  Finding
   is linear, so only the first few are looked for. */
static void read_symbols(const struct elf *elf)
{
    enum { MOST_LOOKED_FOR = 64 };
    struct elf_symbol symbol;
    struct elf_symbol found;

    for (uint64_t i = 0; i < elf->symbol_count; i += 1) {
        if (!elf_symbol_at(elf, i, &symbol)) {
            continue;
        }
        const struct elf_segment *segment =
            elf_segment_of(elf, symbol.address, symbol.size);
        if (segment != NULL && symbol.address - segment->vaddr > segment->memsz) {
            abort();
        }
        if (i < MOST_LOOKED_FOR &&
            elf_symbol_find(elf, symbol.name, &found) == ELF_MISSING) {
            abort();
        }
    }
}

/* Every section: its name ends in the file. */
static void read_sections(const struct elf *elf)
{
    struct elf_section section;

    for (uint64_t i = 0; i < elf->section_count; i += 1) {
        if (elf_section_at(elf, i, &section) && strlen(section.name) >= elf->size) {
            abort();
        }
    }
}

/* Touches the contents of every segment, so that ASan sees them all. */
static void read_segments(const struct elf *elf, const uint8_t *data, size_t size)
{
    for (size_t i = 0; i < elf->segment_count; i += 1) {
        const struct elf_segment *segment = &elf->segments[i];

        if (segment->filesz > 0 &&
            (segment->data < data || segment->filesz > (size_t)(data + size - segment->data))) {
            abort();
        }
        if (i > 0 && segment->vaddr < segment[-1].vaddr + segment[-1].memsz) {
            abort();
        }
    }
    if (elf->segment_count == 0 || elf_end(elf) <= elf->segments[0].vaddr) {
        abort();
    }
}

/* Lets the tool take the input for one of the SDK's files. */
static void run_as_part(const char *part, const uint8_t *data, size_t size)
{
    memory_file_put(part, data, size);
    (void)whole_tool_run(ordinary, sizeof(ordinary) - 1, false);
    whole_tool_prepare();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char error[ELF_ERROR_SIZE];
    struct elf elf;

    if (elf_open(&elf, data, size, error)) {
        read_segments(&elf, data, size);
        read_symbols(&elf);
        read_sections(&elf);
    } else if (error[0] == '\0') {
        abort();
    }
    whole_tool_prepare();
    memory_file_put("fuzzed.elf", data, size);
    (void)whole_tool_run(with_variables, sizeof(with_variables) - 1, true);
    run_as_part(WHOLE_TOOL_LOADER, data, size);
    run_as_part(WHOLE_TOOL_KERNEL, data, size);
    run_as_part(WHOLE_TOOL_INITIALISER, data, size);
    return 0;
}
