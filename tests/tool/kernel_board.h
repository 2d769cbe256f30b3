/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel says of the board and of scheduling domains, for the tool to agree with.
 */
#pragma once

#include <stdint.h>

unsigned kernel_board_max_irq(void);
unsigned kernel_board_timer_irq(void);
unsigned kernel_board_timer_khz(void);
unsigned kernel_sched_domains(void);
unsigned kernel_schedule_length(void);
uint64_t kernel_board_ram_start(void);
uint64_t kernel_board_ram_end(void);
unsigned kernel_board_reserved_count(void);
uint64_t kernel_board_reserved_start(unsigned index);
uint64_t kernel_board_reserved_end(unsigned index);
