/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading of inputs and the all-or-nothing writing of outputs.
 */
#define _XOPEN_SOURCE 700 /* mkstemp, fchmod */

#include "file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 16, MAX_OUTPUTS = 4 };

const char *file_read(struct arena *arena, const char *path, uint64_t limit,
                      struct buffer *buffer)
{
    FILE *stream = fopen(path, "rb");
    size_t got;

    if (stream == NULL) {
        return arena_format(arena, "cannot be read: %s", strerror(errno));
    }
    do {
        buffer_reserve(buffer, READ_SIZE);
        got = fread(buffer->data + buffer->size, 1, READ_SIZE, stream);
        buffer->size += got;
    } while (got > 0 && buffer->size <= limit);
    int error = ferror(stream) ? errno : 0;
    (void)fclose(stream);
    if (error != 0) {
        return arena_format(arena, "cannot be read: %s", strerror(error));
    }
    if (buffer->size > limit) {
        return arena_format(arena, "is too large; expected at most %" PRIu64 " bytes", limit);
    }
    return NULL;
}

bool file_exists(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

const char *file_other_kind(const char *path)
{
    struct stat status;

    if (stat(path, &status) != 0 || S_ISREG(status.st_mode)) {
        return NULL;
    }
    return S_ISDIR(status.st_mode) ? "a folder" : "a pipe or a device";
}

bool file_is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool file_same(const char *a, const char *b)
{
    struct stat first;
    struct stat second;

    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static bool write_bytes(int descriptor, const struct buffer *contents)
{
    size_t done = 0;

    while (done < contents->size) {
        ssize_t count = write(descriptor, contents->data + done, contents->size - done);

        if (count < 0 && errno != EINTR) {
            return false;
        }
        done += count < 0 ? 0 : (size_t)count;
    }
    return true;
}

/* mkstemp makes files that only their owner may read; what the tool builds is
   no secret, so it gets the permissions that any new file gets. */
static mode_t usual_mode(void)
{
    mode_t mask = umask(0);

    (void)umask(mask);
    return 0666 & ~mask;
}

/* Renaming replaces whatever has the name: make sure that is a mere file. */
static bool check_place(struct diag *diag, const char *path)
{
    const char *kind = file_other_kind(path);

    if (kind != NULL) {
        diag_fail(diag, "cannot write '%s': it is %s; expected the name of a file", path, kind);
        return false;
    }
    return true;
}

/* Returns the name of the complete temporary file, or NULL. */
static char *write_temporary(struct arena *arena, struct diag *diag,
                             const struct output *output)
{
    char *name = arena_format(arena, "%s.XXXXXX", output->path);

    if (!check_place(diag, output->path)) {
        return NULL;
    }
    int descriptor = mkstemp(name);
    if (descriptor < 0) {
        diag_fail(diag, "cannot write '%s': %s; expected a name in a folder that exists and may "
                        "be written to",
                  output->path, strerror(errno));
        return NULL;
    }
    bool written = write_bytes(descriptor, output->contents) &&
                   fchmod(descriptor, usual_mode()) == 0;
    int error = errno;
    if (close(descriptor) != 0 && written) {
        written = false;
        error = errno;
    }
    if (!written) {
        diag_fail(diag, "cannot write '%s': %s", output->path, strerror(error));
        (void)unlink(name);
        return NULL;
    }
    return name;
}

/* Is output `i` the file that an earlier one has just become?  Until there is such a file,
   nobody can tell that two names mean the same. */
static bool check_own_place(struct diag *diag, const struct output *outputs, size_t i)
{
    for (size_t j = 0; j < i; j += 1) {
        if (file_same(outputs[i].path, outputs[j].path)) {
            diag_fail(diag, "outputs '%s' and '%s' are one file; expected two", outputs[j].path,
                      outputs[i].path);
            return false;
        }
    }
    return true;
}

static bool rename_one(struct diag *diag, const char *temporary, const struct output *outputs,
                       size_t i)
{
    if (!check_own_place(diag, outputs, i)) {
        return false;
    }
    if (rename(temporary, outputs[i].path) != 0) {
        diag_fail(diag, "cannot write '%s': %s", outputs[i].path, strerror(errno));
        return false;
    }
    return true;
}

static bool rename_all(struct diag *diag, char *const *temporaries,
                       const struct output *outputs, size_t count)
{
    for (size_t i = 0; i < count; i += 1) {
        if (rename_one(diag, temporaries[i], outputs, i)) {
            continue;
        }
        for (size_t j = 0; j < count; j += 1) {
            (void)unlink(j < i ? outputs[j].path : temporaries[j]);
        }
        return false;
    }
    return true;
}

bool file_write_all(struct arena *arena, struct diag *diag, const struct output *outputs,
                    size_t count)
{
    char *temporaries[MAX_OUTPUTS];

    for (size_t i = 0; i < count; i += 1) {
        temporaries[i] = write_temporary(arena, diag, &outputs[i]);
        if (temporaries[i] == NULL) {
            while (i > 0) {
                i -= 1;
                (void)unlink(temporaries[i]);
            }
            return false;
        }
    }
    return rename_all(diag, temporaries, outputs, count);
}
