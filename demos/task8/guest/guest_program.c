/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's first program: sets up what programs expect, starts the service, and does what it is
 * told.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "../task8.h"
#include "guest_program.h"

enum { LINE = 256, ORDINARY = 1000 };

static int questions = -1; /* to the service */

static void complain(const char *what)
{
    printf("guest: %s: not there\n", what);
    (void)fflush(stdout);
}

static void mount_or_say(const char *type, const char *place)
{
    (void)mkdir(place, 0755);
    if (mount(type, place, type, 0, NULL) != 0) {
        complain(place);
    }
}

/* 0, or -1. */
static int load_module(const char *path, const char *parameter)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    long result = syscall(SYS_finit_module, file, parameter, 0);

    (void)close(file);
    return result == 0 ? 0 : -1;
}

static void load_drivers(void)
{
    static const char *const names[] = {"virtio_ring", "virtio",       "virtio_mmio", "virtio_blk",
                                        "failover",    "net_failover", "virtio_net",
                                        "virtio_console"};
    char path[LINE];

    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void)snprintf(path, sizeof(path), "/modules/%s.ko", names[i]);
        if (load_module(path, "") != 0) {
            complain(path);
        }
    }
}

static void open_link(void)
{
    struct termios raw;

    link_line = open("/dev/hvc0", O_RDWR | O_NOCTTY);
    if (link_line < 0 || tcgetattr(link_line, &raw) != 0) {
        complain("/dev/hvc0");
        return;
    }
    cfmakeraw(&raw);
    (void)tcsetattr(link_line, TCSANOW, &raw);
}

/* ---- The service ---- */

/* As safe_server's: each bit of the answer depends on many of the question. */
static uint64_t answer_to(uint64_t word)
{
    word ^= word << 13;
    word ^= word >> 7;
    word ^= word << 17;
    return word * 0x9e3779b97f4a7c15ull;
}

static void serve(int from)
{
    uint64_t word;

    while (read(from, &word, sizeof(word)) == sizeof(word)) {
        dprintf(link_line, ANSWER "%016llx\n", (unsigned long long)answer_to(word));
    }
    _exit(0);
}

/* An ordinary user's process. */
static void start_service(void)
{
    int ends[2];

    if (pipe(ends) != 0) {
        complain("pipe");
        return;
    }
    if (fork() == 0) {
        (void)close(ends[1]);
        if (setgid(ORDINARY) != 0 || setuid(ORDINARY) != 0) {
            _exit(1);
        }
        serve(ends[0]);
    }
    (void)close(ends[0]);
    questions = ends[1];
}

/* ---- What it is told ---- */

static void attempts_as(unsigned user)
{
    pid_t child = fork();

    if (child == 0) {
        if (user != 0 && (setgid(user) != 0 || setuid(user) != 0)) {
            _exit(1);
        }
        attempts();
        _exit(0);
    }
    (void)waitpid(child, NULL, 0);
}

/* What the module reports is in a parameter of its own. */
static void kernel_step(const char *step)
{
    char parameter[LINE];
    char text[4096];
    ssize_t bytes;
    int file;

    (void)snprintf(parameter, sizeof(parameter), "step=%s", step);
    report("loaded", load_module("/modules/attack_module.ko", parameter) == 0, 1);
    file = open("/sys/module/attack_module/parameters/result", O_RDONLY);
    bytes = file >= 0 ? read(file, text, sizeof(text)) : 0;
    if (bytes > 0) {
        (void)!write(link_line, text, (size_t)bytes);
    }
    (void)close(file);
    (void)syscall(SYS_delete_module, "attack_module", O_NONBLOCK);
}

static void obey(char *line)
{
    if (strncmp(line, ASK, strlen(ASK)) == 0) {
        uint64_t word = strtoull(line + strlen(ASK), NULL, 16);

        (void)!write(questions, &word, sizeof(word));
        return;
    }
    if (strcmp(line, "user") == 0) {
        attempts_as(ORDINARY);
    } else if (strcmp(line, "root") == 0) {
        attempts_as(0);
    } else if (strncmp(line, "kernel ", 7) == 0) {
        kernel_step(line + 7);
    } else if (strcmp(line, "network") == 0) {
        ask_network();
    } else if (strcmp(line, "exploit") == 0) {
        attack_network();
    }
    dprintf(link_line, "done\n");
}

int main(void)
{
    char line[LINE];
    FILE *in;
    int fresh;

    mount_or_say("proc", "/proc");
    mount_or_say("sysfs", "/sys");
    mount_or_say("devtmpfs", "/dev");
    load_drivers();
    open_link();
    start_service();
    /* What an earlier guest left in its file system would be here. */
    fresh = open("/taken", O_CREAT | O_EXCL | O_WRONLY, 0600);
    report("fresh", fresh >= 0, 1);
    dprintf(link_line, "ready\n");
    in = fdopen(link_line, "r");
    while (in != NULL && fgets(line, sizeof(line), in) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        obey(line);
    }
    complain("the link");
    for (;;) {
        (void)pause();
    }
}
