/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a fault in a driver does to Linux: loads the module, lets it serve, sets
 * off its bug, and looks at what is left of the process, the lock, the device,
 * the other services and the kernel.
 *
 * Prints DRIVER, SHOW, INSTEAD and MISSING lines, and at the end DRIVER DONE, at which the
 * machine is to be ended from outside: the first process would wait for ever for
 * those who wait for the lock.  With oops=panic the kernel ends it before that.
 */
#define _GNU_SOURCE
#include "driver_guest.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

enum { REQUESTS = 100, NEXT_USERS = 8, PATIENCE_S = 5 };

/* The bit of the kernel's taint mask that an oops sets (Documentation, tainted-kernels). */
enum { TAINT_DIED = 1 << 7 };

static unsigned long taint(void)
{
    char text[32] = "";
    FILE *f = fopen("/proc/sys/kernel/tainted", "r");

    if (f == NULL || fgets(text, sizeof(text), f) == NULL) {
        perror("/proc/sys/kernel/tainted");
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    return strtoul(text, NULL, 10);
}

static void must(int holds, const char *what)
{
    if (!holds) {
        printf("MISSING module %s: %s\nDRIVER DONE\n", what, strerror(errno));
        exit(1);
    }
}

static void load(void)
{
    int file = open(MODULE_FILE, O_RDONLY | O_CLOEXEC);

    must(file >= 0, MODULE_FILE);
    must(syscall(SYS_finit_module, file, "", 0) == 0, "finit_module");
    (void)close(file);
}

/* 0 if the device has served `command`. */
static int request(int device, unsigned long command, unsigned long value)
{
    struct bank_request r = {.command = command, .index = 3, .value = value};

    return ioctl(device, FAULTY_REQUEST, &r);
}

static void serve_before(void)
{
    int device = open(DEVICE_FILE, O_RDWR | O_CLOEXEC);
    uint64_t start;

    must(device >= 0, DEVICE_FILE);
    must(request(device, BANK_WRITE, 7) == 0, "first request");
    start = guest_ticks();
    for (int i = 0; i < REQUESTS; i++) {
        must(request(device, BANK_READ, 0) == 0, "request");
    }
    printf("SHOW module driver_request %d requests served, %llu instructions each\n", REQUESTS,
           (unsigned long long)((guest_ticks() - start) * INSTRUCTIONS_PER_TICK / REQUESTS));
    (void)close(device);
}

/* A process that sets off the bug: one request that is served, and one that is not. */
static void set_off(void)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        int device = open(DEVICE_FILE, O_RDWR | O_CLOEXEC);

        (void)request(device, BANK_WRITE, 7);
        (void)request(device, BANK_CALIBRATE, 0);
        _exit(0);
    }
    must(waitpid(child, &status, 0) == child, "waitpid");
    if (WIFSIGNALED(status)) {
        printf("SHOW module driver_culprit the process that made the system call: SIG%s\n",
               sigabbrev_np(WTERMSIG(status)));
    } else {
        printf("SHOW module driver_culprit the call returned, exit status %d\n",
               WEXITSTATUS(status));
    }
}

static char state_of(pid_t pid)
{
    char path[64], text[256] = "";
    char *end;
    FILE *f;

    (void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    f = fopen(path, "r");
    if (f == NULL) {
        return '-';
    }
    end = fgets(text, sizeof(text), f) == NULL ? NULL : strrchr(text, ')');
    (void)fclose(f);
    return end != NULL && end[1] == ' ' ? end[2] : '?';
}

/* How many of `users` have not ended by now; each takes its own SIGKILL first, if `kill_them`. */
static int count_waiting(const pid_t *users, int kill_them)
{
    int waiting = 0;

    for (int i = 0; i < NEXT_USERS; i++) {
        if (kill_them) {
            (void)kill(users[i], SIGKILL);
        }
    }
    (void)sleep(PATIENCE_S);
    for (int i = 0; i < NEXT_USERS; i++) {
        waiting += waitpid(users[i], NULL, WNOHANG) == 0;
    }
    return waiting;
}

/* Others open the device and make one request each; how many of them wait in vain. */
static int use_after(void)
{
    pid_t users[NEXT_USERS];
    int waiting;

    for (int i = 0; i < NEXT_USERS; i++) {
        users[i] = fork();
        if (users[i] == 0) {
            int device = open(DEVICE_FILE, O_RDWR | O_CLOEXEC);

            _exit(device >= 0 && request(device, BANK_READ, 0) == 0 ? 0 : 1);
        }
    }
    waiting = count_waiting(users, 0);
    printf("SHOW module driver_next_users %d of %d wait after %d s, state %c\n", waiting,
           NEXT_USERS, PATIENCE_S, state_of(users[0]));
    waiting = count_waiting(users, 1);
    printf("SHOW module driver_killed %d of %d wait %d s after SIGKILL, state %c\n", waiting,
           NEXT_USERS, PATIENCE_S, state_of(users[0]));
    return waiting;
}

static void unload(void)
{
    int result = (int)syscall(SYS_delete_module, FAULTY_NAME, O_NONBLOCK);

    printf("SHOW module driver_reload delete_module: %s\n",
           result == 0 ? "done, so it could be loaded afresh" : strerror(errno));
}

/* A service that has nothing to do with the device: how many of REQUESTS it answers. */
static int bystander_serves(int socket)
{
    int answered = 0;
    char byte = 0;

    for (int i = 0; i < REQUESTS; i++) {
        answered += send(socket, &byte, 1, MSG_NOSIGNAL) == 1 && recv(socket, &byte, 1, 0) == 1;
    }
    return answered;
}

static int start_bystander(void)
{
    int ends[2];

    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0, "socketpair");
    if (fork() == 0) {
        char byte;

        (void)close(ends[0]);
        while (recv(ends[1], &byte, 1, 0) == 1) {
            (void)send(ends[1], &byte, 1, MSG_NOSIGNAL);
        }
        _exit(0);
    }
    (void)close(ends[1]);
    return ends[0];
}

static void report(int lost, int bystander, unsigned long before, unsigned long loaded)
{
    int answered = bystander_serves(bystander);
    unsigned long after = taint();

    printf("SHOW module driver_bystander %d of %d requests to another service answered\n", answered,
           REQUESTS);
    printf("SHOW module driver_taint %lu before, %lu with the module loaded, %lu after the fault\n",
           before, loaded, after);
    printf("DRIVER module system_survives %d\n", answered == REQUESTS);
    printf("DRIVER module tainted %d\n", (after & TAINT_DIED) != 0);
    printf("DRIVER module requests_lost %d\n", lost);
    if (lost > 1) {
        printf("INSTEAD module:service_interrupted_instructions endless who uses the device waits "
               "for its lock until the machine restarts\n");
    }
}

int main(void)
{
    unsigned long before = taint();
    unsigned long loaded;
    int bystander;
    int lost = 1; /* the request that set it off */

    load();
    loaded = taint();
    bystander = start_bystander();
    must(bystander_serves(bystander) == REQUESTS, "bystander");
    serve_before();
    set_off();
    lost += use_after();
    unload();
    report(lost, bystander, before, loaded);
    printf("DRIVER DONE\n");
    return 0;
}
