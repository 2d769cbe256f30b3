# SPDX-License-Identifier: BSD-2-Clause
#
# Makes of the boards' facts (kernel/board/NAME/board.txt; docs/boards.md explains their lines) what
# make, C, the assembler and the linker read:
#
#   DIR/boards.mk                what make knows of boards: their names, processors, the exception
#                                level of their kernels, and what else they have; and whose objects
#                                are also those of one that has but
#                                other memory
#   DIR/boards.h                 all of them, a table for the host tool
#   DIR/NAME/board_devices.h     constants for kernel and loader, in C
#   DIR/NAME/board_uart.h        those of the UART's registers, for the assembler, too
#   DIR/NAME/board.lds           the same for linker scripts
#   DIR/NAME/gen_config.awk      a program that makes the board's gen_config.h of a configuration's
#
#   awk -v dir=DIR -f boards.awk kernel/board/*/board.txt
#
# A board that is `like` another has that one's lines first, of which its own replace those that a
# board has once.

# mistake TEXT
function mistake(text) {
    printf "%s:%d: %s\n", FILENAME, FNR, text | "cat >&2"
    failed = 1
}

function is_number(text) {
    return text ~ /^0x[0-9a-f]+$/ || text ~ /^[1-9][0-9]*$/ || text == "0"
}

# once KIND FIELDS: the fields of a line that a board has once.
function once(kind, count,    i) {
    if (NF != count + 1) {
        mistake("'" kind "' has " NF - 1 " values, expected " count)
        return
    }
    for (i = 1; i <= count; i++) {
        fact[name, kind, i] = $(i + 1)
    }
}

function numbers(from, to,    i) {
    for (i = from; i <= to; i++) {
        if (!is_number($i)) {
            mistake("'" $i "' is no number, expected one as 0x1000 or 4096")
        }
    }
}

# list KIND TEXT: appends to the lines that a board may have several of.
function list(kind, text) {
    many[name, kind, ++length_of[name, kind]] = text
}

function copy_from(parent,    key, part) {
    for (key in fact) {
        split(key, part, SUBSEP)
        if (part[1] == parent) {
            copied[name, part[2], part[3]] = fact[key]
        }
    }
    for (key in copied) {
        fact[key] = copied[key]
        delete copied[key]
    }
    inherit("ram", parent)
    inherit("reserved", parent)
    inherit("what", parent)
}

function inherit(kind, parent,    i) {
    for (i = 1; i <= length_of[parent, kind]; i++) {
        list(kind, many[parent, kind, i])
    }
}

function joined(board, kind,    i, text) {
    for (i = 1; i <= length_of[board, kind]; i++) {
        text = text (i == 1 ? "" : ", ") many[board, kind, i]
    }
    return text
}

BEGIN {
    needed = "platform:1 processor:1 exception_level:1 gic:2 interrupts:1 uart:3 timer_hz:1 kernel:1 image:1"
    extra = "gic_virtual:2 smmu:1 pci:1 interrupter:3"
    kinds = split(needed " " extra, kind_and_count, " ")
    for (i = 1; i <= kinds; i++) {
        split(kind_and_count[i], pair, ":")
        values[pair[1]] = pair[2]
    }
    extras = split("gic_virtual smmu pci interrupter", extra_name, " ")
    for (i = 1; i <= extras; i++) {
        is_extra[extra_name[i]] = 1
    }
    licence = "/* SPDX-License-Identifier: BSD-2-Clause */\n/* Made of kernel/board/%s by boards.awk. */\n"
}

