/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process starts with on Linux, counted by trying: the prober of Task 3
 * among the files, sockets and processes of compare/attack's system.
 *
 *     AMBIENT <configuration> <id> <got> <tried>      ids: ambient.txt
 *     SIZE linux <id> <value>
 */
#include "ambient.h"

#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "configuration.h"
#include "population.h"
#include "system_calls.h"

enum { NEIGHBOURS = 4, SETTLE_US = 20000, MOST_TEXT = 1 << 16 };

static void tell(const struct ambient_config *config, const char *id, size_t got, size_t tried)
{
    printf("AMBIENT %s %s %zu %zu\n", config->name, id, got, tried);
}

static void count(const struct ambient_config *config, const char *id, ambient_try *attempt,
                  size_t tried)
{
    tell(config, id, ambient_count(config, attempt, tried, SERIES_TOGETHER), tried);
}

/* Other services: processes that wait.  Whose they are is what the configurations differ in. */
static void start_neighbours(const struct ambient_config *config, pid_t *neighbours)
{
    static const uid_t users[NEIGHBOURS] = {UID_SAFE, UID_CLIENT, UID_WEB, UID_DATABASE};

    for (int i = 0; i < NEIGHBOURS; i++) {
        uid_t user = config->users ? users[i] : UID_APP;

        neighbours[i] = fork();
        if (neighbours[i] == 0) {
            if (setgroups(0, NULL) == 0 && setresgid(user, user, user) == 0 &&
                setresuid(user, user, user) == 0) {
                (void)execl("/proc/self/exe", "neighbour", "neighbour", (char *)NULL);
            }
            _exit(1);
        }
    }
    (void)usleep(SETTLE_US);
}

static void end_neighbours(const pid_t *neighbours)
{
    for (int i = 0; i < NEIGHBOURS; i++) {
        (void)kill(neighbours[i], SIGKILL);
        (void)waitpid(neighbours[i], NULL, 0);
    }
}

/* What root can read of a process: the file's text, or "". */
static size_t read_of(pid_t pid, const char *name, char *text)
{
    char path[64];
    size_t length = 0;
    FILE *f;

    (void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
    f = fopen(path, "r");
    if (f != NULL) {
        length = fread(text, 1, MOST_TEXT - 1, f);
        (void)fclose(f);
    }
    text[length] = '\0';
    return length;
}

static size_t count_bytes(const char *text, size_t length, char byte)
{
    size_t found = 0;

    for (size_t i = 0; i < length; i++) {
        found += text[i] == byte;
    }
    return found;
}

static size_t descriptors_of(pid_t pid)
{
    char path[64], target[64];
    size_t found = 0;

    for (int fd = 0; fd < 1024; fd++) {
        (void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)pid, fd);
        found += readlink(path, target, sizeof(target)) >= 0;
    }
    return found;
}

/* The number after `name`, at the beginning of a line. */
static unsigned long field_of(const char *text, const char *name, int base)
{
    const char *at = strstr(text, name);

    return at != NULL ? strtoul(at + strlen(name), NULL, base) : 0;
}

