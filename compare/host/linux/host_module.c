/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * The attacker as a part of the kernel that safe_server runs on.
 *
 * Sources: Linux, Documentation/arm64/memory.rst; DEN 0028 (SMC calling convention), DEN 0022
 * (PSCI); Arm DDI 0487 (DAIF, CNTVCT_EL0).
 */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "host_module.h"

static char step[16];
module_param_string(step, step, sizeof(step), 0444);
static int pid;
module_param(pid, int, 0444);
static ulong address;
module_param(address, ulong, 0444);
static ulong physical;
module_param(physical, ulong, 0444);
static ulong words[HOST_WORDS];
static int words_known;
module_param_array(words, ulong, &words_known, 0444);

static void by_process(unsigned int flags)
{
    struct pid *of = find_get_pid(pid);
    struct task_struct *task = get_pid_task(of, PIDTYPE_PID);

    if (task != NULL) {
        (void)access_process_vm(task, address, words, sizeof(words), FOLL_FORCE | flags);
        put_task_struct(task);
    }
    put_pid(of);
}

static void read_process(void)
{
    by_process(0);
}

static void write_process(void)
{
    by_process(FOLL_WRITE);
}

static void read_memory(void)
{
    memcpy(words, phys_to_virt(physical), sizeof(words));
}

static void write_memory(void)
{
    memcpy(phys_to_virt(physical), words, sizeof(words));
}

static void end_process(void)
{
    struct pid *of = find_get_pid(pid);

    (void)kill_pid(of, SIGKILL, 1);
    put_pid(of);
}

static void hold(void)
{
    u64 masks, start, now, hz;

    __asm__ volatile("mrs %0, daif\n msr daifset, #15\n isb\n mrs %1, cntvct_el0\n"
                     "mrs %2, cntfrq_el0"
                     : "=r"(masks), "=r"(start), "=r"(hz) : : "memory");
    do {
        for (int i = 0; i < HOLD_ROUNDS; i++) {
            __asm__ volatile("");
        }
        __asm__ volatile("isb\n mrs %0, cntvct_el0" : "=r"(now));
    } while (now - start < hz / 1000 * HOLD_MS);
    __asm__ volatile("msr daif, %0" : : "r"(masks) : "memory");
}

static void machine_off(void)
{
    register u64 x0 __asm__("x0") = 0x84000008; /* SYSTEM_OFF */

    __asm__ volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "memory");
}

static const struct {
    const char *name;
    void (*run)(void);
} steps[] = {
    {"read_process", read_process}, {"write_process", write_process}, {"read_memory", read_memory},
    {"write_memory", write_memory}, {"kill", end_process}, {"hold", hold}, {"off", machine_off},
};

static int __init host_init(void)
{
    for (size_t i = 0; i < HOST_WORDS; i++) {
        words[i] = strncmp(step, "write", 5) == 0 ? HOST_WRITTEN + i : 0;
    }
    words_known = HOST_WORDS;
    for (size_t i = 0; i < ARRAY_SIZE(steps); i++) {
        if (strcmp(step, steps[i].name) == 0) {
            steps[i].run();
            return 0;
        }
    }
    return -EINVAL;
}

static void __exit host_exit(void)
{
}

module_init(host_init);
module_exit(host_exit);
/* Whoever takes it takes either licence. */
MODULE_LICENSE("Dual BSD/GPL");
MODULE_DESCRIPTION("What a part of the kernel can do to a process beside it");
