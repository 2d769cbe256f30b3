/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench-usage COMMAND...: runs it and prints two rows: the processor time that
 * it used, in milliseconds, and the largest amount of memory that it had, in
 * bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

/* ru_maxrss is in kilobytes, but for macOS, where it is in bytes (getrusage(2)). */
static long maxrss_unit(void)
{
    struct utsname name;

    return uname(&name) == 0 && strcmp(name.sysname, "Darwin") == 0 ? 1 : 1024;
}

static double milliseconds(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

int main(int argc, char **argv)
{
    struct rusage usage;
    int status;
    pid_t child;

    if (argc < 2) {
        (void)fputs("usage: bench-usage COMMAND...\n", stderr);
        return 2;
    }
    child = fork();
    if (child == 0) {
        (void)execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 ||
        getrusage(RUSAGE_CHILDREN, &usage) != 0) {
        (void)fprintf(stderr, "error: %s failed\n", argv[1]);
        return 1;
    }
    printf("BENCH tool_63pd_cpu_time %.1f\n",
           milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime));
    printf("BENCH tool_63pd_peak_memory %ld\n", usage.ru_maxrss * maxrss_unit());
    return 0;
}
