/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel of this configuration (benchmark) offers, under the names that
 * seL4's build uses.  An option that is on has the value 1; one that is off is
 * not defined.  Makefiles read single lines of this file with grep and
 * `cut -d' ' -f4`: two spaces before each value.
 *
 * CONFIG_MAX_NUM_WORK_UNITS_PER_PREEMPTION is there for programs that name it,
 * with seL4's value: this kernel looks for an interrupt after each unit.
 *
 * CONFIG_ROOT_CNODE_SIZE_BITS is the last line of the copy in an SDK: make adds
 * it, see ROOT_CNODE_BITS.
 */
#pragma once

#define CONFIG_SEL4_ARCH  aarch64
#define CONFIG_ARCH  arm
#define CONFIG_ARCH_ARM  1
#define CONFIG_ARCH_AARCH64  1
#define CONFIG_SEL4_ARCH_AARCH64  1
#define CONFIG_WORD_SIZE  64
#define CONFIG_PLAT  qemu-arm-virt
#define CONFIG_PLAT_QEMU_ARM_VIRT  1
#define CONFIG_ARM_CPU  cortex-a53
#define CONFIG_ARM_CORTEX_A53  1
#define CONFIG_ARCH_ARM_V8A  1
#define CONFIG_ARM_PA_SIZE_BITS_40  1
#define CONFIG_L1_CACHE_LINE_SIZE_BITS  6
#define CONFIG_ARM_TLS_REG_TPIDRU  1
#define CONFIG_HAVE_FPU  1

#define CONFIG_KERNEL_MCS  1
#define CONFIG_MAX_NUM_NODES  1
#define CONFIG_NUM_PRIORITIES  256
#define CONFIG_NUM_DOMAINS  16
#define CONFIG_NUM_DOMAIN_SCHEDULES  100
#define CONFIG_BOOT_THREAD_TIME_SLICE  5
#define CONFIG_TIMER_FREQUENCY  62500000
#define CONFIG_MAX_NUM_BOOTINFO_UNTYPED_CAPS  230
#define CONFIG_RETYPE_FAN_OUT_LIMIT  256
#define CONFIG_RESET_CHUNK_BITS  12
#define CONFIG_MAX_NUM_WORK_UNITS_PER_PREEMPTION  100
#define CONFIG_FASTPATH  1
/* disabled: CONFIG_ARM_HYPERVISOR_SUPPORT */
/* disabled: CONFIG_ALLOW_SMC_CALLS */
/* disabled: CONFIG_HARDWARE_DEBUG_API */

/* User code may maintain caches and read the physical counter and timer. */
#define CONFIG_AARCH64_USER_CACHE_ENABLE  1
#define CONFIG_EXPORT_PCNT_USER  1
#define CONFIG_EXPORT_PTMR_USER  1
#define CONFIG_EXPORT_PMU_USER  1

/* disabled: CONFIG_DEBUG_BUILD */
/* disabled: CONFIG_PRINTING */
#define CONFIG_ENABLE_BENCHMARKS  1
#define CONFIG_KERNEL_BENCHMARK  track_utilisation
/* disabled: CONFIG_NO_BENCHMARKS */
#define CONFIG_BENCHMARK_TRACK_UTILISATION  1
