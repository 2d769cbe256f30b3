/* SPDX-License-Identifier: BSD-2-Clause */
/* Waits for the clients and prints the verdict. */
#include "config.h"
#include "serial.h"

enum { SERIAL = 0 }; /* client n is channel n + 1 */

CONFIG_SECTION(".judge_config") static struct judge_config config;

static seL4_Word heard;

void init(void)
{
    assert(config.magic == CONFIG_MAGIC);
}

void notified(microkit_channel ch)
{
    seL4_Word checks = 0;
    seL4_Word right = 0;

    if (ch == SERIAL || ++heard < config.clients) {
        return;
    }
    for (seL4_Word c = 0; c < config.clients; c++) {
        const volatile struct result *result =
            (const volatile struct result *)(RESULTS + c * 0x1000);

        checks += result->checks;
        right += result->right;
    }
    print(right == checks ? "FRAMEWORK PASS " : "FRAMEWORK FAIL ");
    print_number(right);
    print("/");
    print_number(checks);
    print_end(SERIAL);
}
