/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compiles the kernel's description of the board into the tool's tests.
 */
#include "kernel_board.h"

#include "../../kernel/core/domain.h"
#include "../../kernel/board/board.c"

unsigned kernel_board_max_irq(void)
{
    return board.max_irq;
}

unsigned kernel_board_timer_irq(void)
{
    return board.timer_irq;
}

unsigned kernel_board_timer_khz(void)
{
    return (unsigned)(board.timer_hz / 1000);
}

unsigned kernel_sched_domains(void)
{
    return NUM_DOMAINS;
}

unsigned kernel_schedule_length(void)
{
    return DOMAIN_SCHEDULE_LENGTH;
}

uint64_t kernel_board_ram_start(void)
{
    return board.ram[0].start;
}

uint64_t kernel_board_ram_end(void)
{
    return board.ram[0].end;
}

unsigned kernel_board_reserved_count(void)
{
    return board.reserved_count;
}

uint64_t kernel_board_reserved_start(unsigned index)
{
    return board.reserved[index].start;
}

uint64_t kernel_board_reserved_end(unsigned index)
{
    return board.reserved[index].end;
}
