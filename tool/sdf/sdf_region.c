/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of memory regions, and of the files that some are filled with.
 */
#include "sdf.h"

#include <inttypes.h>

#include "file.h"
#include "value.h"

static void read_page_size(const struct sdf *sdf, struct region *region)
{
    const struct xml_element *element = region->element;
    uint64_t page_size = 0;

    if (!value_number(sdf->diag, element, "page_size", &page_size) ||
        xml_attribute_find(element, "page_size") == NULL) {
        return;
    }
    if (page_size != SMALL_PAGE && page_size != LARGE_PAGE) {
        diag_error(sdf->diag, xml_attribute_position(element, "page_size"),
                   "page_size 0x%" PRIx64 " does not exist; expected 0x%llx or 0x%llx",
                   page_size, SMALL_PAGE, LARGE_PAGE);
        return;
    }
    region->page_size = page_size;
}

/* A region without a size is as large as its file, in whole pages. */
static void fit_size(const struct sdf *sdf, struct region *region)
{
    const struct xml_element *element = region->element;
    uint64_t page_size = region->page_size == 0 ? SMALL_PAGE : region->page_size;
    uint64_t bytes = region->contents.size;

    if (xml_attribute_find(element, "size") == NULL) {
        region->size = (bytes + page_size - 1) & ~(page_size - 1);
        if (bytes == 0) {
            diag_error(sdf->diag, xml_attribute_position(element, "prefill_path"),
                       "the file is empty, and '%s' has no size; expected size=\"...\"",
                       region->name);
        }
    } else if (region->size > 0 && bytes > region->size) {
        diag_error(sdf->diag, xml_attribute_position(element, "size"),
                   "size 0x%" PRIx64 " of '%s' is less than its file has, 0x%" PRIx64
                   " bytes; expected as many or more, or no size",
                   region->size, region->name, bytes);
    }
}

/* Prefilled regions are part of the image. */
static void check_total(const struct sdf *sdf, struct region *region)
{
    if (region->size > FILE_MAX_SIZE - sdf->system->prefilled_bytes) {
        diag_error(sdf->diag, xml_attribute_position(region->element, "prefill_path"),
                   "with the 0x%" PRIx64 " bytes of '%s' the prefilled regions are larger than an "
                   "image may be; expected at most 0x%llx bytes in all",
                   region->size, region->name, FILE_MAX_SIZE);
        region->size = 0;
    }
    sdf->system->prefilled_bytes += region->size;
}

/*
 * The file is read now because the size, which is needed to check maps, may
 * depend on it.  Its bytes become pages of the boot image, so that the place of
 * a prefilled region in memory is not for the description to choose.
 */
static void read_prefill(const struct sdf *sdf, struct region *region)
{
    const struct xml_element *element = region->element;
    const char *path = NULL;

    if (xml_attribute_find(element, "prefill_path") == NULL) {
        if (xml_attribute_find(element, "size") == NULL &&
            xml_attribute_find(element, "prefill_bootinfo") == NULL) {
            diag_error(sdf->diag, element->at,
                       "'memory_region' needs an attribute 'size'; expected size=\"...\", or "
                       "prefill_path=\"...\" of a file as large");
        }
        return;
    }
    size_t at = xml_attribute_position(element, "prefill_path");
    region->prefilled = true;
    if (region->fixed) {
        diag_error(sdf->diag, xml_attribute_position(element, "phys_addr"),
                   "'%s' is prefilled, so it is where the boot image is loaded; expected no "
                   "'phys_addr'",
                   region->name);
    }
    if (!value_text(sdf->diag, element, "prefill_path", &path)) {
        return;
    }
    const char *found = search_find(sdf->arena, sdf->search, path);
    if (found == NULL) {
        search_report(sdf->arena, sdf->diag, sdf->search, path, at,
                      arena_format(sdf->arena, "file '%s' to fill '%s' with", path,
                                   region->name));
        return;
    }
    region->prefill_path = found;
    const char *problem = file_read(sdf->arena, found, FILE_MAX_SIZE, &region->contents);
    if (problem != NULL) {
        diag_error(sdf->diag, at, "%s %s", found, problem);
        return;
    }
    fit_size(sdf, region);
    check_total(sdf, region);
}

/* The tool makes the tables when it knows all that they are about (iommu_tables.h), and pages of
   the boot image of them: there is nothing for the description to choose. */
static void read_prefill_iommu(const struct sdf *sdf, struct region *region)
{
    static const char *const others[] = {"size", "page_size", "phys_addr", "prefill_path"};
    const struct xml_element *element = region->element;
    struct region *first = sdf->system->iommu_tables;

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i += 1) {
        const struct xml_attribute *attribute = xml_attribute_find(element, others[i]);

        if (attribute != NULL) {
            diag_error(sdf->diag, attribute->name_at,
                       "'%s' gets the tables of the IOMMU, and is as large as those; expected no "
                       "'%s'",
                       region->name, others[i]);
        }
    }
    if (first != NULL) {
        diag_error(sdf->diag, xml_attribute_position(element, "prefill_iommu"),
                   "a second region for the tables of the IOMMU; expected one in the system");
        diag_note(sdf->diag, xml_attribute_position(first->element, "prefill_iommu"),
                  "the first is here");
    }
    sdf->system->iommu_tables = region;
    region->prefilled = true;
    region->fixed = false;
    region->size = 0;
    region->page_size = SMALL_PAGE;
}

struct region *sdf_read_region(const struct sdf *sdf, const struct xml_element *element)
{
    struct region *region = arena_allocate(sdf->arena, sizeof(*region));

    region->element = element;
    region->name = "";
    region->index = sdf->system->region_count;
    (void)value_in_range(sdf->diag, element, "size", 1, sdf->system->level->user_top + 1,
                         " bytes", &region->size);
    read_page_size(sdf, region);
    region->fixed = xml_attribute_find(element, "phys_addr") != NULL &&
                    value_number(sdf->diag, element, "phys_addr", &region->phys_addr);
    if (value_text(sdf->diag, element, "name", &region->name) && region->name[0] != '\0') {
        struct region *first =
            names_add(&sdf->system->region_names, sdf->arena, region->name, region);

        if (first != NULL) {
            diag_error(sdf->diag, xml_attribute_position(element, "name"),
                       "two memory regions are named '%s'; expected different names",
                       region->name);
            diag_note(sdf->diag, xml_attribute_position(first->element, "name"),
                      "first defined here");
        }
    }
    (void)value_boolean(sdf->diag, element, "prefill_iommu", &region->iommu_tables);
    if (region->iommu_tables) {
        read_prefill_iommu(sdf, region);
    } else {
        read_prefill(sdf, region);
    }
    sdf->system->region_count += 1;
    return region;
}

