/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first process of the Linux guest: mounts what programs expect, runs the
 * ones that the kernel's command line names, one after the other, and turns the
 * machine off.
 *
 *     run=PROGRAM[:ARGUMENT...][,PROGRAM...]     programs of /bin
 *
 * The console shows `RUN program` before each, and `EXIT program status` after
 * it; at the end `GUEST DONE`.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

enum { LINE = 2048, ARGUMENTS = 8 };

static void mount_or_say(const char *type, const char *place)
{
    (void)mkdir(place, 0755);
    if (mount(type, place, type, 0, NULL) != 0) {
        perror(place);
    }
}

/* The console, for every program to come; the kernel may not have opened one for us. */
static void open_console(void)
{
    int console = open("/dev/console", O_RDWR);

    for (int fd = 0; console >= 0 && fd < 3; fd++) {
        (void)dup2(console, fd);
    }
    if (console > 2) {
        (void)close(console);
    }
}

static void read_command_line(char *line)
{
    FILE *f = fopen("/proc/cmdline", "r");

    line[0] = '\0';
    if (f == NULL || fgets(line, LINE, f) == NULL) {
        perror("/proc/cmdline");
    }
    if (f != NULL) {
        (void)fclose(f);
    }
    line[strcspn(line, "\n")] = '\0';
}

/* The value of `run=` in `line`, which is cut at its end; "" if there is none. */
static char *programs_of(char *line)
{
    for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " ")) {
        if (strncmp(word, "run=", 4) == 0) {
            return word + 4;
        }
    }
    return line + strlen(line);
}

/* A stray child must not be taken for the program. */
static int wait_for(pid_t child)
{
    int status;

    for (;;) {
        pid_t ended = wait(&status);

        if (ended == child || ended < 0) {
            return ended < 0 ? -1 : status;
        }
    }
}

static void run(char *command)
{
    char path[128];
    char *arguments[ARGUMENTS + 1] = {NULL};
    int status;
    pid_t child;

    arguments[0] = strtok(command, ":");
    for (int i = 1; i < ARGUMENTS && arguments[i - 1] != NULL; i++) {
        arguments[i] = strtok(NULL, ":");
    }
    (void)snprintf(path, sizeof(path), "/bin/%s", arguments[0]);
    printf("RUN %s\n", arguments[0]);
    child = fork();
    if (child == 0) {
        (void)execv(path, arguments);
        perror(path);
        _exit(127);
    }
    status = wait_for(child);
    if (WIFSIGNALED(status)) {
        printf("EXIT %s signal %d\n", arguments[0], WTERMSIG(status));
    } else {
        printf("EXIT %s %d\n", arguments[0], WEXITSTATUS(status));
    }
    /* Nothing that a program left behind may run on into the next. */
    (void)kill(-1, SIGKILL);
    while (wait(NULL) > 0) {
    }
}

/* Runs each program of `list`, separated by commas. */
static void run_all(char *list)
{
    while (*list != '\0') {
        size_t length = strcspn(list, ",");
        char *next = list + length + (list[length] == ',' ? 1 : 0);

        list[length] = '\0';
        run(list);
        list = next;
    }
}

int main(void)
{
    static char line[LINE];
    uint64_t started = guest_ticks();

    mount_or_say("devtmpfs", "/dev");
    open_console();
    (void)setvbuf(stdout, NULL, _IONBF, 0);
    mount_or_say("proc", "/proc");
    mount_or_say("sysfs", "/sys");
    mount_or_say("tmpfs", "/tmp");
    (void)chmod("/tmp", 01777);
    guest_tell_row();
    printf("BENCH linux_boot_to_init %llu\n",
           (unsigned long long)(started * INSTRUCTIONS_PER_TICK));
    read_command_line(line);
    run_all(programs_of(line));
    printf("GUEST DONE\n");
    sync();
    (void)reboot(RB_POWER_OFF);
    return 1;
}
