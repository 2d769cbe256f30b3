/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * expat to element tree.  expat knows the position of a tag but not of its
 * attributes; these are found by reading the tag again, which is safe because
 * expat calls us only for tags that it has found well formed.
 */
#include "xml.h"

#include <string.h>

#include <expat.h>

#include "xml_mistake.h"

enum { XML_MAX_DEPTH = 128 };

struct xml_reader {
    XML_Parser parser;
    struct arena *arena;
    struct diag *diag;
    struct xml_element *root;
    struct xml_element *open; /* the innermost open element */
    const struct xml_element *text_reported_in;
    unsigned depth;
    bool stopped; /* by us, after a message */
};

/* Expat 2.9 deprecates this call for one with 64 bits, which older releases do not have.  The size
   of a file fits into either. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static size_t reader_position(const struct xml_reader *reader)
{
    XML_Index index = XML_GetCurrentByteIndex(reader->parser);
    size_t size = reader->diag->source->size;

    return index < 0 || (size_t)index > size ? size : (size_t)index;
}

#pragma GCC diagnostic pop

static void reader_stop(struct xml_reader *reader)
{
    reader->stopped = true;
    (void)XML_StopParser(reader->parser, XML_FALSE);
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* From `at` on, the first byte that is white space, or that is not. */
static size_t find_space(const struct source *source, size_t at, bool space)
{
    while (at < source->size && is_space(source->text[at]) != space) {
        at += 1;
    }
    return at;
}

/* From `at` on, the first byte that is one of these. */
static size_t find_either(const struct source *source, size_t at, char one, char other)
{
    while (at < source->size && source->text[at] != one && source->text[at] != other) {
        at += 1;
    }
    return at;
}

/* Finds where name and value of the next attribute stand and returns what is behind it: white
   space, name, '=' with optional white space, quoted value. */
static size_t attribute_locate(const struct source *source, size_t at,
                               struct xml_attribute *attribute)
{
    at = find_space(source, at, false);
    attribute->name_at = at;
    at = find_either(source, at, '"', '\'');
    attribute->value_at = at + 1;
    char quote = at < source->size ? source->text[at] : '\0';
    return find_either(source, at + 1, quote, quote) + 1;
}

/* Copies the text, with its NUL, to *end and moves that behind it. */
static const char *add_text(char **end, const char *text)
{
    size_t size = strlen(text) + 1;
    const char *copy = memcpy(*end, text, size);

    *end += size;
    return copy;
}

/* An element in one piece: itself, its attributes, their texts.  `pairs` are names and values. */
static struct xml_element *new_element(const struct xml_reader *reader, const XML_Char *name,
                                       const XML_Char **pairs)
{
    const struct source *source = reader->diag->source;
    size_t count = (size_t)XML_GetSpecifiedAttributeCount(reader->parser) / 2;
    size_t size = sizeof(struct xml_element) + count * sizeof(struct xml_attribute) +
                  strlen(name) + 1;

    for (size_t i = 0; i < 2 * count; i += 1) {
        size += strlen(pairs[i]) + 1;
    }
    struct xml_element *element = arena_allocate(reader->arena, size);
    element->at = reader_position(reader);
    element->attributes = (struct xml_attribute *)(element + 1);
    element->attribute_count = count;
    char *end = (char *)(element->attributes + count);
    element->name = add_text(&end, name);
    size_t at = find_space(source, element->at, true);
    for (size_t i = 0; i < count; i += 1) {
        struct xml_attribute *attribute = &element->attributes[i];

        attribute->name = add_text(&end, pairs[2 * i]);
        attribute->value = add_text(&end, pairs[2 * i + 1]);
        at = attribute_locate(source, at, attribute);
    }
    return element;
}

static void on_element_start(void *context, const XML_Char *name, const XML_Char **pairs)
{
    struct xml_reader *reader = context;
    struct xml_element *parent = reader->open;

    if (reader->depth >= XML_MAX_DEPTH) {
        diag_error(reader->diag, reader_position(reader),
                   "elements are nested too deeply; expected at most %d levels", XML_MAX_DEPTH);
        reader_stop(reader);
        return;
    }
    struct xml_element *element = new_element(reader, name, pairs);
    element->parent = parent;
    if (parent == NULL) {
        reader->root = element;
    } else if (parent->last_child == NULL) {
        parent->first_child = element;
        parent->last_child = element;
    } else {
        parent->last_child->next = element;
        parent->last_child = element;
    }
    reader->open = element;
    reader->depth += 1;
}

