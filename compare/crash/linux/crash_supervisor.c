/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A supervisor of a service that crashes: what it sees of each crash, when, and
 * when the service answers again.  Four ways to build one on Linux:
 *
 *   processes         waitpid, then fork and exec
 *   users             the same; the worker has a user of its own and a seccomp filter
 *   processes_traced  as a debugger (ptrace), which sees registers and address
 *   processes_spare   another worker stands by, started before the crash
 *
 *     CRASH <configuration> <kind> <to notice> <to serve again> <what it saw>
 *     INSTEAD <configuration>:<kind> none <why there was no crash>
 *
 * Instructions from the one before the crash, means.  Supervisor and worker have
 * real-time priorities.
 *
 *     crash_supervisor [REPEATS]     of each kind; if it is not said 50, and the kernel's limit
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crash.h"
#include "crash_notice.h"
#include "crash_numbers.h"
#include "guest.h"

enum { PRIORITY_SUPERVISOR = 50, PRIORITY_WORKER = 40, WORKER_USER = 1001 };
enum { WORKER_STACK_BYTES = 0x2000 }; /* as in demos/task4/system_fault.xml */
enum { PAUSE_US = 2000 };             /* for the kernel to clean up after a process */

struct worker {
    pid_t pid;
    int socket;
};

struct configuration {
    const char *name;
    int traced, spare, user;
};

static const struct configuration configurations[] = {
    {.name = "processes"},
    {.name = "users", .user = 1},
    {.name = "processes_traced", .traced = 1},
    {.name = "processes_spare", .spare = 1},
};

static const char *const names[CRASH_KINDS] = CRASH_NAMES;
static volatile struct crash_page *page;
static int page_fd;

static void must(int holds, const char *what)
{
    if (!holds) {
        printf("MISSING crash failed: %s: %s\n", what, strerror(errno));
        exit(1);
    }
}

static void set_priority(int priority)
{
    struct sched_param parameters = {.sched_priority = priority};

    must(sched_setscheduler(0, SCHED_FIFO, &parameters) == 0, "sched_setscheduler");
}

/* At the second limit of RLIMIT_CPU the kernel does not warn any more. */
static void limit(int resource, rlim_t most, rlim_t grace)
{
    struct rlimit both = {most, most == RLIM_INFINITY ? most : most + grace};

    must(setrlimit((__rlimit_resource_t)resource, &both) == 0, "setrlimit");
}

static void become_worker(const struct configuration *c, int end, rlim_t seconds)
{
    set_priority(PRIORITY_WORKER);
    limit(RLIMIT_STACK, WORKER_STACK_BYTES, 0);
    limit(RLIMIT_CPU, seconds, 1);
    must(dup2(end, CRASH_SOCKET_FD) >= 0 && dup2(page_fd, CRASH_PAGE_FD) >= 0, "dup2");
    if (c->user) {
        must(setgid(WORKER_USER) == 0 && setuid(WORKER_USER) == 0, "setuid");
    }
    (void)execl("/bin/crash_worker", "crash_worker", c->user ? "filter" : (char *)NULL,
                (char *)NULL);
    must(0, "execl");
}

/* A worker that the kernel ends after so many seconds of computing. */
static struct worker start(const struct configuration *c, rlim_t seconds)
{
    struct worker w;
    int ends[2];

    must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0, "socketpair");
    w.socket = ends[0];
    w.pid = fork();
    must(w.pid >= 0, "fork");
    if (w.pid == 0) {
        become_worker(c, ends[1], seconds);
    }
    must(!c->traced || ptrace(PTRACE_SEIZE, w.pid, 0, 0) == 0, "ptrace");
    (void)close(ends[1]);
    return w;
}

static void end(struct worker *w)
{
    int status;

    (void)kill(w->pid, SIGKILL);
    while (waitpid(w->pid, &status, 0) == w->pid && WIFSTOPPED(status)) {
    }
    (void)close(w->socket);
}

static void order(const struct worker *w, uint64_t what)
{
    static uint64_t question;

    page->order = what;
    page->question = ++question;
    page->answer = 0;
    must(send(w->socket, "", 1, MSG_NOSIGNAL) == 1, "send");
}

/* The time at which `w` has answered a request. */
static uint64_t serve(const struct worker *w)
{
    char byte;

    order(w, CRASH_SERVE);
    must(recv(w->socket, &byte, 1, 0) == 1 && page->answer == crash_answer(page->question),
         "request not served");
    return guest_ticks();
}

static void watchdog(long us)
{
    struct itimerval timer = {.it_value = {.tv_usec = us}};

    must(setitimer(ITIMER_REAL, &timer, NULL) == 0, "setitimer");
}

static void on_alarm(int signal)
{
    (void)signal; /* only to interrupt waitpid */
}

/* Waits for the worker to end, or for the watchdog. */
static struct notice wait_for_crash(const struct worker *w)
{
    struct notice n = {.cause = NOTICE_HANG};
    pid_t ended = waitpid(w->pid, &n.status, 0);
    char byte;

