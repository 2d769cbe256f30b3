/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading DWARF's tree of entries as far as structures need it: each entry has a
 * tag and attributes, whose forms are in a table of abbreviations.  All numbers
 * are checked against the section's end: `reader_take` gives zeros behind it.
 */
#include "dwarf.h"

#include <string.h>

enum tag {
    TAG_ARRAY = 0x01, TAG_ENUMERATION = 0x04, TAG_MEMBER = 0x0d, TAG_POINTER = 0x0f,
    TAG_STRUCTURE = 0x13, TAG_TYPEDEF = 0x16, TAG_UNION = 0x17, TAG_SUBRANGE = 0x21,
    TAG_BASE = 0x24, TAG_CONST = 0x26, TAG_VOLATILE = 0x35
};

enum attribute {
    AT_NAME = 0x03, AT_BYTE_SIZE = 0x0b, AT_UPPER_BOUND = 0x2f, AT_COUNT = 0x37,
    AT_MEMBER_LOCATION = 0x38, AT_DECLARATION = 0x3c, AT_TYPE = 0x49, AT_STR_OFFSETS = 0x72
};

enum form {
    FORM_ADDR = 0x01, FORM_BLOCK2 = 0x03, FORM_BLOCK4, FORM_DATA2, FORM_DATA4, FORM_DATA8,
    FORM_STRING, FORM_BLOCK, FORM_BLOCK1, FORM_DATA1, FORM_FLAG, FORM_SDATA, FORM_STRP,
    FORM_UDATA, FORM_REF_ADDR, FORM_REF1, FORM_REF2, FORM_REF4, FORM_REF8, FORM_REF_UDATA,
    FORM_INDIRECT, FORM_SEC_OFFSET, FORM_EXPRLOC, FORM_FLAG_PRESENT, FORM_STRX, FORM_ADDRX,
    FORM_REF_SUP4, FORM_STRP_SUP, FORM_DATA16, FORM_LINE_STRP, FORM_REF_SIG8, FORM_IMPLICIT,
    FORM_LOCLISTX, FORM_RNGLISTX, FORM_REF_SUP8, FORM_STRX1, FORM_STRX2, FORM_STRX3, FORM_STRX4,
    FORM_ADDRX1, FORM_ADDRX2, FORM_ADDRX3, FORM_ADDRX4
};

enum { UT_COMPILE = 1, MAX_CODES = 4096, MAX_NESTING = 32 };

/* A compilation unit. */
struct unit {
    struct unit *next;
    uint64_t start;   /* of its header, in .debug_info */
    uint64_t entries; /* of its first entry */
    uint64_t end;
    unsigned version;
    unsigned address_bytes;
    uint64_t string_base; /* in .debug_str_offsets */
    uint64_t abbreviation[MAX_CODES]; /* where each begins; 0: none */
    uint64_t codes;
};

struct dwarf_type {
    struct unit *unit;
    uint64_t at; /* of the entry */
};

/* An entry, as far as it is of use. */
struct entry {
    unsigned tag; /* 0: the end of a list of children */
    bool children;
    bool declaration;
    const char *name;
    bool has_count;
    uint64_t byte_size, type, location, count, string_base;
    uint64_t next; /* where the following entry begins, children first */
};

struct reader {
    struct bytes bytes;
    uint64_t at;
};

static uint64_t take(struct reader *reader, unsigned bytes)
{
    if (reader->at > reader->bytes.size || bytes > reader->bytes.size - reader->at) {
        reader->at = reader->bytes.size;
        return 0;
    }
    reader->at += bytes;
    return little(reader->bytes.data + reader->at - bytes, bytes < 8 ? bytes : 8);
}

