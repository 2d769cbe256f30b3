/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot image's first instructions: from reset, firmware or another boot
 * loader, at EL3, EL2 or EL1, to C with MMU and caches off; and the moves
 * that C cannot make: turning the MMU on, entering the kernel, asking what may not
 * be there.
 *
 * Who starts it with the data cache off has, as in the arm64 Linux boot protocol,
 * cleaned the image to memory, and no cache holds other data for the RAM it uses.
 * Who starts it with that cache on need not have.
 *
 * What there is below EL3, and how it is left or kept, is the board's: el1/level.S,
 * el2/level.S.
 *
 * Register fields: Arm ARM, "AArch64 System Register Descriptions".
 */
#include "level_asm.h"
#include "start_asm.h"

#define MPIDR_AFFINITY 0xff00ffffff
#define EL2 (2 << 2)            /* as in CurrentEL */

/* boot_image.h: two offsets in struct boot_image, and constants (main.c compares). */
#define USER_OFFSET 56
#define USER_SIZE 64
#define BOOT_LOADER_BYTES 4096
#define BOOT_IMAGE_MAGIC 0x6567616d69746f62
#define LAST_VECTORS_READY 2048 /* last_vectors_ready - last_vectors (loader.lds compares) */

/*
 * U-Boot's `go` jumps with MMU and caches on: lines may hold what of the image is
 * not in memory yet, and others, which are written back some time, memory that
 * this loader will write to with caches off.  (QEMU has no caches, so would not
 * notice if this were missing.)
 *
 * First no line is allocated any more, then all are cleaned and invalidated, then
 * translation goes, too: the order of a core that is switched off, Cortex-A72
 * MPCore TRM, "Individual core shutdown mode".  A mapping of this code to itself is
 * what a boot loader has.
 */
.macro CACHES_OFF el
    mrs     x3, sctlr_\el
    tbz     x3, #SCTLR_C_BIT, 9f
    bic     x3, x3, #(1 << SCTLR_C_BIT)
    msr     sctlr_\el, x3
    isb
    bl      caches_clean
9:  mrs     x3, sctlr_\el
    bic     x3, x3, #SCTLR_M
    bic     x3, x3, #SCTLR_I
    msr     sctlr_\el, x3
    isb
.endm

    .section .text.start, "ax"
    .global _start
_start:
    msr     daifset, #15
    msr     spsel, #1
    mrs     x0, CurrentEL
    cmp     x0, #EL2
    b.eq    2f
    b.hi    3f
    CACHES_OFF el1
    b       1f
2:  CACHES_OFF el2
    b       1f
3:  CACHES_OFF el3
1:
    adr     x0, _start          /* where this is, ... */
    ldr     x1, =_start         /* ... and where it is linked to be */
    ldr     x2, =boot_image
    sub     x2, x2, x1
    add     x2, x2, x0          /* the one that is here */
    mrs     x3, mpidr_el1
    ldr     x4, =MPIDR_AFFINITY
    tst     x3, x4
    b.ne    other_core
    cmp     x0, x1
    b.ne    move
    LOAD_ADDRESS x0, bss_start
    LOAD_ADDRESS x1, bss_end
1:  stp     xzr, xzr, [x0], #16 /* both are multiples of 64 */
    stp     xzr, xzr, [x0], #16
    stp     xzr, xzr, [x0], #16
    stp     xzr, xzr, [x0], #16
    cmp     x0, x1
    b.lo    1b
    LOAD_ADDRESS x0, stack_top
    mov     sp, x0
    LOAD_ADDRESS x19, vectors
    mrs     x20, CurrentEL
    cmp     x20, #EL2
    b.eq    2f
    b.hi    3f
    msr     vbar_el1, x19
    b       1f
2:  msr     vbar_el2, x19
    b       1f
3:  msr     vbar_el3, x19
1:  isb                         /* from here on exceptions come to these vectors (Arm ARM,
                                   "Synchronization requirements for AArch64 System registers") */
    bl      last_vectors_place
    mov     x21, x0
    cmp     x20, #EL2
    b.eq    at_el2
    b.lo    at_el1

    bl      secure_release
    mov     x0, x21
    bl      el3_configure
    mov     x0, #SPSR_EL2H_MASKED
    adr     x1, at_el2
    mrs     x2, id_aa64pfr0_el1
    ubfx    x2, x2, #8, #4      /* EL2 */
    cbnz    x2, 1f
    mov     x0, #SPSR_EL1H_MASKED
    adr     x1, at_el1
1:  msr     spsr_el3, x0
    msr     elr_el3, x1
    isb                         /* what el3_configure wrote, too, is in effect below */
    eret

    .global park
park:
    wfi
    b       park

/*
 * The image was put elsewhere: move it to where it is linked, and begin again.
 * If the two places overlap, move it behind both first: so it never writes over
 * itself.  What is copied is what the tool made, so the size is right; only that
 * there is an image at all must be seen.
 */
