/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Task 8: the VMM's parent.  It gets the VMM's faults, if there are any; none is
 * expected as long as nobody has taken the VMM over, and the client reads how
 * many there were.
 */
#include <microkit.h>

#include "../common/fault_decode.h"
#include "../common/print.h"
#include "task8.h"

static volatile seL4_Word *log(void)
{
    return (volatile seL4_Word *)LOG_PAGE;
}

void init(void)
{
}

void notified(microkit_channel ch)
{
    (void)ch;
}

seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo)
{
    struct fault_account account;

    (void)reply_msginfo;
    fault_account_take(&account, child, msginfo);
    log()[LOG_FAULTS] = log()[LOG_FAULTS] + 1;
    microkit_dbg_puts("supervisor: the VMM has faulted, at ");
    print_hex(account.pc);
    microkit_dbg_puts(", address ");
    print_hex(account.address);
    microkit_dbg_puts("\n");
    return seL4_False;
}
