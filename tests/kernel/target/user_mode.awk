# SPDX-License-Identifier: BSD-2-Clause
#
# user_mode.awk: the rows of docs/kernel/user_mode.md as initialisers of C (test_user_mode.c): of
# `struct row`, or with -v words=1 of `struct word_row`.  A line of a table that is neither is an
# error.

BEGIN { FS = " *[|] *" }

function fail(what) {
    print FILENAME ":" FNR ": " what > "/dev/stderr"
    failed = 1
    exit 1
}

# "8.4" as 84
function since(text) {
    if (text !~ /^[89]\.[0-9]$/) fail("no version of the architecture: " text)
    return substr(text, 1, 1) substr(text, 3, 1)
}

function ends() {
    if ($5 !~ /^(r|w|rw|0|-)$/) fail("no access: " $5)
    if ($6 !~ /^(saved|right|constant|open|checked|nothing|trapped|benchmark)$/)
        fail("no kind: " $6)
    if (($5 ~ /^[-0]$/) != ($6 == "trapped")) fail("trapped, or not?")
    if (length($7) < 3) fail("no reason")
    return since($4) ", " ($5 ~ /[r0]/) ", " ($5 ~ /w/) ", KIND_" toupper($6)
}

# "2-5" as "2, 5"
function range(text,    bound) {
    if (text !~ /^[0-9]+(-[0-9]+)?$/) fail("no number or range: " text)
    return split(text, bound, "-") == 1 ? text ", " text : bound[1] ", " bound[2]
}

$3 ~ /^0x[0-9a-f]+$/ {
    if (words) print "{\"" $2 "\", " $3 ", " ends() "},"
    next
}

$3 ~ /^[0-3] / {
    if (words) next
    count = split($3, field, " ")
    if (count != 5) fail("not five fields")
    last = split(field[5], op2, ",")
    for (i = 1; i <= last; i++) {
        line = "{\"" $2 "\""
        for (j = 1; j < 5; j++) line = line ", {" range(field[j]) "}"
        print line ", {" range(op2[i]) "}, " ends() "},"
    }
    next
}

# The heads of tables, their rules, and the table of kinds.
/^[|]/ && $0 !~ /^[|]-/ && $3 != "encoding" && NF > 5 { fail("a row without an encoding") }

END { exit failed }
