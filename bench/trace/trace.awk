# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the disassembly of each program (the kernel's is sel4.code), then the counts of the plugin,
# and prints the instructions of one repetition by part and by function.
#
# Programs are linked to the same addresses.  Which one a page of memory belongs to is found out by
# its contents: every instruction that was executed there must be that program's.  An instruction that
# is in no disassembly is an error: then those are not of what was run, or not understood.

FNR == 1 {
    file = FILENAME
    sub(/^.*\//, "", file)
    sub(/\.code$/, "", file)
    if (file != "counts" && file != "sel4") programs[++program_count] = file
}
file != "counts" && /^[0-9a-f]+ <.*>:$/ {
    name = $2
    gsub(/[<>:]/, "", name)
    next
}
# ADDRESS: and the instruction: as one number, or (LLVM 14 and older) byte by byte as in memory.
file != "counts" && $1 ~ /^[0-9a-f]+:$/ {
    sub(/:$/, "", $1)
    code[file, $1] = length($2) == 2 ? $5 $4 $3 $2 : $2
    inside[file, $1] = name
    next
}
$1 == "section" { wanted = ($2 == section); next }
file == "counts" && wanted {
    n++
    address[n] = $1
    page[n] = $2
    instruction[n] = $3
    count[n] = $4
}

# The program all of whose instructions on `p` are those that were executed there.
function owner(p,    i, k, fits) {
    for (k = 1; k <= program_count; k++) {
        fits = 1
        for (i = 1; i <= n && fits; i++)
            if (page[i] == p && code[programs[k], address[i]] != instruction[i]) fits = 0
        if (fits) return programs[k]
    }
    fail("no program has all instructions that were executed on page " p)
}

function fail(why) {
    print "error: " row ": " why | "cat >&2"
    failed = 1
    exit 1
}

function part_of(program, f) {
    if (program != "sel4") return f == "microkit_start" ? "event loop" : "program " program
    if (f == "vectors" || f == "user_exception") return "kernel entry"
    if (f == "user_return" || f == "restore_user" || f ~ /^change_(access|timer)$/)
        return "kernel exit"
    return "kernel"
}

function add(i,    program, f, part) {
    if (length(address[i]) == 16) program = "sel4"
    else {
        if (!(page[i] in owners)) owners[page[i]] = owner(page[i])
        program = owners[page[i]]
    }
    f = inside[program, address[i]]
    if (code[program, address[i]] != instruction[i])
        fail("the disassembly of " program " has no " instruction[i] " at " address[i])
    part = part_of(program, f)
    parts[part] += count[i]
    functions[part "\t" f] += count[i]
    total += count[i]
}

function line(amount, what) {
    printf "%10.1f %5.1f%%  %s\n", amount / iterations, 100 * amount / total, what | order
}

END {
    if (failed) exit 1
    for (i = 1; i <= n; i++) add(i)
    if (total == 0) fail("nothing was recorded")
    printf "%s: %.1f instructions in a repetition; the row says %s\n", row, total / iterations, \
        figure
    print "\nby part"
    order = "sort -k1,1nr -k3"
    for (p in parts) line(parts[p], p)
    close(order)
    print "\nby function"
    for (f in functions) {
        split(f, names, "\t")
        line(functions[f], names[1] ": " names[2])
    }
    close(order)
}
