/* SPDX-License-Identifier: BSD-2-Clause */
/* demos/common/safe_server.c, unchanged, as a server on a Unix socket. */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>

#include "channel.h"
#include "cookie.h"
#include "roles.h"

/* demos/common/safe_server.c's. */
extern seL4_Word safe_vault_vaddr;
extern seL4_Word safe_secret[SECRET_WORDS];

static microkit_channel channel_of(uid_t uid)
{
    switch (uid) {
    case UID_CLIENT:
        return SAFE_OF_CLIENT;
    case UID_LEDGER:
        return SAFE_OF_LEDGER;
    default:
        return SAFE_OF_NOBODY;
    }
}

_Noreturn void safe_serve(int listener, bool identify)
{
    struct server server = { .listener = listener,
                             .identify = identify ? channel_of : NULL,
                             .handle = protected };

    private_page(VAULT);
    if (getrandom(safe_secret, sizeof(safe_secret), 0) != sizeof(safe_secret)) {
        exit(1);
    }
    if (identify) {
        /* Careful: no core dumps, no tracing, no reading of /proc/PID/mem. */
        (void)prctl(PR_SET_DUMPABLE, 0);
    }
    safe_vault_vaddr = VAULT;
    init();
    channel_serve(&server);
}
