/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component alone: what it does is noted.
 */
#include <stdio.h>
#include <string.h>

#include "cmocka_headers.h"
#include "component.h"
#include "processor.h"

struct component component;

void component_reset(void)
{
    memset(&component, 0, sizeof(component));
}

void microkit_mr_set(seL4_Uint8 i, seL4_Word value)
{
    assert_true(i < MESSAGE_WORDS);
    component.words[i] = value;
}

seL4_Word microkit_mr_get(seL4_Uint8 i)
{
    assert_true(i < MESSAGE_WORDS);
    return component.words[i];
}

void microkit_notify(microkit_channel ch)
{
    assert_true(ch < CHANNELS);
    component.notified[ch]++;
}

microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo)
{
    assert_non_null(component.answer);
    assert_true(msginfo.count <= MESSAGE_WORDS);
    return component.answer(ch, msginfo);
}

void microkit_irq_ack(microkit_channel ch)
{
    assert_true(ch < CHANNELS);
    component.acked[ch]++;
    component.acked_early = component.acked_early || component.timer_set == 0;
}

void microkit_dbg_puts(const char *text)
{
    size_t used = strlen(component.said);

    (void)snprintf(component.said + used, sizeof(component.said) - used, "%s", text);
}

void microkit_dbg_put32(uint32_t number)
{
    char digits[11];

    (void)snprintf(digits, sizeof(digits), "%u", number);
    microkit_dbg_puts(digits);
}

uint32_t device_read(uintptr_t at)
{
    assert_non_null(component.read);
    return component.read(at);
}

uint8_t device_read_byte(uintptr_t at)
{
    return (uint8_t)device_read(at);
}

void device_write(uintptr_t at, uint32_t value)
{
    assert_non_null(component.write);
    component.write(at, value);
}

void device_barrier(void)
{
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

uint64_t counter_now(void)
{
    return component.now;
}

void timer_set(uint64_t at, uint64_t control)
{
    component.timer_at = at;
    component.timer_control = control;
    component.timer_set++;
}
