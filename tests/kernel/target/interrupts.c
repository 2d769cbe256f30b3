/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines that a test can raise. */
#include "interrupts.h"

seL4_CPtr handler_new(seL4_Word irq)
{
    seL4_CPtr at = slot_new();

    if (irq < 32) {
        OK(irq_get(irq, slot(at)));
    } else {
        OK(irq_get_trigger(irq, LEVEL, slot(at)));
    }
    return at;
}

seL4_CPtr sgi_new(seL4_Word sgi)
{
    seL4_CPtr at = slot_new();

    OK(irq_issue_sgi(sgi, 0, slot(at)));
    return at;
}

struct uart uart_new(void)
{
    struct uart uart = {.frame = device_frame(UART_ADDRESS, seL4_ARM_SmallPageObject)};

    uart.registers = device_view(uart.frame);
    uart_lower(uart);
    return uart;
}

void uart_end(struct uart uart)
{
    uart_lower(uart);
    OK(cnode_delete(slot(uart.frame)));
}

void uart_raise(struct uart uart)
{
    uart_line_up(uart.registers);
    CHECK(uart_line_is_up(uart.registers));
}

void uart_lower(struct uart uart)
{
    uart_line_down(uart.registers);
}

seL4_Word delivered(seL4_CPtr ntfn)
{
    let_others_run();
    sys_nbwait(ntfn);
    return self()->after.x[0];
}
