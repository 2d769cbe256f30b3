/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the monitor asks of the machine below it (platform.h), on Microkit: calls on the virtual
 * CPU, and on the drivers.
 */
#include <microkit.h>

#include "channels.h"
#include "memory.h"
#include "platform.h"
#include "registers.h"

/* Set by the tool: where the disk's driver leaves what it reads, and takes what it writes. */
uintptr_t sectors;

uint64_t platform_read(enum vcpu_register which)
{
    return microkit_vcpu_arm_read_reg(GUEST_VCPU, which);
}

void platform_write(enum vcpu_register which, uint64_t value)
{
    microkit_vcpu_arm_write_reg(GUEST_VCPU, which, value);
}

void platform_inject(unsigned irq, unsigned priority, unsigned group, unsigned list_register)
{
    microkit_vcpu_arm_inject_irq(GUEST_VCPU, (seL4_Uint16)irq, (seL4_Uint8)priority,
                                 (seL4_Uint8)group, (seL4_Uint8)list_register);
}

void platform_ack_timer(void)
{
    microkit_vcpu_arm_ack_vppi(GUEST_VCPU, 27);
}

/* ---- Console ---- */

static uint8_t line[UART_MOST];
static unsigned in_line;

void platform_flush(void)
{
    for (unsigned i = 0; i < in_line; i++) {
        microkit_mr_set((seL4_Uint8)i, line[i]);
    }
    if (in_line > 0) {
        (void)microkit_ppcall(UART, microkit_msginfo_new(UART_WRITE, (seL4_Uint16)in_line));
    }
    in_line = 0;
}

/* The driver makes "\r\n" of "\n"; so do guests, which is once too often. */
void platform_print(uint8_t c)
{
    if (c == '\n' && in_line > 0 && line[in_line - 1] == '\r') {
        in_line--;
    }
    line[in_line++] = c;
    if (c == '\n' || in_line == UART_MOST) {
        platform_flush();
    }
}

/* ---- Disk and network ---- */

bool platform_disk_read(uint64_t sector, uint8_t *to, uint32_t bytes)
{
    microkit_mr_set(0, sector);
    microkit_mr_set(1, bytes);
    if (microkit_msginfo_get_label(
            microkit_ppcall(DISK, microkit_msginfo_new(DISK_READ, 2))) != DISK_DONE) {
        return false;
    }
    memory_copy(to, (const uint8_t *)sectors, bytes);
    return true;
}

bool platform_disk_write(uint64_t sector, const uint8_t *from, uint32_t bytes)
{
    memory_copy((uint8_t *)sectors, from, bytes);
    microkit_mr_set(0, sector);
    microkit_mr_set(1, bytes);
    return microkit_msginfo_get_label(
               microkit_ppcall(DISK, microkit_msginfo_new(DISK_WRITE, 2))) == DISK_DONE;
}

/* There is no network: frames are lost, as on any. */
void platform_net_send(const uint8_t *frame, uint32_t bytes)
{
    (void)frame;
    (void)bytes;
}
