/* SPDX-License-Identifier: BSD-2-Clause */
/* What the judge sees of other processes: /proc and /dev/mem (Linux manual pages, proc(5)). */
#include "evidence.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Opens /proc/PID/NAME. */
static FILE *open_proc(pid_t pid, const char *name)
{
    char path[64];

    (void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
    return fopen(path, "re");
}

bool evidence_memory(pid_t pid, uint64_t address, void *to, size_t bytes)
{
    FILE *f = open_proc(pid, "mem");
    bool ok = f != NULL && pread(fileno(f), to, bytes, (off_t)address) == (ssize_t)bytes;

    if (f != NULL) {
        (void)fclose(f);
    }
    return ok;
}

/* State and parent of a process, from /proc/PID/stat: PID (NAME) STATE PARENT ... */
static bool read_stat(pid_t pid, char *state, int *parent)
{
    char line[512];
    FILE *f = open_proc(pid, "stat");
    const char *after;
    bool ok;

    if (f == NULL) {
        return false;
    }
    ok = fgets(line, sizeof(line), f) != NULL && (after = strrchr(line, ')')) != NULL &&
         sscanf(after, ") %c %d", state, parent) == 2;
    (void)fclose(f);
    return ok;
}

char evidence_state(pid_t pid)
{
    char state = 0;
    int parent;

    return read_stat(pid, &state, &parent) ? state : '\0';
}

uint64_t evidence_processor(pid_t pid)
{
    unsigned long long nanoseconds = 0;
    FILE *f = open_proc(pid, "schedstat");

    if (f != NULL) {
        if (fscanf(f, "%llu", &nanoseconds) != 1) {
            nanoseconds = 0;
        }
        (void)fclose(f);
    }
    return nanoseconds;
}

uint64_t evidence_resident(pid_t pid)
{
    unsigned long size, resident = 0;
    FILE *f = open_proc(pid, "statm");

    if (f != NULL) {
        if (fscanf(f, "%lu %lu", &size, &resident) != 2) {
            resident = 0;
        }
        (void)fclose(f);
    }
    return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

unsigned evidence_children(pid_t pid)
{
    DIR *folder = opendir("/proc");
    const struct dirent *entry;
    unsigned count = 0;

    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char state;
        int parent;

        if (isdigit((unsigned char)entry->d_name[0]) &&
            read_stat(atoi(entry->d_name), &state, &parent)) {
            count += parent == pid && state != 'Z';
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    return count;
}

unsigned evidence_descriptors(pid_t pid)
{
    char path[64];
    DIR *folder;
    const struct dirent *entry;
    unsigned count = 0;

    (void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
    folder = opendir(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        count += entry->d_name[0] != '.';
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    return count;
}

bool evidence_module(const char *name)
{
    char line[256];
    FILE *f = fopen("/proc/modules", "re");
    bool found = false;

    while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
        found = found || (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == ' ');
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return found;
}

bool evidence_device(uint64_t address, uint32_t *value)
{
    int file = open("/dev/mem", O_RDONLY | O_SYNC | O_CLOEXEC);
    void *page = file < 0 ? MAP_FAILED :
                            mmap(NULL, 4096, PROT_READ, MAP_SHARED, file,
                                 (off_t)(address & ~0xfffull));

    if (file >= 0) {
        (void)close(file);
    }
    if (page == MAP_FAILED) {
        return false;
    }
    *value = *(volatile uint32_t *)((uintptr_t)page + (address & 0xfff));
    (void)munmap(page, 4096);
    return true;
}
