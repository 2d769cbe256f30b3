/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The platform of the VMM's tests.
 */
#include <string.h>

#include "fake_platform.h"

struct fake_platform fake;

void fake_reset(void)
{
    memset(&fake, 0, sizeof(fake));
    for (unsigned i = 0; i < LIST_REGISTERS; i++) {
        fake.list[i] = FAKE_EMPTY;
    }
    for (unsigned i = 0; i < sizeof(fake.disk); i++) {
        fake.disk[i] = (uint8_t)(i / 512);
    }
}

void fake_end(unsigned list_register)
{
    fake.list[list_register] = FAKE_EMPTY;
}

unsigned fake_list_of(unsigned irq)
{
    unsigned i = 0;

    while (i < LIST_REGISTERS && fake.list[i] != irq) {
        i++;
    }
    return i;
}

uint64_t platform_read(enum vcpu_register which)
{
    return fake.registers[which];
}

void platform_write(enum vcpu_register which, uint64_t value)
{
    fake.registers[which] = value;
}

void platform_inject(unsigned irq, unsigned priority, unsigned group, unsigned list_register)
{
    if (fake.list[list_register] != FAKE_EMPTY || irq > 1019 || priority > 31 || group > 1) {
        fake.overwritten = true;
    }
    fake.list[list_register] = irq;
    fake.priority[list_register] = priority;
    fake.group[list_register] = group;
    fake.injected++;
}

void platform_ack_timer(void)
{
    fake.acked++;
}

void platform_print(uint8_t c)
{
    if (fake.text_count < FAKE_TEXT - 1) {
        fake.text[fake.text_count] = (char)c;
    }
    fake.text_count++;
}

void platform_flush(void)
{
}

void platform_send(uint8_t c)
{
    platform_print(c);
}

static bool on_disk(uint64_t sector, uint32_t bytes)
{
    if (sector > FAKE_SECTORS || bytes > 4096 || bytes % 512 != 0 ||
        bytes / 512 > FAKE_SECTORS - sector) {
        fake.disk_beyond = true;
        return false;
    }
    fake.disk_bytes += bytes;
    return !fake.disk_broken;
}

bool platform_disk_read(uint64_t sector, uint8_t *to, uint32_t bytes)
{
    if (!on_disk(sector, bytes)) {
        return false;
    }
    memcpy(to, fake.disk + sector * 512, bytes);
    return true;
}

bool platform_disk_write(uint64_t sector, const uint8_t *from, uint32_t bytes)
{
    if (!on_disk(sector, bytes)) {
        return false;
    }
    memcpy(fake.disk + sector * 512, from, bytes);
    return true;
}

void platform_net_send(const uint8_t *frame, uint32_t bytes)
{
    fake.frames++;
    fake.frame_bytes = bytes;
    memcpy(fake.frame, frame, bytes);
}