/* LEB128, 7.6.  `sign`: a signed one. */
static uint64_t take_leb(struct reader *reader, bool sign)
{
    uint64_t value = 0;
    unsigned shift = 0;
    uint64_t byte;

    do {
        byte = take(reader, 1);
        value |= shift < 64 ? (byte & 0x7f) << shift : 0;
        shift += 7;
    } while ((byte & 0x80) != 0);
    if (sign && (byte & 0x40) != 0 && shift < 64) {
        value |= UINT64_MAX << shift;
    }
    return value;
}

static const char *string_at(struct bytes strings, uint64_t at)
{
    bool ends = at < strings.size && memchr(strings.data + at, 0, strings.size - at) != NULL;

    return ends ? (const char *)strings.data + at : "";
}

/* 7.26: entry `index` of the unit's string offsets. */
static const char *string_of_index(const struct dwarf *dwarf, const struct unit *unit,
                                   uint64_t index)
{
    struct reader reader = {dwarf->string_offsets, unit->string_base + 4 * index};

    return string_at(dwarf->strings, take(&reader, 4));
}

/* What an attribute says. */
struct value {
    uint64_t number;
    const char *text;
};

static const char *take_text(struct reader *reader)
{
    const char *text = string_at(reader->bytes, reader->at);

    reader->at += strlen(text) + 1;
    return text;
}

static void skip(struct reader *reader, uint64_t bytes)
{
    uint64_t left = reader->bytes.size - reader->at;

    reader->at += bytes < left ? bytes : left;
}

static struct value take_strx(const struct dwarf *dwarf, const struct unit *unit,
                              struct reader *reader, unsigned form)
{
    uint64_t index = form == FORM_STRX ? take_leb(reader, false)
                                       : take(reader, form - FORM_STRX1 + 1);

    return (struct value){index, string_of_index(dwarf, unit, index)};
}

/* Forms of which no structure needs the value. */
static void skip_form(const struct unit *unit, struct reader *reader, unsigned form)
{
    switch (form) {
    case FORM_ADDR:
        skip(reader, unit->address_bytes);
        break;
    case FORM_BLOCK1:
        skip(reader, take(reader, 1));
        break;
    case FORM_BLOCK2:
        skip(reader, take(reader, 2));
        break;
    case FORM_BLOCK4:
        skip(reader, take(reader, 4));
        break;
    case FORM_DATA16:
        skip(reader, 16);
        break;
    case FORM_ADDRX1:
    case FORM_ADDRX2:
    case FORM_ADDRX3:
    case FORM_ADDRX4:
        skip(reader, form - FORM_ADDRX1 + 1);
        break;
    case FORM_ADDRX:
    case FORM_LOCLISTX:
    case FORM_RNGLISTX:
        (void)take_leb(reader, false);
        break;
    default:
        skip(reader, take_leb(reader, false)); /* FORM_BLOCK, FORM_EXPRLOC */
    }
}

static struct value take_number(const struct unit *unit, struct reader *reader, unsigned form)
{
    switch (form) {
    case FORM_FLAG_PRESENT:
        return (struct value){1, NULL};
    case FORM_DATA1:
    case FORM_FLAG:
        return (struct value){take(reader, 1), NULL};
    case FORM_DATA2:
        return (struct value){take(reader, 2), NULL};
    case FORM_DATA4:
    case FORM_SEC_OFFSET:
    case FORM_REF_SUP4:
    case FORM_STRP_SUP:
        return (struct value){take(reader, 4), NULL};
    case FORM_DATA8:
    case FORM_REF_SIG8:
    case FORM_REF_SUP8:
        return (struct value){take(reader, 8), NULL};
    case FORM_SDATA:
    case FORM_UDATA:
        return (struct value){take_leb(reader, form == FORM_SDATA), NULL};
    case FORM_REF_ADDR:
        return (struct value){take(reader, 4), NULL};
    case FORM_REF1:
    case FORM_REF2:
    case FORM_REF4:
    case FORM_REF8:
        return (struct value){unit->start + take(reader, 1u << (form - FORM_REF1)), NULL};
    case FORM_REF_UDATA:
        return (struct value){unit->start + take_leb(reader, false), NULL};
    default:
        skip_form(unit, reader, form);
        return (struct value){0, NULL};
    }
}

