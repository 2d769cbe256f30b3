/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing of program variables.  Symbols of libmicrokit are blamed on the
 * program image, those of setvars on the attribute that names them.
 */
#define _XOPEN_SOURCE 700 /* strnlen */

#include "settings.h"

#include <inttypes.h>
#include <string.h>

struct settings {
    struct arena *arena;
    struct diag *diag;
    const struct domain *domain;
    struct program *program;
};

/* A little-endian word, as the target has it. */
static void write_word(const struct settings *settings, uint64_t vaddr, uint64_t value)
{
    uint8_t bytes[8];

    for (size_t i = 0; i < sizeof(bytes); i += 1) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
    program_write(settings->arena, settings->program, vaddr, bytes, sizeof(bytes));
}

static bool find(const struct settings *settings, const char *symbol, size_t size, size_t at,
                 uint64_t *vaddr)
{
    return program_find(settings->arena, settings->diag, settings->program, symbol, size, at,
                        vaddr);
}

/* Where the description names the file whose symbols they are. */
static size_t library_position(const struct settings *settings)
{
    const struct domain *domain = settings->domain;

    return xml_attribute_position(domain->image,
                                  domain->symbols_path == NULL ? "path" : "path_for_symbols");
}

/* Without libmicrokit there is no event loop, and nothing else to look for. */
static bool check_library(const struct settings *settings)
{
    const struct elf_file *symbols = settings->program->symbols;
    size_t at = library_position(settings);
    struct elf_symbol symbol;

    if (symbols->elf.symbol_count == 0) {
        diag_error(settings->diag, at,
                   "%s has no symbol table; expected one that is not stripped",
                   symbols->path);
        return false;
    }
    if (elf_file_symbol(symbols, "microkit_name", &symbol) == ELF_MISSING) {
        diag_error(settings->diag, at,
                   "%s has no symbol 'microkit_name'; expected a program linked with -lmicrokit",
                   symbols->path);
        return false;
    }
    return true;
}

static void set_library_word(const struct settings *settings, const char *symbol,
                             uint64_t value)
{
    uint64_t vaddr;

    if (find(settings, symbol, sizeof(value), library_position(settings), &vaddr)) {
        write_word(settings, vaddr, value);
    }
}

static void set_masks(const struct settings *settings)
{
    uint64_t irqs = 0;

    for (const struct irq *irq = settings->domain->irqs; irq != NULL; irq = irq->next) {
        irqs |= 1ull << irq->id;
    }
    set_library_word(settings, "microkit_notifications", settings->domain->notify_ids);
    set_library_word(settings, "microkit_pps", settings->domain->call_ids);
    set_library_word(settings, "microkit_irqs", irqs);
}

static void set_identity(const struct settings *settings)
{
    const struct domain *domain = settings->domain;
    size_t at = library_position(settings);
    uint8_t passive = domain->passive ? 1 : 0;
    char name[MICROKIT_PD_NAME_LENGTH] = {0};
    uint64_t vaddr;

    memcpy(name, domain->name, strnlen(domain->name, sizeof(name) - 1));
    if (find(settings, "microkit_name", sizeof(name), at, &vaddr)) {
        program_write(settings->arena, settings->program, vaddr, name, sizeof(name));
    }
    if (find(settings, "microkit_passive", sizeof(passive), at, &vaddr)) {
        program_write(settings->arena, settings->program, vaddr, &passive, sizeof(passive));
    }
}

static void set_constant(const struct settings *settings, const struct constant *constant)
{
    size_t at = xml_attribute_position(constant->element, constant->attribute);
    uint64_t vaddr;

    if (find(settings, constant->symbol, sizeof(constant->value), at, &vaddr)) {
        write_word(settings, vaddr, constant->value);
    }
}

static void reserve_variable(const struct settings *settings, struct setvar *setvar)
{
    size_t at = xml_attribute_position(setvar->element, "symbol");

    if (setvar->symbol == NULL ||
        !find(settings, setvar->symbol, sizeof(uint64_t), at, &setvar->vaddr)) {
        return;
    }
    if (setvar->vaddr % sizeof(uint64_t) != 0) {
        diag_error(settings->diag, at,
                   "symbol '%s' of %s is at 0x%" PRIx64 "; expected a multiple of 8",
                   setvar->symbol, settings->program->symbols->path, setvar->vaddr);
        return;
    }
    write_word(settings, setvar->vaddr, 0);
}

void settings_apply(struct arena *arena, struct diag *diag, const struct domain *domain,
                    struct program *program)
{
    const struct settings settings = {arena, diag, domain, program};

    if (!check_library(&settings)) {
        return;
    }
    set_identity(&settings);
    set_masks(&settings);
    for (const struct constant *constant = domain->constants; constant != NULL;
         constant = constant->next) {
        set_constant(&settings, constant);
    }
    for (struct setvar *setvar = domain->setvars; setvar != NULL; setvar = setvar->next) {
        reserve_variable(&settings, setvar);
    }
}
