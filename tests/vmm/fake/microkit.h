/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As much of the SDK's microkit.h as the drivers of example/vmm use, on the host: a component
 * alone, whose calls and signals are noted (component.h).
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef uint64_t seL4_Word;
typedef uint8_t seL4_Uint8;
typedef uint16_t seL4_Uint16;
typedef int8_t seL4_Bool;
enum { seL4_False, seL4_True };
#define seL4_Null NULL

typedef unsigned int microkit_channel;
typedef struct {
    seL4_Word label;
    seL4_Uint16 count;
} microkit_msginfo;

/* The component that is tested has these. */
void init(void);
void notified(microkit_channel ch);
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);

static inline microkit_msginfo microkit_msginfo_new(seL4_Word label, seL4_Uint16 count)
{
    return (microkit_msginfo){label, count};
}

static inline seL4_Word microkit_msginfo_get_label(microkit_msginfo msginfo)
{
    return msginfo.label;
}

static inline seL4_Word microkit_msginfo_get_count(microkit_msginfo msginfo)
{
    return msginfo.count;
}

void microkit_mr_set(seL4_Uint8 i, seL4_Word value);
seL4_Word microkit_mr_get(seL4_Uint8 i);
void microkit_notify(microkit_channel ch);
microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo);
void microkit_irq_ack(microkit_channel ch);
void microkit_dbg_puts(const char *text);
void microkit_dbg_put32(uint32_t number);