static struct value take_form(const struct dwarf *dwarf, const struct unit *unit,
                              struct reader *reader, unsigned form)
{
    switch (form) {
    case FORM_STRING:
        return (struct value){0, take_text(reader)};
    case FORM_STRP:
        return (struct value){0, string_at(dwarf->strings, take(reader, 4))};
    case FORM_LINE_STRP:
        return (struct value){0, string_at(dwarf->line_strings, take(reader, 4))};
    case FORM_STRX:
    case FORM_STRX1:
    case FORM_STRX2:
    case FORM_STRX3:
    case FORM_STRX4:
        return take_strx(dwarf, unit, reader, form);
    case FORM_INDIRECT:
        return take_number(unit, reader, (unsigned)take_leb(reader, false));
    default:
        return take_number(unit, reader, form);
    }
}

static void note(struct entry *entry, unsigned attribute, struct value value)
{
    switch (attribute) {
    case AT_NAME:
        entry->name = value.text;
        break;
    case AT_BYTE_SIZE:
        entry->byte_size = value.number;
        break;
    case AT_TYPE:
        entry->type = value.number;
        break;
    case AT_MEMBER_LOCATION:
        entry->location = value.number;
        break;
    case AT_DECLARATION:
        entry->declaration = value.number != 0;
        break;
    case AT_COUNT:
    case AT_UPPER_BOUND:
        entry->has_count = true;
        entry->count = value.number + (attribute == AT_UPPER_BOUND);
        break;
    case AT_STR_OFFSETS:
        entry->string_base = value.number;
        break;
    default:
        break;
    }
}

static struct entry entry_at(const struct dwarf *dwarf, const struct unit *unit, uint64_t at)
{
    struct reader reader = {dwarf->info, at};
    uint64_t code = take_leb(&reader, false);
    struct entry entry = {.next = reader.at};

    if (code == 0 || code >= unit->codes || unit->abbreviation[code] == 0) {
        return entry;
    }
    struct reader shape = {dwarf->abbreviations, unit->abbreviation[code]};
    entry.tag = (unsigned)take_leb(&shape, false);
    entry.children = take(&shape, 1) != 0;
    for (;;) {
        unsigned attribute = (unsigned)take_leb(&shape, false);
        unsigned form = (unsigned)take_leb(&shape, false);

        if (attribute == 0 && form == 0) {
            break;
        }
        struct value value = {0, NULL};
        if (form == FORM_IMPLICIT) {
            value.number = take_leb(&shape, true);
        } else {
            value = take_form(dwarf, unit, &reader, form);
        }
        note(&entry, attribute, value);
    }
    entry.next = reader.at;
    return entry;
}

/* ---- Units ---- */

static void read_abbreviations(const struct dwarf *dwarf, struct unit *unit, uint64_t at)
{
    struct reader reader = {dwarf->abbreviations, at};

    while (reader.at < reader.bytes.size) {
        uint64_t code = take_leb(&reader, false);
        if (code == 0) {
            return;
        }
        if (code < MAX_CODES) {
            unit->abbreviation[code] = reader.at;
            unit->codes = code >= unit->codes ? code + 1 : unit->codes;
        }
        (void)take_leb(&reader, false);
        (void)take(&reader, 1);
        for (uint64_t attribute = 1, form = 1; (attribute | form) != 0;) {
            attribute = take_leb(&reader, false);
            form = take_leb(&reader, false);
            if (form == FORM_IMPLICIT) {
                (void)take_leb(&reader, true);
            }
        }
    }
}

