/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls that only some configurations have.  Calling one that the
 * kernel lacks is a fault, so it is not declared there either.
 */
#pragma once

#include <sel4/config.h>
#include <sel4/message.h>

/* A call with one word in, one word out, both in x0. */
static inline seL4_Word sel4_trap_word(int number, seL4_Word word)
{
    register seL4_Word x0 __asm__("x0") = word;
    register seL4_Word x7 __asm__("x7") = (seL4_Word)number;

    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x7) : "memory");
    return x0;
}

#ifdef CONFIG_PRINTING
static inline void seL4_DebugPutChar(char c)
{
    (void)sel4_trap_word(seL4_SysDebugPutChar, (seL4_Uint8)c);
}

static inline void seL4_DebugPutString(const char *s)
{
    for (; *s != '\0'; s++) {
        seL4_DebugPutChar(*s);
    }
}

/* Prints the table of threads. */
static inline void seL4_DebugDumpScheduler(void)
{
    (void)sel4_trap_word(seL4_SysDebugDumpScheduler, 0);
}
#endif

/*
 * For programs that are the same in every configuration: whether there is
 * printing, no output where there is none, no names where there are none.
 */
#ifdef CONFIG_PRINTING
enum { sel4_debug_printing = 1 };
#else
enum { sel4_debug_printing = 0 };
#endif

static inline void sel4_debug_put_char(char c)
{
#ifdef CONFIG_PRINTING
    seL4_DebugPutChar(c);
#else
    (void)c;
#endif
}

#ifdef CONFIG_DEBUG_BUILD
/* Stops the machine. */
static inline void seL4_DebugHalt(void)
{
    (void)sel4_trap_word(seL4_SysDebugHalt, 0);
}

/* Prints the capabilities of the system. */
static inline void seL4_DebugSnapshot(void)
{
    (void)sel4_trap_word(seL4_SysDebugSnapshot, 0);
}

/* The kernel's type number of a capability; 0 if there is none. */
static inline seL4_Uint32 seL4_DebugCapIdentify(seL4_CPtr cap)
{
    return (seL4_Uint32)sel4_trap_word(seL4_SysDebugCapIdentify, cap);
}

/*
 * Names a thread in the kernel's reports.  `tcb` must be a TCB capability and
 * the name shorter than the message area (960 bytes with its end): for
 * anything else the kernel stops.  Overwrites message registers.
 */
static inline void seL4_DebugNameThread(seL4_CPtr tcb, const char *name)
{
    char *to = (char *)seL4_GetIPCBuffer()->msg;

    do {
        *to++ = *name;
    } while (*name++ != '\0');
    (void)sel4_trap_word(seL4_SysDebugNameThread, tcb);
}
#endif

static inline void sel4_debug_name_thread(seL4_CPtr tcb, const char *name)
{
#ifdef CONFIG_DEBUG_BUILD
    seL4_DebugNameThread(tcb, name);
#else
    (void)tcb;
    (void)name;
#endif
}

#ifdef CONFIG_ENABLE_BENCHMARKS
/* Enters the kernel and returns: the cost of doing nothing. */
static inline void seL4_BenchmarkNullSyscall(void)
{
    (void)sel4_trap_word(seL4_SysBenchmarkNullSyscall, 0);
}

/* Writes back and empties all caches. */
static inline void seL4_BenchmarkFlushCaches(void)
{
    (void)sel4_trap_word(seL4_SysBenchmarkFlushCaches, 0);
}

/* Starts to count who uses the processor, from zero but for the threads' own counts. */
static inline seL4_Error seL4_BenchmarkResetLog(void)
{
    return (seL4_Error)sel4_trap_word(seL4_SysBenchmarkResetLog, 0);
}

/* Stops it.  Returns 0: there is no log with entries to tell the number of. */
static inline seL4_Word seL4_BenchmarkFinalizeLog(void)
{
    return sel4_trap_word(seL4_SysBenchmarkFinalizeLog, 0);
}

/* Puts the counts of the thread `tcb`, and of all, into the message area of the IPC buffer;
   benchmark_utilisation_types.h says where each is.  No effect if `tcb` is no TCB. */
static inline void seL4_BenchmarkGetThreadUtilisation(seL4_CPtr tcb)
{
    (void)sel4_trap_word(seL4_SysBenchmarkGetThreadUtilisation, tcb);
}

/* Sets the thread's own counts to zero. */
static inline void seL4_BenchmarkResetThreadUtilisation(seL4_CPtr tcb)
{
    (void)sel4_trap_word(seL4_SysBenchmarkResetThreadUtilisation, tcb);
}
#endif