    n.at = guest_ticks();
    watchdog(0);
    if (ended == w->pid) {
        n.cause = WIFSTOPPED(n.status) ? NOTICE_STOPPED : NOTICE_ENDED;
    } else if (recv(w->socket, &byte, 1, MSG_DONTWAIT) == 1) {
        n.cause = NOTICE_NOTHING;
        n.error = (int)page->error;
    }
    if (n.cause == NOTICE_STOPPED) {
        notice_registers(&n, w->pid);
    }
    return n;
}

struct sum {
    uint64_t notice, serve;
};

/* One crash, from an order to a worker that has served, to the next that has. */
static struct notice crash_once(const struct configuration *c, enum crash_kind kind,
                                struct worker *w, struct sum *sum)
{
    struct worker spare = {.pid = 0};
    struct notice n;

    if (c->spare) {
        spare = start(c, RLIM_INFINITY);
        (void)usleep(PAUSE_US);
    }
    (void)serve(w);
    watchdog(CRASH_WATCHDOG_US);
    order(w, (uint64_t)kind);
    n = wait_for_crash(w);
    if (n.cause == NOTICE_HANG) {
        (void)kill(w->pid, SIGKILL);
    }
    if (n.cause != NOTICE_NOTHING) {
        struct worker old = *w;

        *w = c->spare ? spare : start(c, RLIM_INFINITY);
        sum->notice += n.at - page->crashed_at;
        sum->serve += serve(w) - page->crashed_at;
        end(&old);
    } else if (c->spare) {
        end(&spare);
    }
    (void)usleep(PAUSE_US);
    return n;
}

static void print_mean(const struct configuration *c, enum crash_kind kind, struct sum sum,
                       uint64_t repeats)
{
    printf("CRASH %s %s %llu %llu ", c->name, names[kind],
           (unsigned long long)(sum.notice * INSTRUCTIONS_PER_TICK / repeats),
           (unsigned long long)(sum.serve * INSTRUCTIONS_PER_TICK / repeats));
}

static void crash_often(const struct configuration *c, enum crash_kind kind, uint64_t repeats,
                        struct worker *w)
{
    struct sum sum = {0, 0};
    struct notice n = {.cause = NOTICE_NOTHING};

    for (uint64_t i = 0; i < repeats; i++) {
        n = crash_once(c, kind, w, &sum);
    }
    if (n.cause == NOTICE_NOTHING) {
        printf("INSTEAD %s:%s none ", c->name, names[kind]);
    } else {
        print_mean(c, kind, sum, repeats);
    }
    notice_print(&n);
    printf("\n");
}

/* All kinds, with a supervisor of one sort. */
static void crash_in_all_ways(const struct configuration *c, uint64_t repeats)
{
    struct worker w = start(c, RLIM_INFINITY);

    for (int kind = 0; kind < CRASH_KINDS; kind++) {
        crash_often(c, (enum crash_kind)kind,
                    kind == CRASH_LOOP && repeats > CRASH_LOOP_REPEATS ? CRASH_LOOP_REPEATS
                                                                        : repeats, &w);
    }
    end(&w);
}

/* The kernel's own remedy for an endless loop. */
static void loop_until_limit(void)
{
    struct worker w = start(&configurations[0], 1);
    struct notice n;

    (void)serve(&w);
    order(&w, CRASH_LOOP);
    n = wait_for_crash(&w);
    printf("SHOW processes crash_loop_limit RLIMIT_CPU of 1 s, no watchdog: ");
    notice_print(&n);
    printf(", after %llu instructions\n",
           (unsigned long long)((n.at - page->crashed_at) * INSTRUCTIONS_PER_TICK));
    end(&w);
}

static void prepare(void)
{
    struct sigaction action = {.sa_handler = on_alarm};

    /* The numbers that a worker's own have stay taken. */
    page_fd = memfd_create("page", MFD_CLOEXEC);
    while (page_fd >= 0 && page_fd <= CRASH_PAGE_FD) {
        page_fd = fcntl(page_fd, F_DUPFD_CLOEXEC, page_fd + 1);
    }
    must(page_fd >= 0 && ftruncate(page_fd, CRASH_PULSE_BYTES) == 0, "memfd_create");
    page = mmap(NULL, CRASH_PULSE_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, page_fd, 0);
    must(page != MAP_FAILED && sigaction(SIGALRM, &action, NULL) == 0, "mmap");
    set_priority(PRIORITY_SUPERVISOR);
}

int main(int argc, char **argv)
{
    long repeats = argc > 1 ? strtol(argv[1], NULL, 10) : CRASH_REPEATS;

    must(repeats > 0, "REPEATS must be a number");
    prepare();
    for (size_t i = 0; i < sizeof(configurations) / sizeof(configurations[0]); i++) {
        crash_in_all_ways(&configurations[i], (uint64_t)repeats);
    }
    if (argc == 1) {
        loop_until_limit();
    }
    return 0;
}