/* 7.5.1.  False at the end, or at a unit that is none of ours. */
static bool read_unit(const struct dwarf *dwarf, uint64_t at, struct unit *unit)
{
    struct reader reader = {dwarf->info, at};
    uint64_t length = take(&reader, 4);
    uint64_t abbreviations;
    unsigned kind = UT_COMPILE;

    *unit = (struct unit){.start = at, .end = at + 4 + length};
    unit->version = (unsigned)take(&reader, 2);
    if (unit->version < 2 || unit->version > 5 || length == 0 || length > dwarf->info.size - at) {
        return false;
    }
    if (unit->version == 5) {
        kind = (unsigned)take(&reader, 1);
        unit->address_bytes = (unsigned)take(&reader, 1);
        abbreviations = take(&reader, 4);
    } else {
        abbreviations = take(&reader, 4);
        unit->address_bytes = (unsigned)take(&reader, 1);
    }
    unit->entries = kind == UT_COMPILE ? reader.at : unit->end;
    read_abbreviations(dwarf, unit, abbreviations);
    unit->string_base = entry_at(dwarf, unit, unit->entries).string_base;
    return true;
}

/* The structures that the unit defines, at any depth. */
static void index_unit(struct dwarf *dwarf, struct unit *unit)
{
    for (uint64_t at = unit->entries; at < unit->end;) {
        struct entry entry = entry_at(dwarf, unit, at);

        if (entry.tag == TAG_STRUCTURE && entry.name != NULL && !entry.declaration) {
            struct dwarf_type *type = arena_allocate(dwarf->arena, sizeof(*type));

            *type = (struct dwarf_type){unit, at};
            (void)names_add(&dwarf->structures, dwarf->arena, entry.name, type);
        }
        if (entry.next <= at) {
            return;
        }
        at = entry.next;
    }
}

const char *dwarf_open(struct dwarf *dwarf, struct arena *arena, const struct elf *elf)
{
    uint64_t at = 0;

    *dwarf = (struct dwarf){
        .arena = arena,
        .info = elf_section_bytes(elf, ".debug_info"),
        .abbreviations = elf_section_bytes(elf, ".debug_abbrev"),
        .strings = elf_section_bytes(elf, ".debug_str"),
        .line_strings = elf_section_bytes(elf, ".debug_line_str"),
        .string_offsets = elf_section_bytes(elf, ".debug_str_offsets"),
    };
    if (dwarf->info.size == 0 || dwarf->abbreviations.size == 0) {
        return "has no debug information (sections .debug_info and .debug_abbrev); expected a "
               "kernel that was compiled with -g and not stripped";
    }
    while (at < dwarf->info.size) {
        struct unit *unit = arena_allocate(arena, sizeof(*unit));

        if (!read_unit(dwarf, at, unit)) {
            return "has debug information of a kind that this program does not read; expected "
                   "DWARF 2 to 5, of 32 bits";
        }
        index_unit(dwarf, unit);
        at = unit->end;
    }
    return NULL;
}

/* ---- Structures ---- */

const struct dwarf_type *dwarf_structure(const struct dwarf *dwarf, const char *name)
{
    return names_find(&dwarf->structures, name);
}

uint64_t dwarf_size(const struct dwarf *dwarf, const struct dwarf_type *structure)
{
    return entry_at(dwarf, structure->unit, structure->at).byte_size;
}

/* Behind the entry at `at` and its children. */
static uint64_t after(const struct dwarf *dwarf, const struct unit *unit, uint64_t at)
{
    unsigned depth = 0;

    do {
        struct entry entry = entry_at(dwarf, unit, at);

        depth += entry.children;
        depth -= entry.tag == 0 && depth > 0;
        at = entry.next;
    } while (depth > 0 && at < unit->end);
    return at;
}

/* How many elements the array at `at` has, of all dimensions. */
static uint64_t elements(const struct dwarf *dwarf, const struct unit *unit, uint64_t at)
{
    uint64_t count = 1;

    for (;;) {
        struct entry entry = entry_at(dwarf, unit, at);
        if (entry.tag != TAG_SUBRANGE) {
            return count;
        }
        count *= entry.has_count ? entry.count : 0;
        at = entry.next;
    }
}

