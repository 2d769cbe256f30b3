/* SPDX-License-Identifier: BSD-2-Clause */
/* The others' files and sockets: made, remembered and looked at again. */
#include "population.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "configuration.h"
#include "files.h"

enum { BACKLOG = 128, WORDS = 16 };

enum owner { ROOT, SAFE, MAIL, DATABASE, WEB, ALICE, CLIENT_USER };
/* The list's CLIENT is a user, exhibit.h's a component. */
#define CLIENT CLIENT_USER

static const struct entry {
    enum owner owner;
    mode_t mode;
    const char *path;
} files[] = {
#define FILE_OF(owner, mode, path) { owner, mode, path },
    OTHERS_FILES
}, sockets[] = {
#define SOCKET_OF(owner, mode, path) { owner, mode, path },
    OTHERS_SOCKETS
};

static uint64_t noted[FILES];
static int listeners[SOCKETS];

static uid_t uid_of(enum owner owner, bool one_user)
{
    switch (owner) {
    case SAFE:
        return one_user ? UID_APP : UID_SAFE;
    case CLIENT_USER:
        return one_user ? UID_APP : UID_CLIENT;
    case MAIL:
        return UID_MAIL;
    case DATABASE:
        return UID_DATABASE;
    case WEB:
        return UID_WEB;
    case ALICE:
        return UID_ALICE;
    default:
        return UID_ROOT;
    }
}

static void must(bool ok, const char *what)
{
    if (!ok) {
        perror(what);
        exit(1);
    }
}

/* All folders on the way to `path`; a home, a .ssh and a folder of keys are their owner's alone. */
static void make_folders(const char *path, uid_t owner)
{
    char folder[128];

    for (const char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        int length = (int)(slash - path);
        bool own;

        (void)snprintf(folder, sizeof(folder), "%.*s", length, path);
        own = strstr(folder, "/.ssh") != NULL || strstr(folder, "private") != NULL ||
              strcmp(folder, "/root") == 0 || strncmp(folder, "/home/", 6) == 0;
        (void)mkdir(folder, 0755);
        if (own) {
            must(chown(folder, owner, owner) == 0 && chmod(folder, 0700) == 0, folder);
        }
    }
}

static void make_file(const struct entry *entry, bool one_user)
{
    uint64_t words[WORDS];
    uid_t owner = uid_of(entry->owner, one_user);
    int file;

    make_folders(entry->path, owner);
    (void)unlink(entry->path);
    file = open(entry->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(file >= 0 && getrandom(words, sizeof(words), 0) == sizeof(words) &&
             write(file, words, sizeof(words)) == sizeof(words) &&
             fchown(file, owner, owner) == 0 && fchmod(file, entry->mode) == 0,
         entry->path);
    (void)close(file);
}

int population_listen(const char *path, int type, uid_t owner, mode_t mode)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int s = socket(AF_UNIX, type | SOCK_CLOEXEC | (type == SOCK_STREAM ? SOCK_NONBLOCK : 0), 0);

    (void)unlink(path);
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    must(s >= 0 && bind(s, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
             chown(path, owner, owner) == 0 && chmod(path, mode) == 0 && listen(s, BACKLOG) == 0,
         path);
    return s;
}

void population_make(bool one_user)
{
    for (size_t i = 0; i < FILES; i++) {
        make_file(&files[i], one_user);
    }
    make_folders("/run/x", 0);
    for (size_t i = 0; i < SOCKETS; i++) {
        if (listeners[i] > 0) {
            (void)close(listeners[i]);
        }
        listeners[i] = population_listen(sockets[i].path, SOCK_STREAM,
                                         uid_of(sockets[i].owner, one_user), sockets[i].mode);
    }
}

static uint64_t digest_of(const char *path)
{
    uint64_t digest = 0xcbf29ce484222325ull;
    unsigned char byte;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    must(file >= 0, path);
    while (read(file, &byte, 1) == 1) {
        digest = (digest ^ byte) * 0x100000001b3ull;
    }
    (void)close(file);
    return digest;
}

void population_note(void)
{
    for (size_t i = 0; i < FILES; i++) {
        noted[i] = digest_of(files[i].path);
    }
}

unsigned population_read(const uint64_t *digests)
{
    unsigned count = 0;

    for (size_t i = 0; i < FILES; i++) {
        count += digests[i] == noted[i];
    }
    return count;
}

unsigned population_changed(void)
{
    unsigned count = 0;

    for (size_t i = 0; i < FILES; i++) {
        count += digest_of(files[i].path) != noted[i];
    }
    return count;
}

unsigned population_connected(void)
{
    unsigned count = 0;

    for (size_t i = 0; i < SOCKETS; i++) {
        bool any = false;
        int s;

        while ((s = accept4(listeners[i], NULL, NULL, SOCK_CLOEXEC)) >= 0) {
            any = true;
            (void)close(s);
        }
        count += any;
    }
    return count;
}

const char *population_private_read(const uint64_t *digests)
{
    for (size_t i = 0; i < FILES; i++) {
        if (digests[i] == noted[i] && (files[i].mode & 0004) == 0) {
            return files[i].path;
        }
    }
    return NULL;
}
