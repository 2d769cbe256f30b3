/* SPDX-License-Identifier: BSD-2-Clause */
/* The initial task's way to the console. */
#include "console.h"
#include "task.h"

enum {
    UART_PADDR = 0x9000000,
    UART_VADDR = 0x90000000 /* in a part of the address space of its own */
};

seL4_CPtr device;

/* The untyped that begins with the UART's page; boot information lists it so on this board. */
static seL4_CPtr uart_find(void)
{
    seL4_Word i = 0;

    while (bootinfo->untypedList[i].paddr != UART_PADDR) {
        i++;
    }
    return bootinfo->untyped.start + i;
}

void console_begin(void)
{
    seL4_CPtr tables = make(seL4_ARM_PageTableObject, 0, 1);

    device = slots_new(1);
    (void)seL4_Untyped_Retype(uart_find(), seL4_ARM_SmallPageObject, 0, ROOT, 0, 0, device, 1);
    (void)seL4_ARM_PageTable_Map(tables, seL4_CapInitThreadVSpace, UART_VADDR,
                                 seL4_ARM_Default_VMAttributes);
    (void)seL4_ARM_Page_Map(device, seL4_CapInitThreadVSpace, UART_VADDR, seL4_ReadWrite,
                            seL4_ARM_ExecuteNever);
    console_open(UART_VADDR);
}
