/* SPDX-License-Identifier: BSD-2-Clause */
/* The injected code goes for the others' files and sockets. */
#include "payload.h"
#include "payload_tools.h"
#include "sys.h"

#include <linux/fcntl.h>

enum { AF_UNIX = 1, SOCK_STREAM = 1, PATH_BYTES = 108 };

/* One string after the other: an array of pointers would have to be relocated. */
#define FILE_OF(owner, mode, path) path "\0"
#define SOCKET_OF(owner, mode, path) path "\0"
static const char files[] = OTHERS_FILES;
static const char sockets[] = OTHERS_SOCKETS;

static const char *nth(const char *list, unsigned long n)
{
    while (n > 0) {
        n -= *list == '\0';
        list++;
    }
    return list;
}

static void read_file(unsigned long n)
{
    char buffer[64];
    uint64_t digest = 0xcbf29ce484222325ull;
    long file = SYS3(openat, AT_FDCWD, nth(files, n), O_RDONLY);
    long bytes;

    if (file < 0) {
        return;
    }
    while ((bytes = SYS3(read, file, buffer, sizeof(buffer))) > 0) {
        for (long i = 0; i < bytes; i++) {
            digest = (digest ^ (uint8_t)buffer[i]) * 0x100000001b3ull;
        }
    }
    found()->files[n] = bytes == 0 ? digest : 0;
    (void)SYS1(close, file);
}

static void write_file(unsigned long n)
{
    const char mark = MARK;
    long file = SYS3(openat, AT_FDCWD, nth(files, n), O_WRONLY | O_APPEND);

    if (file >= 0) {
        (void)SYS3(write, file, &mark, 1);
        (void)SYS1(close, file);
    }
}

static void connect_to(unsigned long n)
{
    struct {
        uint16_t family;
        char path[PATH_BYTES];
    } address = { .family = AF_UNIX };
    const char *path = nth(sockets, n);
    long s = SYS3(socket, AF_UNIX, SOCK_STREAM, 0);

    for (unsigned long i = 0; path[i] != '\0'; i++) {
        address.path[i] = path[i];
    }
    if (s >= 0) {
        found()->connected[n] = SYS3(connect, s, &address, sizeof(address)) == 0;
        (void)SYS1(close, s);
    }
}

void files_item(unsigned long step, unsigned long item)
{
    if (step == STEP_READ_FILES) {
        read_file(item);
    } else if (step == STEP_WRITE_FILES) {
        write_file(item);
    } else {
        connect_to(item);
    }
}
