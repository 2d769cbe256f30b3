/* SPDX-License-Identifier: BSD-2-Clause */
/* The attempts: each is made by the prober, and changes nothing of others'. */
#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "ambient.h"
#include "system_calls.h"

enum { MOST_PATHS = 1 << 14, MOST_PROCESSES = 256, OPEN_AT_ONCE = 16 };

static char *paths[MOST_PATHS];
static size_t path_count;
static enum ambient_list wanted;

static pid_t processes[MOST_PROCESSES];

/* With such arguments nothing of others' is touched: no address is valid, no descriptor but 0, no
   process but those of its own session. */
bool ambient_try_call(size_t i)
{
    return system_call_is_there(system_call_number(i));
}

bool ambient_try_socket(size_t i)
{
    static const int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET};
    int s = socket((int)(i / 4), types[i % 4], 0);

    if (s >= 0) {
        (void)close(s);
    }
    return s >= 0;
}

/* Each together with a user namespace, as whoever is not root can. */
bool ambient_try_namespace(size_t i)
{
    static const int flags[AMBIENT_NAMESPACES] = {
        CLONE_NEWUSER, CLONE_NEWNS,  CLONE_NEWPID,    CLONE_NEWNET,
        CLONE_NEWIPC,  CLONE_NEWUTS, CLONE_NEWCGROUP, 0x80 /* CLONE_NEWTIME */,
    };

    return unshare(flags[i] | CLONE_NEWUSER) == 0;
}

static bool is_wanted(const struct stat *s, const char *path)
{
    switch (wanted) {
    case LIST_DEVICES:
        return S_ISCHR(s->st_mode) || S_ISBLK(s->st_mode);
    case LIST_SOCKETS:
        return S_ISSOCK(s->st_mode);
    default:
        /* Under /proc, what belongs to processes is counted as processes. */
        return S_ISREG(s->st_mode) && (strncmp(path, "/proc/", 6) != 0 ||
                                       path[6] < '0' || path[6] > '9');
    }
}

static int add_path(const char *path, const struct stat *s, int type, struct FTW *where)
{
    (void)type;
    (void)where;
    if (is_wanted(s, path) && path_count < MOST_PATHS) {
        paths[path_count] = strdup(path);
        path_count += paths[path_count] != NULL;
    }
    return 0;
}

size_t ambient_list_paths(const char *root, enum ambient_list kind)
{
    while (path_count > 0) {
        free(paths[--path_count]);
    }
    wanted = kind;
    (void)nftw(root, add_path, OPEN_AT_ONCE,
               FTW_PHYS | (kind == LIST_FILES || kind == LIST_SOCKETS ? FTW_MOUNT : 0));
    return path_count;
}

/* Opened and closed again, nothing is read or written. */
static bool opens(const char *path, int how)
{
    int file = open(path, how | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

    if (file >= 0) {
        (void)close(file);
    }
    return file >= 0;
}

bool ambient_try_read(size_t i)
{
    return opens(paths[i], O_RDONLY);
}

bool ambient_try_write(size_t i)
{
    return opens(paths[i], O_WRONLY);
}

bool ambient_try_execute(size_t i)
{
    return access(paths[i], X_OK) == 0;
}

bool ambient_try_connect(size_t i)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool connected;

    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", paths[i]);
    connected = s >= 0 && connect(s, (const struct sockaddr *)&address, sizeof(address)) == 0;
    if (s >= 0) {
        (void)close(s);
    }
    return connected;
}

/* Kernel threads have no program. */
static bool has_program(long pid)
{
    char path[64], target[64];

    (void)snprintf(path, sizeof(path), "/proc/%ld/exe", pid);
    return readlink(path, target, sizeof(target)) > 0;
}

size_t ambient_list_processes(void)
{
    size_t count = 0;

    for (long pid = 1; pid < 1 << 12 && count < MOST_PROCESSES; pid++) {
        if (pid != getpid() && has_program(pid)) {
            processes[count++] = (pid_t)pid;
        }
    }
    return count;
}

bool ambient_try_see(size_t i)
{
    char path[64];

    (void)snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)processes[i]);
    return opens(path, O_RDONLY);
}

bool ambient_try_signal(size_t i)
{
    return kill(processes[i], 0) == 0;
}

bool ambient_try_trace(size_t i)
{
    if (ptrace(PTRACE_SEIZE, processes[i], 0, 0) != 0) {
        return false;
    }
    (void)ptrace(PTRACE_INTERRUPT, processes[i], 0, 0);
    return true; /* its end lets the process go on */
}