static uint64_t size_of(const struct dwarf *dwarf, const struct unit *unit, uint64_t at,
                        unsigned depth)
{
    struct entry entry = entry_at(dwarf, unit, at);

    if (entry.byte_size != 0 || depth == MAX_NESTING) {
        return entry.byte_size;
    }
    if (entry.tag == TAG_POINTER) {
        return unit->address_bytes;
    }
    if (entry.type == 0) {
        return 0;
    }
    uint64_t one = size_of(dwarf, unit, entry.type, depth + 1);
    return entry.tag == TAG_ARRAY ? one * elements(dwarf, unit, entry.next) : one;
}

bool dwarf_member(const struct dwarf *dwarf, const struct dwarf_type *structure, const char *name,
                  uint64_t *offset, uint64_t *size)
{
    const struct unit *unit = structure->unit;
    uint64_t at = entry_at(dwarf, unit, structure->at).next;

    for (struct entry member = entry_at(dwarf, unit, at); member.tag != 0;
         at = after(dwarf, unit, at), member = entry_at(dwarf, unit, at)) {
        if (member.tag == TAG_MEMBER && member.name != NULL && strcmp(member.name, name) == 0) {
            *offset = member.location;
            *size = size_of(dwarf, unit, member.type, 0);
            return true;
        }
    }
    return false;
}

struct visit {
    void (*function)(void *context, uint64_t offset);
    void *context;
};

static void visit_type(const struct dwarf *dwarf, const struct unit *unit, uint64_t at,
                       uint64_t base, const struct visit *visit, unsigned depth);

static void visit_array(const struct dwarf *dwarf, const struct unit *unit,
                        const struct entry *array, uint64_t base, const struct visit *visit,
                        unsigned depth)
{
    uint64_t count = elements(dwarf, unit, array->next);
    uint64_t size = size_of(dwarf, unit, array->type, 0);

    for (uint64_t i = 0; i < count; i++) {
        visit_type(dwarf, unit, array->type, base + i * size, visit, depth + 1);
    }
}

static void visit_members(const struct dwarf *dwarf, const struct unit *unit, uint64_t at,
                          uint64_t base, const struct visit *visit, unsigned depth)
{
    for (struct entry member = entry_at(dwarf, unit, at); member.tag != 0;
         at = after(dwarf, unit, at), member = entry_at(dwarf, unit, at)) {
        if (member.tag == TAG_MEMBER && member.type != 0) {
            visit_type(dwarf, unit, member.type, base + member.location, visit, depth + 1);
        }
    }
}

static void visit_type(const struct dwarf *dwarf, const struct unit *unit, uint64_t at,
                       uint64_t base, const struct visit *visit, unsigned depth)
{
    struct entry entry = entry_at(dwarf, unit, at);

    if (depth > MAX_NESTING) {
        return;
    }
    switch (entry.tag) {
    case TAG_POINTER:
        visit->function(visit->context, base);
        break;
    case TAG_STRUCTURE:
    case TAG_UNION:
        if (entry.children) {
            visit_members(dwarf, unit, entry.next, base, visit, depth);
        }
        break;
    case TAG_ARRAY:
        visit_array(dwarf, unit, &entry, base, visit, depth);
        break;
    case TAG_TYPEDEF:
    case TAG_CONST:
    case TAG_VOLATILE:
        if (entry.type != 0) {
            visit_type(dwarf, unit, entry.type, base, visit, depth + 1);
        }
        break;
    default:
        break;
    }
}

void dwarf_pointers(const struct dwarf *dwarf, const struct dwarf_type *structure,
                    void (*visit)(void *context, uint64_t offset), void *context)
{
    const struct visit how = {visit, context};

    visit_type(dwarf, structure->unit, structure->at, 0, &how, 0);
}
