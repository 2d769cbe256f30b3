# SPDX-License-Identifier: BSD-2-Clause
#
# Prints the Adler-32 checksum (bench/log/adler32.h) of all lines.  Characters are ASCII.
BEGIN {
    low = 1
    for (i = 32; i < 127; i++) {
        code[sprintf("%c", i)] = i
    }
}

function add(byte) {
    low = (low + byte) % 65521
    high = (high + low) % 65521
}

{
    for (i = 1; i <= length($0); i++) {
        add(code[substr($0, i, 1)])
    }
    add(10)
}

END {
    printf "%04x%04x\n", high, low
}
