/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * make_programs FOLDER: writes the ELF files that the tool's scripts need:
 * FOLDER/programs, right ones and wrong ones, and FOLDER/sdk, an SDK whose
 * board `test` is complete and whose other boards each lack something.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../make_elf.h"

static void write_bytes(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL || fwrite(data, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        exit(1);
    }
}

/* Writes folder/name, cut off after `limit` bytes. */
static void write_elf(const char *folder, const char *name, const struct make_elf *elf,
                      size_t limit)
{
    char path[4096];
    struct buffer file = {0};

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    make_elf_write(elf, &file);
    write_bytes(path, file.data, file.size < limit ? file.size : limit);
    buffer_release(&file);
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0777) != 0) {
        perror(path);
        exit(1);
    }
}

static void make_wrong_files(const char *folder)
{
    struct make_elf elf = make_elf_program();

    write_elf(folder, "short_header.elf", &elf, 40);
    write_elf(folder, "truncated.elf", &elf, 0x100);
    write_elf(folder, "empty.elf", &elf, 0);
    elf.machine = 62;
    write_elf(folder, "x86_64.elf", &elf, SIZE_MAX);
    elf.machine = 40;
    elf.class = 1;
    write_elf(folder, "arm32.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.encoding = 2;
    write_elf(folder, "big_endian.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.type = 1;
    write_elf(folder, "object.elf", &elf, SIZE_MAX);
    elf.type = 3;
    write_elf(folder, "pie.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.segments[0].memsz = 0;
    write_elf(folder, "no_load.elf", &elf, SIZE_MAX);
}

static void make_wrong_layouts(const char *folder)
{
    struct make_elf elf = make_elf_program();

    elf.segments[1].vaddr = 0x200080;
    write_elf(folder, "overlap.elf", &elf, SIZE_MAX);
    elf.segments[1].vaddr = 0x200100;
    write_elf(folder, "shared_page.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.segments[1].vaddr = 0x7fffffffd000;
    write_elf(folder, "in_stack.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.segments[1].memsz = 0x80000000;
    write_elf(folder, "huge_bss.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.entry = 0x201000;
    write_elf(folder, "entry_in_data.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.symbols[0].name = NULL;
    write_elf(folder, "stripped.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    make_elf_symbol(&elf, "microkit_name")->name = "name";
    write_elf(folder, "no_library.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    make_elf_symbol(&elf, "__sel4_ipc_buffer_obj")->address = 0x203000;
    write_elf(folder, "ipc_in_bss.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    make_elf_symbol(&elf, "microkit_irqs")->address = 0x210000;
    write_elf(folder, "elsewhere.elf", &elf, SIZE_MAX);
}

/* Sections as a linker places those that its script does not name. */
static void make_wrong_sections(const char *folder)
{
    const struct make_section sections[] = {
        {".text", 0x200000, 0x100, 6, 1},
        {".init_array", 0x200080, 8, 3, 14}, /* read-only: right, if it need not be relocated */
        {".data", 0x201000, 0x2000, 3, 1},
        {".config", 0x203000, 0x80, 3, 1},
        {".debug", 0, 0x100, 0, 1},
        {".tbss", 0x900000, 0x100, 0x403, 8},
    };
    struct make_elf elf = make_elf_program();
    struct make_elf made;

    memcpy(elf.sections, sections, sizeof(sections));
    make_elf_symbol(&elf, "__sel4_ipc_buffer_obj")->address = 0x204400;
    write_elf(folder, "ipc_behind_config.elf", &elf, SIZE_MAX);
    make_elf_symbol(&elf, "__sel4_ipc_buffer_obj")->address = 0x203000;
    write_elf(folder, "ipc_in_config.elf", &elf, SIZE_MAX);
    make_elf_symbol(&elf, "__sel4_ipc_buffer_obj")->address = 0x205200;
    write_elf(folder, "ipc_not_aligned.elf", &elf, SIZE_MAX);
    make_elf_symbol(&elf, "__sel4_ipc_buffer_obj")->address = 0;
    write_elf(folder, "ipc_at_null.elf", &elf, SIZE_MAX);
    make_elf_symbol(&elf, "__sel4_ipc_buffer_obj")->address = 0x205400;
    write_elf(folder, "sections.elf", &elf, SIZE_MAX);
    made = elf;
    made.sections[3] = (struct make_section){".ramcode", 0x203000, 0x80, 7, 1};
    write_elf(folder, "code_in_data.elf", &made, SIZE_MAX);
    made.sections[3] = (struct make_section){".late", 0x200090, 0x10, 3, 1};
    write_elf(folder, "data_in_code.elf", &made, SIZE_MAX);
    made.sections[3] = (struct make_section){".added", 0, 0x80, 2, 1};
    write_elf(folder, "section_not_loaded.elf", &made, SIZE_MAX);
}

/* Fields that make_elf always writes right, overwritten in the file. */
static void make_damaged_files(const char *folder)
{
    enum { SECTIONS = 560, SYMBOL_SECTION = SECTIONS + 64 };
    static const struct {
        const char *name;
        size_t offset; /* of an 8-byte field; from the file's end if 0 */
        uint64_t value;
    } damages[] = {
        {"headers_beyond.elf", 32, UINT64_MAX - 10},
        {"sections_beyond.elf", 40, INT64_MAX},
        {"section_link.elf", SYMBOL_SECTION + 40, 7},
        {"symbols_beyond.elf", SYMBOL_SECTION + 32, UINT64_MAX / 24 * 24},
        {"names_open.elf", 0, 0x7878787878787878},
    };
    struct make_elf elf = make_elf_program();

    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i += 1) {
        struct buffer file = {0};
        char path[4096];

        make_elf_write(&elf, &file);
        size_t offset = damages[i].offset == 0 ? file.size - 8 : damages[i].offset;
        for (unsigned byte = 0; byte < 8; byte += 1) {
            file.data[offset + byte] = (uint8_t)(damages[i].value >> (8 * byte));
        }
        (void)snprintf(path, sizeof(path), "%s/%s", folder, damages[i].name);
        write_bytes(path, file.data, file.size);
        buffer_release(&file);
    }
}

static void make_wrong_fields(const char *folder)
{
    struct make_elf elf = make_elf_program();

    elf.segments[1].vaddr = 0xfffffffffffff000;
    write_elf(folder, "segment_wraps.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.segments[1].memsz = 0x40;
    write_elf(folder, "file_larger.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    elf.entry = 0x200002;
    write_elf(folder, "entry_odd.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    make_elf_symbol(&elf, "microkit_name")->size = 16;
    write_elf(folder, "short_name.elf", &elf, SIZE_MAX);
    elf = make_elf_program();
    make_elf_symbol(&elf, "microkit_pps")->name = "microkit_ppx";
    make_elf_symbol(&elf, "microkit_irqs")->address = 0x203ffc;
    write_elf(folder, "other_library.elf", &elf, SIZE_MAX);
}

static void make_right_programs(const char *folder)
{
    struct make_elf elf = make_elf_program();

    write_elf(folder, "pd.elf", &elf, SIZE_MAX);
    make_elf_symbol(&elf, "__sel4_ipc_buffer_obj")->name = "end";
    write_elf(folder, "later.elf", &elf, SIZE_MAX);
    elf.segments[0].flags = 7;
    elf.segments[1].flags = 7;
    write_elf(folder, "rwx.elf", &elf, SIZE_MAX);
}

/* The three files of one configuration. */
static void make_config(const char *board, const char *config, const struct make_elf *loader,
                        const struct make_elf *kernel, const struct make_elf *initialiser)
{
    char folder[4096];

    (void)snprintf(folder, sizeof(folder), "%s/%s", board, config);
    make_folder(folder);
    (void)strcat(folder, "/elf");
    make_folder(folder);
    if (loader != NULL) {
        write_elf(folder, "loader.elf", loader, SIZE_MAX);
    }
    write_elf(folder, "sel4.elf", kernel, SIZE_MAX);
    write_elf(folder, "initialiser.elf", initialiser, SIZE_MAX);
}

static void make_board(const char *boards, const char *name, const struct make_elf *loader,
                       const struct make_elf *kernel, const struct make_elf *initialiser)
{
    char board[4096];

    (void)snprintf(board, sizeof(board), "%s/%s", boards, name);
    make_folder(board);
    make_config(board, "debug", loader, kernel, initialiser);
    make_config(board, "benchmark", loader, kernel, initialiser);
}

/* Linked where one for EL2 is, to the place of board test_el2. */
static struct make_elf kernel_at_el2(void)
{
    enum { EL2_LOWER = 0xffffff, EL2_HIGHER = 0x20000000 };
    struct make_elf kernel = make_elf_kernel();
    const uint64_t lower = (uint64_t)EL2_LOWER << 40;

    kernel.entry -= lower;
    for (size_t i = 0; i < 2; i += 1) {
        kernel.segments[i].vaddr -= lower;
        kernel.segments[i].paddr += EL2_HIGHER;
        kernel.symbols[i].address -= lower;
    }
    return kernel;
}

static void make_sdk(const char *boards)
{
    struct make_elf loader = make_elf_loader();
    struct make_elf kernel = make_elf_kernel();
    struct make_elf initialiser = make_elf_initialiser();
    struct make_elf wrong = loader;

    make_board(boards, "test", &loader, &kernel, &initialiser);
    wrong = kernel_at_el2();
    make_board(boards, "test_el2", &loader, &wrong, &initialiser);
    wrong = loader;
    make_board(boards, "no_loader", NULL, &kernel, &initialiser);
    wrong.entry += 4;
    make_board(boards, "loader_entry", &wrong, &kernel, &initialiser);
    wrong = loader;
    wrong.symbols[0].name = "other";
    make_board(boards, "loader_symbol", &wrong, &kernel, &initialiser);
    wrong = kernel;
    wrong.segments[1].paddr += 0x1000;
    make_board(boards, "kernel_offset", &loader, &wrong, &initialiser);
    wrong = kernel;
    wrong.segments[0].paddr = 0x40001000;
    wrong.segments[1].paddr = 0x40002000;
    make_board(boards, "kernel_paddr", &loader, &wrong, &initialiser);
    wrong = kernel;
    wrong.segments[0].paddr = 0x70000000;
    wrong.segments[1].paddr = 0x70001000;
    make_board(boards, "kernel_in_image", &loader, &wrong, &initialiser);
    wrong = initialiser;
    wrong.symbols[0].name = "end";
    make_board(boards, "image_end_missing", &loader, &kernel, &wrong);
    wrong = initialiser;
    wrong.symbols[0].address = 0x80002000;
    make_board(boards, "image_end_early", &loader, &kernel, &wrong);
}

/* Moves a kernel by the same distance in virtual and physical memory. */
static struct make_elf moved(struct make_elf kernel, uint64_t virtual, uint64_t physical)
{
    kernel.entry += virtual;
    for (size_t i = 0; i < 2; i += 1) {
        kernel.segments[i].vaddr += virtual;
        kernel.segments[i].paddr += physical;
        kernel.symbols[i].address += virtual;
    }
    return kernel;
}

/* What --override-kernel is given. */
static void make_kernels(const char *folder)
{
    const struct make_elf right = make_elf_kernel();
    const uint64_t el2 = 0xffc0000000 - right.entry;
    struct make_elf kernel = right;

    kernel.segments[1].memsz = 0x5000;
    make_elf_symbol(&kernel, "ki_end")->address = 0xffffffffc0010000;
    write_elf(folder, "kernel.elf", &kernel, SIZE_MAX);
    kernel = moved(right, el2, 0x20000000);
    write_elf(folder, "kernel_el2.elf", &kernel, SIZE_MAX);
    kernel = moved(right, 0x1000, 0);
    write_elf(folder, "kernel_vaddr.elf", &kernel, SIZE_MAX);
    kernel = moved(right, 0, 0x1000);
    write_elf(folder, "kernel_paddr.elf", &kernel, SIZE_MAX);
    kernel = moved(right, 0, 0xffffffffffe00000 - 0x40000000);
    write_elf(folder, "kernel_high.elf", &kernel, SIZE_MAX);
    kernel = moved(right, 0, 0xc0000000 - 0x40000000);
    write_elf(folder, "kernel_behind_ram.elf", &kernel, SIZE_MAX);
    kernel = right;
    kernel.segments[1].paddr = 0x40000800;
    write_elf(folder, "kernel_offset.elf", &kernel, SIZE_MAX);
    kernel = moved(right, 0ull - 0x200000, 0);
    kernel.segments[1].memsz = 0x1ff001;
    write_elf(folder, "kernel_two_gib.elf", &kernel, SIZE_MAX);
    kernel = right;
    kernel.entry += 4;
    write_elf(folder, "kernel_entry.elf", &kernel, SIZE_MAX);
    kernel = right;
    kernel.symbols[0].name = NULL;
    write_elf(folder, "kernel_stripped.elf", &kernel, SIZE_MAX);
}

/* Kernels that do not say where they end, or something that cannot be. */
static void make_endless_kernels(const char *folder)
{
    const struct make_elf right = make_elf_kernel();
    struct make_elf kernel = right;

    make_elf_symbol(&kernel, "ki_end")->name = "ki_ende";
    write_elf(folder, "kernel_no_end.elf", &kernel, SIZE_MAX);
    kernel = right;
    make_elf_symbol(&kernel, "ki_boot_end")->name = "boot_end";
    write_elf(folder, "kernel_no_boot_end.elf", &kernel, SIZE_MAX);
    kernel = right;
    make_elf_symbol(&kernel, "ki_end")->address -= 1;
    write_elf(folder, "kernel_end_early.elf", &kernel, SIZE_MAX);
    kernel = right;
    make_elf_symbol(&kernel, "ki_end")->address = 0;
    write_elf(folder, "kernel_end_wraps.elf", &kernel, SIZE_MAX);
    kernel = right;
    make_elf_symbol(&kernel, "ki_boot_end")->address = 0xffffffffc0005001;
    write_elf(folder, "kernel_boot_end_late.elf", &kernel, SIZE_MAX);
}

/* Files that are no programs: to be refused as such, and to fill regions with. */
static void make_fillings(const char *folder)
{
    static const char page_and_more[0x1001];
    char path[4096];

    (void)snprintf(path, sizeof(path), "%s/text.elf", folder);
    write_bytes(path, "this is text\n", 13);
    (void)snprintf(path, sizeof(path), "%s/nothing.bin", folder);
    write_bytes(path, "", 0);
    (void)snprintf(path, sizeof(path), "%s/page.bin", folder);
    write_bytes(path, page_and_more, sizeof(page_and_more));
}

int main(int argc, char **argv)
{
    char path[4096];

    if (argc != 2 || strlen(argv[1]) > 1024) {
        fprintf(stderr, "usage: make_programs FOLDER\n");
        return 2;
    }
    (void)snprintf(path, sizeof(path), "%s/programs", argv[1]);
    make_folder(path);
    make_right_programs(path);
    make_wrong_files(path);
    make_wrong_layouts(path);
    make_wrong_sections(path);
    make_wrong_fields(path);
    make_damaged_files(path);
    make_kernels(path);
    make_endless_kernels(path);
    make_fillings(path);
    (void)snprintf(path, sizeof(path), "%s/sdk", argv[1]);
    make_folder(path);
    (void)strcat(path, "/board");
    make_folder(path);
    make_sdk(path);
    return 0;
}