move:
    ldr     x3, [x2]
    ldr     x4, =BOOT_IMAGE_MAGIC
    cmp     x3, x4
    b.ne    park
    ldr     x3, [x2, #USER_OFFSET]
    ldr     x4, [x2, #USER_SIZE]
    add     x3, x3, x4          /* a multiple of 4096 */
    sub     x4, x0, x1
    cmp     x4, #0
    cneg    x4, x4, lt          /* the distance */
    cmp     x4, x3
    b.hs    1f
    cmp     x0, x1
    csel    x1, x0, x1, hi
    add     x1, x1, x3
1:  mov     x5, x1
2:  ldp     x6, x7, [x0], #16
    stp     x6, x7, [x5], #16
    subs    x3, x3, #16
    b.ne    2b
    /* Arm ARM, "Synchronization and coherency issues between data and instruction accesses". */
    dsb     sy                  /* what was written can be fetched: no data cache is on, ... */
    ic      iallu               /* ... but an instruction cache may be */
    dsb     sy
    isb
    br      x1

/*
 * Clean and invalidate all data caches, by set and way, of this core and what it
 * shares (Arm ARM, "Performing cache maintenance instructions"; CCSIDR_EL1 as it is
 * without FEAT_CCIDX, which no board's processor has).  Other cores have theirs
 * off.  No stack; changes x0 to x9.
 */
caches_clean:
    mrs     x0, clidr_el1
    ubfx    x1, x0, #24, #3     /* LoC: levels to the point of coherency */
    lsl     x1, x1, #1
    mov     x2, xzr             /* the level, less 1, times 2: as CSSELR_EL1 has it */
1:  cmp     x2, x1
    b.hs    5f
    add     x3, x2, x2, lsr #1
    lsr     x3, x0, x3
    and     x3, x3, #7          /* Ctype */
    cmp     x3, #2
    b.lo    4f                  /* instructions only, or none */
    msr     csselr_el1, x2
    isb
    mrs     x3, ccsidr_el1
    and     x4, x3, #7
    add     x4, x4, #4          /* log2 of a line's bytes */
    ubfx    x5, x3, #3, #10     /* the last way */
    clz     w6, w5              /* where ways are in the operand */
2:  ubfx    x7, x3, #13, #15    /* the last set */
3:  lsl     w8, w5, w6
    lsl     x9, x7, x4
    orr     x8, x8, x9
    orr     x8, x8, x2
    dc      cisw, x8
    subs    x7, x7, #1
    b.pl    3b
    subs    x5, x5, #1
    b.pl    2b
4:  add     x2, x2, #2
    b       1b
5:  dsb     sy
    isb
    ret

/*
 * Another core waits for good, but not here, where users will write: in the page
 * that stays (boot_image.h), as soon as the first core has put the code there and
 * then, with a barrier between, the word that says so.
 */
other_core:
    ldr     x0, [x2]
    ldr     x3, [x2, #USER_OFFSET]
    ldr     x4, [x2, #USER_SIZE]
    cbz     x4, park            /* a loader without an image */
    add     x1, x1, x3
    add     x1, x1, x4
    sub     x1, x1, #BOOT_LOADER_BYTES
    add     x2, x1, #LAST_VECTORS_READY
1:  ldr     x3, [x2]
    cmp     x3, x0
    b.ne    1b
    ic      iallu
    dsb     nsh
    isb
    br      x1                  /* the first vector: wait */

    .ltorg

/*
 * Reads and writes that may find nothing at an address: the exception that then
 * comes ends them with 0.
 */
probe_begin:

/* uint32_t probe_read(address) */
    .global probe_read
probe_read:
    ldr     w0, [x0]
    ret

/* bool probe_memory(address): can a word be written and read back?  It stays what it was. */
    .global probe_memory
probe_memory:
    ldr     x1, [x0]
    mvn     x2, x1
    str     x2, [x0]
    dsb     sy
    ldr     x3, [x0]
    str     x1, [x0]
    dsb     sy
    cmp     x2, x3
    cset    x0, eq
    ret

probe_end:
probe_failed:
    mov     x0, xzr
    ret

/*
 * Of all three levels.  Nothing but a probe raises exceptions on purpose: what
 * else comes is reported, with the MMU off (the UART is not in the tables), and
 * the machine stops.
 */
    .balign 2048
vectors:
    .rept   16
    .balign 128
    b       exception
    .endr

/* Syndrome, address of the instruction and of what it accessed; if that was a
   probe, goes on behind it. */
.macro TAKE el
    mrs     x0, esr_\el
    mrs     x1, elr_\el
    mrs     x2, far_\el
    adr     x4, probe_begin
    adr     x5, probe_end
    cmp     x1, x4
    ccmp    x1, x5, #2, hs      /* before the begin: as if not before the end */
    b.hs    report
    adr     x4, probe_failed
    msr     elr_\el, x4
    eret
.endm

exception:
    mrs     x3, CurrentEL
    lsr     x3, x3, #2
    cmp     x3, #2
    b.eq    2f
    b.hi    3f
    TAKE    el1
2:  TAKE    el2
3:  TAKE    el3

report:
    cmp     x3, #KERNEL_LEVEL
    b.ne    2f
    mrs     x4, SCTLR_OF_LEVEL
    mov     x5, #SCTLR_M_C_I
    bic     x4, x4, x5
    msr     SCTLR_OF_LEVEL, x4
    isb
    LOAD_ADDRESS x4, bss_start  /* no line is written back over the stack from now on */
    LOAD_ADDRESS x5, bss_end
    LINES   civac, x4, x5, x6, x7
    dsb     sy
2:  LOAD_ADDRESS x4, stack_top
    mov     sp, x4
    b       loader_exception    /* x3: the level */