static unsigned long number_in(const char *path)
{
    char text[32] = "";
    FILE *f = fopen(path, "r");

    if (f == NULL || fgets(text, sizeof(text), f) == NULL) {
        perror(path);
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return strtoul(text, NULL, 10);
}

/* A started program that has become the prober and does nothing, seen from outside. */
static void look_at_one(const struct ambient_config *config)
{
    static char text[MOST_TEXT];
    char *const nothing[] = {NULL};
    struct rlimit open_files = {0, 0};
    size_t length;
    pid_t child = fork();

    if (child == 0) {
        char *const arguments[] = {"prober", "prober", (char *)(uintptr_t)config->name, NULL};

        (void)execve("/proc/self/exe", arguments, config->users ? nothing : environ);
        _exit(1);
    }
    (void)usleep(SETTLE_US);
    (void)prlimit(child, RLIMIT_NOFILE, NULL, &open_files);
    tell(config, "handles", descriptors_of(child), open_files.rlim_cur);
    length = read_of(child, "maps", text);
    tell(config, "memory_ranges", count_bytes(text, length, '\n'), count_bytes(text, length, '\n'));
    length = read_of(child, "environ", text);
    tell(config, "environment", count_bytes(text, length, '\0'), count_bytes(text, length, '\0'));
    (void)read_of(child, "status", text);
    tell(config, "root_powers", (size_t)__builtin_popcountl(field_of(text, "CapEff:", 16)),
         number_in("/proc/sys/kernel/cap_last_cap") + 1);
    (void)kill(child, SIGKILL);
    (void)waitpid(child, NULL, 0);
}

static void count_kernel_files(const struct ambient_config *config)
{
    size_t tried = ambient_list_paths("/proc", LIST_KERNEL);

    count(config, "proc_readable", ambient_try_read, tried);
    count(config, "proc_writable", ambient_try_write, tried);
    tried = ambient_list_paths("/sys", LIST_KERNEL);
    count(config, "sys_readable", ambient_try_read, tried);
    count(config, "sys_writable", ambient_try_write, tried);
}

static void count_files(const struct ambient_config *config)
{
    size_t tried = ambient_list_paths("/", LIST_FILES);

    count(config, "objects_readable", ambient_try_read, tried);
    count(config, "objects_writable", ambient_try_write, tried);
    count(config, "objects_executable", ambient_try_execute, tried);
    tried = ambient_list_paths("/dev", LIST_DEVICES);
    count(config, "devices", ambient_try_read, tried);
    tried = ambient_list_paths("/run", LIST_SOCKETS);
    count(config, "services_connectable", ambient_try_connect, tried);
}

static void count_components(const struct ambient_config *config)
{
    size_t tried = ambient_list_processes();

    count(config, "components_visible", ambient_try_see, tried);
    count(config, "components_stoppable", ambient_try_signal, tried);
    count(config, "components_traceable", ambient_try_trace, tried);
}

/* All that is counted; how many system calls do something. */
static size_t count_all(const struct ambient_config *config)
{
    pid_t neighbours[NEIGHBOURS];
    size_t calls;

    population_make(!config->users);
    start_neighbours(config, neighbours);
    look_at_one(config);
    calls = ambient_count(config, ambient_try_call, SYSTEM_CALLS, SERIES_EACH_AFRESH);
    tell(config, "system_calls", calls, SYSTEM_CALLS);
    count_files(config);
    count_kernel_files(config);
    count_components(config);
    count(config, "sockets_creatable", ambient_try_socket, AMBIENT_SOCKETS);
    tell(config, "namespaces", ambient_count(config, ambient_try_namespace, AMBIENT_NAMESPACES,
                                             SERIES_EACH_AFRESH), AMBIENT_NAMESPACES);
    end_neighbours(neighbours);
    return calls;
}

/* The kernel's machine code, from its symbols, whose addresses root can see. */
static void tell_kernel_size(void)
{
    unsigned long long address, first = 0, end = 0;
    char line[256], name[128];
    FILE *f = fopen("/proc/kallsyms", "r");

    while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
        if (sscanf(line, "%llx %*c %127s", &address, name) == 2) {
            first = strcmp(name, "_stext") == 0 ? address : first;
            end = strcmp(name, "_etext") == 0 ? address : end;
        }
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    if (first != 0 && end > first) {
        printf("SIZE linux kernel_text_bytes %llu\n", end - first);
    } else {
        printf("MISSING linux:kernel_text_bytes /proc/kallsyms has no _stext and _etext\n");
    }
}

static const struct ambient_config configurations[] = {
    {.name = "processes", .users = false},
    {.name = "users", .users = true},
};

/* What other processes of this program are: another service, or a prober that does nothing. */
static _Noreturn void stay(const char *as, const char *name)
{
    for (size_t i = 0; strcmp(as, "prober") == 0 && i < 2; i++) {
        if (strcmp(name, configurations[i].name) == 0) {
            ambient_become(&configurations[i]);
        }
    }
    for (;;) {
        (void)ppoll(NULL, 0, NULL, NULL);
    }
}

int main(int argc, char **argv)
{
    (void)setvbuf(stdout, NULL, _IONBF, 0);
    if (argc > 1) {
        stay(argv[1], argc > 2 ? argv[2] : "");
    }
    (void)mkdir("/var", 0755);
    (void)mkdir("/var/empty", 0555);
    printf("SIZE linux entry_points %zu\n", count_all(&configurations[0]));
    (void)count_all(&configurations[1]);
    tell_kernel_size();
    return 0;
}
