/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One access that may fault.  Whoever handles the fault lets the thread go on at
 * edges_recover, which returns to the caller, for nothing was saved.
 */
    .text
    .global edges_load, edges_store, edges_recover
    .type edges_load, %function
    .type edges_store, %function
    .type edges_recover, %function

/* seL4_Word edges_load(seL4_Word address): the word, or edges_recover's result. */
edges_load:
    ldr x0, [x0]
    ret

/* seL4_Word edges_store(seL4_Word address): 0, or edges_recover's result. */
edges_store:
    str xzr, [x0]
    mov x0, xzr
    ret

edges_recover:
    movn x0, #0
    ret
