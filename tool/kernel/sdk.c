/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding the SDK.  Only POSIX is used, so that it works alike on Linux and
 * macOS, neither of which has the other's way to ask for the executable's path.
 */
#define _XOPEN_SOURCE 700 /* realpath */

#include "sdk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

/* What the names of Microkit's configurations for several cores begin with. */
#define SMP "smp-"

/* The first executable of that name in PATH, or NULL. */
static const char *search_path(struct arena *arena, const char *name)
{
    const char *path = getenv("PATH");

    while (path != NULL) {
        size_t length = strcspn(path, ":");
        /* An empty entry is the current folder (POSIX, Base Definitions, 8.3). */
        const char *candidate = length == 0
                                    ? name
                                    : arena_format(arena, "%.*s/%s", (int)length, path, name);

        if (file_exists(candidate) && access(candidate, X_OK) == 0) {
            return candidate;
        }
        path = path[length] == ':' ? path + length + 1 : NULL;
    }
    return NULL;
}

/* Cuts the last component off; false if none is left. */
static bool cut_last(char *path)
{
    char *slash = strrchr(path, '/');

    if (slash == NULL || slash == path) {
        return false;
    }
    *slash = '\0';
    return true;
}

const char *sdk_root(struct arena *arena, struct diag *diag, const char *argv0)
{
    const char *chosen = getenv("MICROKIT_SDK");

    if (chosen != NULL && chosen[0] != '\0') {
        return chosen;
    }
    const char *executable = strchr(argv0, '/') != NULL ? argv0 : search_path(arena, argv0);
    char *real = executable == NULL ? NULL : realpath(executable, NULL);
    if (real == NULL) {
        diag_fail(diag, "cannot find the SDK: '%s' is not the path of this program; expected "
                        "MICROKIT_SDK in the environment",
                  argv0);
        return NULL;
    }
    const char *root = cut_last(real) && cut_last(real) ? arena_copy(arena, real, strlen(real))
                                                        : "/";
    free(real);
    return root;
}

static int compare_names(const void *left, const void *right)
{
    const char *const *a = left;
    const char *const *b = right;

    return strcmp(*a, *b);
}

/* The folders inside of `path`, sorted, into *names.  Returns their number. */
static size_t list_folders(struct arena *arena, const char *path, struct buffer *names)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.' &&
            file_is_folder(arena_format(arena, "%s/%s", path, entry->d_name))) {
            const char *name = arena_copy(arena, entry->d_name, strlen(entry->d_name));

            buffer_append(names, &name, sizeof(name));
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    size_t count = names->size / sizeof(char *);
    if (count > 0) {
        qsort(names->data, count, sizeof(char *), compare_names);
    }
    return count;
}

/* Reports that `folder` has no folder `name`, and what it has. */
static void report_unknown(struct arena *arena, struct diag *diag, const char *kind,
                           const char *name, const char *folder)
{
    struct buffer names = {0};
    struct buffer list = {0};
    size_t count = list_folders(arena, folder, &names);
    const char **entries = (void *)names.data;
    struct suggestion suggestion = suggestion_start(name);

    for (size_t i = 0; i < count; i += 1) {
        suggestion_offer(&suggestion, entries[i]);
        buffer_format(&list, "%s'%s'", i == 0 ? "" : ", ", entries[i]);
    }
    if (count == 0) {
        diag_fail(diag, "'%s' has no %s '%s', or any other; expected an SDK there (make sdk builds "
                        "one, MICROKIT_SDK names another)",
                  folder, kind, name);
    } else {
        diag_fail(diag, "unknown %s '%s'; expected %s%.*s%s", kind, name,
                  count == 1 ? "" : "one of ", (int)list.size, (const char *)list.data,
                  suggestion_text(&suggestion, arena));
    }
    buffer_release(&names);
    buffer_release(&list);
}

/* A name is a folder of its own, not a way to another place. */
static bool is_folder_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

const char *sdk_config_folder(struct arena *arena, struct diag *diag, const char *root,
                              const char *board, const char *config)
{
    const char *boards = arena_format(arena, "%s/board", root);
    const char *configs = arena_format(arena, "%s/%s", boards, board);
    const char *folder = arena_format(arena, "%s/%s", configs, config);

    if (!is_folder_name(board) || !file_is_folder(configs)) {
        report_unknown(arena, diag, "board", board, boards);
        return NULL;
    }
    if (strncmp(config, SMP, strlen(SMP)) == 0 && !file_is_folder(folder)) {
        diag_fail(diag, "configuration '%s' is for a kernel that runs on several cores; this "
                        "SDK's runs on one; expected '%s'",
                  config, config + strlen(SMP));
        return NULL;
    }
    if (!is_folder_name(config) || !file_is_folder(folder)) {
        report_unknown(arena, diag, "configuration", config, configs);
        return NULL;
    }
    return folder;
}

bool component_load(struct arena *arena, struct diag *diag, struct component *component,
                    const char *path)
{
    char error[ELF_ERROR_SIZE];

    component->path = path;
    const char *problem = file_read(arena, path, FILE_MAX_SIZE, &component->file);
    if (problem == NULL &&
        !elf_open(&component->elf, component->file.data, component->file.size, error)) {
        problem = arena_format(arena, "%s", error);
    }
    if (problem != NULL) {
        diag_fail(diag, "%s %s", path, problem);
    }
    return problem == NULL;
}

void component_release(struct component *component)
{
    buffer_release(&component->file);
}
