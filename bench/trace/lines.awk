# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the kernel's symbols (symbol ADDRESS SIZE NAME, ascending; a SIZE of `-`: up to the next),
# the source of instructions (source ADDRESS FILE:LINE) and the details of a row (lines.c), and
# prints the lines by symbol.  Addresses are compared as text: they have 16 digits, of which awk's
# numbers hold 13.

BEGIN { digits = "0123456789abcdef" }

function digit(address, i) {
    return index(digits, substr(address, i, 1)) - 1
}

# The last 20 bits of an address.
function low(address,    i, n) {
    for (i = 12; i <= 16; i++) n = n * 16 + digit(address, i)
    return n
}

# ADDRESS without its last six bits.
function line_of(address) {
    return substr(address, 1, 14) substr("048c", int(digit(address, 15) / 4) + 1, 1) "0"
}

# The number of the last symbol that is not above ADDRESS; 0 if there is none.
function symbol_at(address,    below, above, middle) {
    below = 0
    above = symbols + 1
    while (above - below > 1) {
        middle = int((below + above) / 2)
        if (start[middle] <= address) below = middle
        else above = middle
    }
    return below
}

# NAME+OFFSET of what is at ADDRESS; the object, if it is in no symbol.
function name_of(address,    k, offset) {
    k = symbol_at(address)
    offset = low(address) - low(start[k])
    if (k == 0 || substr(start[k], 1, 11) != substr(address, 1, 11) || \
        (size[k] == "-" ? k == symbols : offset >= size[k]))
        return "object"
    return offset == 0 ? name[k] : sprintf("%s+%#x", name[k], offset)
}

# LIST with WORD, if it is not in it.
function with(list, word) {
    return index(" " list " ", " " word " ") ? list : (list == "" ? word : list " " word)
}

# MASK with LETTER where OTHER has an x.
function marked(mask, other, letter,    i, was, all) {
    for (i = 1; i <= length(other); i++) {
        was = substr(mask, i, 1)
        if (substr(other, i, 1) == "x") was = was == "." ? letter : was == letter ? letter : "b"
        all = all was
    }
    return all
}

$1 == "symbol" {
    start[++symbols] = $2
    size[symbols] = $3 == "-" ? $3 : low($3)
    name[symbols] = $4
}
$1 == "source" { source[$2] = $3 }
$1 == "code" {
    l = line_of($2)
    if (!(l in code)) code[l] = "................"
    i = (low($2) % 64) / 4
    code[l] = substr(code[l], 1, i) "x" substr(code[l], i + 2)
    f = name_of($2)
    sub(/\+.*/, "", f)
    functions[l] = with(functions[l], f)
    if ($3 > often[l]) often[l] = $3
}
$1 == "data" {
    if (!($2 in data)) data[$2] = "........"
    data[$2] = marked(data[$2], $6, $5 > 0 ? "w" : "r")
    who = source[$3]
    if (who ~ /^\?/) who = name_of($3)
    if ($5 > 0) writers[$2] = with(writers[$2], who)
    else readers[$2] = with(readers[$2], who)
    if ($4 > seen[$2]) seen[$2] = $4
}

# An object is named by its line in the block of 2 KiB, the size of a TCB, and what of a symbol is
# on a line by the first of it.
function data_name(l,    k) {
    k = name_of(l)
    if (k != "object") return k
    k = symbol_at(substr(l, 1, 14) (substr(l, 15, 1) == "0" ? "3f" : substr(l, 15, 1) == "4" ? \
        "7f" : substr(l, 15, 1) == "8" ? "bf" : "ff"))
    if (k > 0 && line_of(start[k]) == l) return name[k]
    return sprintf("object, line %d of 2 KiB", low(l) % 2048 / 64)
}

END {
    split(figures, figure, " ")
    printf "%s, kernel: %s lines of code, %s of data (%s written), %s pages in a repetition\n", \
        row, figure[1], figure[2], figure[3], figure[4]
    print "\ncode: x is an instruction that is executed"
    order = "sort"
    for (l in code) printf "%s  %s  %s\n", l, code[l], functions[l] | order
    close(order)
    print "\ndata: r 8 bytes that are read, w written, b both"
    for (l in data)
        printf "%s  %s  %s%s%s\n", l, data[l], data_name(l), \
            readers[l] == "" ? "" : "\n" l "~   read by " readers[l], \
            writers[l] == "" ? "" : "\n" l "~   written by " writers[l] | order " | sed 's/.*~/  /'"
    close(order " | sed 's/.*~/  /'")
}