static void on_element_end(void *context, const XML_Char *name)
{
    struct xml_reader *reader = context;

    (void)name;
    reader->open = reader->open->parent;
    reader->depth -= 1;
}

static void on_text(void *context, const XML_Char *text, int length)
{
    struct xml_reader *reader = context;

    for (int i = 0; i < length; i += 1) {
        if (is_space(text[i])) {
            continue;
        }
        /* expat delivers text in pieces: report it once for each element. */
        if (reader->text_reported_in != reader->open) {
            reader->text_reported_in = reader->open;
            diag_error(reader->diag, reader_position(reader) + (size_t)i,
                       "text inside of '%s'; expected elements and comments only",
                       reader->open->name);
        }
        return;
    }
}

static void on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int has_internal_subset)
{
    struct xml_reader *reader = context;

    (void)name;
    (void)system;
    (void)public;
    (void)has_internal_subset;
    diag_error(reader->diag, reader_position(reader),
               "document type declarations are not supported; expected the element 'system'");
    reader_stop(reader);
}

static void report_malformed(struct xml_reader *reader)
{
    enum XML_Error code = XML_GetErrorCode(reader->parser);
    const struct xml_element *open = reader->open;
    size_t at = reader_position(reader);

    if (code == XML_ERROR_TAG_MISMATCH && open != NULL) {
        diag_error(reader->diag, at, "malformed XML: mismatched tag; expected '</%s>'",
                   open->name);
    } else if (code == XML_ERROR_NO_ELEMENTS && open != NULL) {
        diag_error(reader->diag, at, "malformed XML: the file ends here; expected '</%s>'",
                   open->name);
    } else if (code == XML_ERROR_NO_ELEMENTS) {
        diag_error(reader->diag, at, "the file has no element; expected the element 'system'");
    } else if (code == XML_ERROR_JUNK_AFTER_DOC_ELEMENT) {
        diag_error(reader->diag, at,
                   "malformed XML: something follows the end of '%s'; expected the end of the file",
                   reader->root == NULL ? "the root element" : reader->root->name);
        return;
    } else if ((code == XML_ERROR_INVALID_TOKEN || code == XML_ERROR_UNCLOSED_TOKEN) &&
               xml_mistake_report(reader->diag, at)) {
        return;
    } else {
        diag_error(reader->diag, at, "malformed XML: %s", XML_ErrorString(code));
    }
    if (open != NULL) {
        diag_note(reader->diag, open->at, "'%s' is opened here", open->name);
    }
}

struct xml_element *xml_parse(struct arena *arena, struct diag *diag)
{
    const struct source *source = diag->source;
    struct xml_reader reader = {.arena = arena, .diag = diag};

    reader.parser = XML_ParserCreate("UTF-8");
    if (reader.parser == NULL) {
        diag_fail(diag, "out of memory for the XML parser");
        return NULL;
    }
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, on_element_start, on_element_end);
    XML_SetCharacterDataHandler(reader.parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader.parser, on_doctype);
    enum XML_Status status =
        XML_Parse(reader.parser, source->text, (int)source->size, XML_TRUE);
    if (status != XML_STATUS_OK && !reader.stopped) {
        report_malformed(&reader);
    }
    XML_ParserFree(reader.parser);
    return status == XML_STATUS_OK ? reader.root : NULL;
}

struct xml_attribute *xml_attribute_find(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->attribute_count; i += 1) {
        if (xml_same_name(element->attributes[i].name, name)) {
            return &element->attributes[i];
        }
    }
    return NULL;
}

size_t xml_attribute_position(const struct xml_element *element, const char *name)
{
    const struct xml_attribute *attribute = xml_attribute_find(element, name);

    return attribute == NULL ? element->at : attribute->value_at;
}