FNR == 1 {
    name = FILENAME
    sub(/\/board\.txt$/, "", name)
    sub(/.*\//, "", name)
    boards[++board_count] = name
}
/^[ \t]*(#|$)/ { next }
$1 == "like" {
    if (!((parent_of[name] = $2) in known)) {
        mistake("'" $2 "' is no board whose name sorts before this one's")
    }
    copy_from($2)
    next
}
$1 == "also" { list("also", $2); next }
$1 == "firmware" {
    once("firmware", 1)
    of_its_own[name] = 1
    if ($2 != "smc") {
        mistake("'" $2 "' is nothing that firmware does for a kernel, expected smc")
    }
    next
}
$1 == "ram" {
    numbers(2, 3)
    list("ram", "{" $2 "ull, " $3 "ull}")
    next
}
$1 == "reserved" {
    numbers(2, 3)
    of_its_own[name] = 1
    list("reserved", "{" $2 "ull, " $3 "ull}")
    what = $0
    sub(/^[^ \t]+[ \t]+[^ \t]+[ \t]+[^ \t]+[ \t]*/, "", what)
    list("what", "\"" what "\"")
    next
}
$1 in values {
    once($1, values[$1])
    of_its_own[name] = 1
    if ($1 == "uart" || $1 == "interrupter") {
        numbers(3, 4)
    } else if ($1 == "exception_level") {
        if ($2 != 1 && $2 != 2) {
            mistake("'" $2 "' is no exception level of a kernel, expected 1 or 2")
        }
    } else if ($1 != "platform" && $1 != "processor") {
        numbers(2, NF)
    }
    known[name] = 1
    next
}
{
    gsub(/:[0-9]/, ",", needed)
    mistake("'" $1 "' is no fact of a board; expected like, also, firmware, ram, reserved, " \
        "gic_virtual, smmu, pci, interrupter, " needed " as docs/boards.md says")
}

function check(board,    i) {
    for (i in values) {
        if ((!(i in is_extra) ||
             (i == "gic_virtual" && fact[board, "exception_level", 1] == 2)) &&
            !((board, i, 1) in fact)) {
            printf "kernel/board/%s/board.txt:1: no line '%s'\n", board, i | "cat >&2"
            failed = 1
        }
    }
    if (length_of[board, "ram"] == 0) {
        printf "kernel/board/%s/board.txt:1: no line 'ram'\n", board | "cat >&2"
        failed = 1
    }
}

# extra_fact BOARD KIND VALUE: a value of what not every board has; 0 if this one has none.
function extra_fact(board, kind, value) {
    return (board, kind, value) in fact ? fact[board, kind, value] : 0
}

# What follows from the level: the kernel's timer, one of the core's own interrupts, the same numbers
# on all boards (Arm Base System Architecture, PPIs), the virtual one's or EL2's; and at EL2 the
# interrupt controller's virtual part.
function write_level(board, out, level) {
    level = fact[board, "exception_level", 1]
    print "#define BOARD_TIMER_IRQ " (level == 2 ? 26 : 27) > out
    if ((board, "gic_virtual", 1) in fact) {
        print "#define BOARD_GICH_PADDR " fact[board, "gic_virtual", 1] "ull" > out
        print "#define BOARD_GICV_PADDR " fact[board, "gic_virtual", 2] "ull" > out
    }
}

# bounds_of(BOARD, KIND, BOUNDS): of the first span.
function bounds_of(board, kind, bounds,    first) {
    first = many[board, kind, 1]
    gsub(/[{},]|ull/, "", first)
    split(first, bounds, " ")
}

function write_devices(board,    out, bounds) {
    out = dir "/" board "/board_devices.h"
    bounds_of(board, "ram", bounds)
    printf licence, board "/board.txt" > out
    print "#pragma once\n" > out
    print "#define BOARD_RAM " joined(board, "ram") > out
    print "#define BOARD_RAM_START " bounds[1] "ull /* of the first bank */" > out
    print "#define BOARD_RAM_END " bounds[2] "ull" > out
    print "#define BOARD_RESERVED " joined(board, "reserved") > out
    print "#define BOARD_EXCEPTION_LEVEL " fact[board, "exception_level", 1] > out
    write_level(board, out)
    print "#define BOARD_GICD_PADDR " fact[board, "gic", 1] "ull" > out
    print "#define BOARD_GICC_PADDR " fact[board, "gic", 2] "ull" > out
    print "#define BOARD_UART_PADDR " fact[board, "uart", 2] "ull" > out
    print "#define BOARD_UART_IRQ " fact[board, "uart", 3] > out
    print "#define BOARD_PCI_PADDR " extra_fact(board, "pci", 1) "ull /* 0: it has none */" > out
    print "#define BOARD_INTERRUPTER_PADDR " extra_fact(board, "interrupter", 2) "ull" > out
    print "#define BOARD_TIMER_HZ " fact[board, "timer_hz", 1] "ull" > out
    print "#define BOARD_IRQ_LINES " fact[board, "interrupts", 1] > out
    print "#define BOARD_FIRMWARE " ((board, "firmware", 1) in fact ? "true" : "false") > out
    close(out)
}

function write_rest(board,    out) {
    out = dir "/" board "/board_uart.h"
    printf licence, board "/board.txt" > out
    print "#include \"uart/" fact[board, "uart", 1] ".h\"" > out
    close(out)
    out = dir "/" board "/board.lds"
    printf licence, board "/board.txt" > out
    print "KERNEL_PADDR = " fact[board, "kernel", 1] "; /* the kernel runs here */" > out
    print "IMAGE_BASE = " fact[board, "image", 1] "; /* the boot image runs here */" > out
    close(out)
}

# A macro's name has no hyphens.
function macro(text) {
    text = toupper(text)
    gsub(/-/, "_", text)
    return text
}

# switch_on(WHETHER, OPTION, FILE): an option that the configuration lists as disabled.
function switch_on(whether, option, out) {
    if (whether) {
        print "/^\\/\\* disabled: CONFIG_" option " \\*\\/$/ { $0 = \"#define CONFIG_" option "  1\" }" > out
    }
}

function write_config(board,    out, platform, processor) {
    out = dir "/" board "/gen_config.awk"
    platform = fact[board, "platform", 1]
    processor = fact[board, "processor", 1]
    print "# Made of kernel/board/" board "/board.txt by boards.awk." > out
    print "/^#define CONFIG_PLAT  / { $0 = \"#define CONFIG_PLAT  " platform "\" }" > out
    print "/^#define CONFIG_PLAT_/ { $0 = \"#define CONFIG_PLAT_" macro(platform) "  1\" }" > out
    print "/^#define CONFIG_ARM_CPU  / { $0 = \"#define CONFIG_ARM_CPU  " processor "\" }" > out
    print "/^#define CONFIG_ARM_CORTEX_/ { $0 = \"#define CONFIG_ARM_" macro(processor) \
        "  1\" }" > out
    print "/^#define CONFIG_TIMER_FREQUENCY  / { $0 = \"#define CONFIG_TIMER_FREQUENCY  " \
        fact[board, "timer_hz", 1] "\" }" > out
    switch_on(fact[board, "exception_level", 1] == 2, "ARM_HYPERVISOR_SUPPORT", out)
    switch_on((board, "firmware", 1) in fact, "ALLOW_SMC_CALLS", out)
    print "{ print }" > out
    close(out)
}

# place(NAME, ADDRESS): a constant for components that want to know where something is which is not
# theirs.
function place(name, address) {
    return " -DPLACE_" name "=" address "ull"
}

# Also for a board's other names, by which make knows it, too.
function write_make(board, called, out,    i, bounds) {
    bounds_of(board, "ram", bounds)
    print "BOARD_PROCESSOR_" called " := " fact[board, "processor", 1] > out
    printf "BOARD_EXTRAS_%s :=", called > out
    for (i = 1; i <= extras; i++) {
        printf "%s", (board, extra_name[i], 1) in fact ? " " extra_name[i] : "" > out
    }
    print "\nBOARD_INTERRUPTER_" called " := " fact[board, "interrupter", 1] " " \
        fact[board, "interrupter", 2] " " fact[board, "interrupter", 3] > out
    print "BOARD_UART_" called " := " fact[board, "uart", 1] " " fact[board, "uart", 2] " " \
        fact[board, "uart", 3] > out
    print "BOARD_PLACES_" called " :=" place("UART", fact[board, "uart", 2]) \
        place("GIC_DISTRIBUTOR", fact[board, "gic", 1]) \
        place("GIC_INTERFACE", fact[board, "gic", 2]) \
        place("MEMORY", bounds[1]) place("IMAGE", fact[board, "image", 1]) > out
}

function write_tool(board, called, out,    i, smc) {
    smc = ((board, "firmware", 1) in fact) ? "true" : "false"
    printf "    {\"%s\", (const struct span[]){%s}, %d,\n     (const struct reserved_span[]){", called,
        joined(board, "ram"), length_of[board, "ram"] > out
    for (i = 1; i <= length_of[board, "reserved"]; i++) {
        printf "%s{%s, %s}", (i == 1 ? "" : ", "), many[board, "reserved", i],
            many[board, "what", i] > out
    }
    printf "}, %d,\n     %s, %d, %s, %s, %sull},\n", length_of[board, "reserved"],
        fact[board, "interrupts", 1], fact[board, "timer_hz", 1] / 1000,
        fact[board, "exception_level", 1], smc, extra_fact(board, "smmu", 1) > out
}

END {
    make = dir "/boards.mk"
    table = dir "/boards.h"
    for (i = 1; i <= board_count; i++) {
        check(boards[i])
    }
    if (failed) {
        exit 1
    }
    printf licence, "NAME/board.txt" > table
    printf "# Made of kernel/board/*/board.txt by boards.awk.\nBOARDS :=" > make
    for (b = 1; b <= board_count; b++) {
        printf " %s", boards[b] > make
    }
    printf "\nBOARD_ALIASES :=" > make
    for (b = 1; b <= board_count; b++) {
        board = boards[b]
        write_devices(board)
        write_rest(board)
        write_config(board)
        write_tool(board, board, table)
        for (n = 1; n <= length_of[board, "also"]; n++) {
            printf " %s:%s", many[board, "also", n], board > make
            write_tool(board, many[board, "also", n], table)
        }
    }
    print "" > make
    for (b = 1; b <= board_count; b++) {
        board = boards[b]
        print "BOARD_LEVEL_" board " := " fact[board, "exception_level", 1] > make
        print "BOARD_FAMILY_" board " := " (of_its_own[board] ? board : parent_of[board]) > make
        write_make(board, board, make)
        for (n = 1; n <= length_of[board, "also"]; n++) {
            write_make(board, many[board, "also", n], make)
        }
    }
}
