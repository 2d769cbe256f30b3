/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whoever waits for a fault of the self-test.  On a board that is not as it should
 * be, memory or a device that does not answer ends an access by an external abort,
 * which is a fault of the thread: without this, the page would just end.
 */
#include "page.h"
#include "task.h"
#include "tests.h"

static void print_word(const char *name, seL4_Word value)
{
    page_print(name);
    page_hex(value);
}

static _Noreturn void watch(seL4_Word reply)
{
    seL4_Word badge;
    seL4_Word label = seL4_MessageInfo_get_label(seL4_Recv(fault_endpoint, &badge, reply));

    page_line("WRONG");
    page_print("the self-test has a fault, ");
    if (label == seL4_Fault_VMFault) {
        print_word("at address ", seL4_GetMR(seL4_VMFault_Addr));
        print_word(", by the instruction at ", seL4_GetMR(seL4_VMFault_IP));
        print_word(", syndrome ", seL4_GetMR(seL4_VMFault_FSR));
    } else {
        print_word("of the kind ", label); /* libsel4, seL4_FaultType */
    }
    page_print("\n");
    page_check("it came to its end", seL4_False);
    page_end();
    for (;;) {
        (void)seL4_Recv(fault_endpoint, &badge, reply);
    }
}

void watch_begin(void)
{
    fault_endpoint = make(seL4_EndpointObject, 0, 1);
    (void)helper_start(watch, make(seL4_ReplyObject, 0, 1), MAIN_PRIORITY + 2);
    need(seL4_TCB_SetSpace(seL4_CapInitThreadTCB, fault_endpoint, ROOT, 0,
                           seL4_CapInitThreadVSpace, 0),
         "have its faults reported");
}
