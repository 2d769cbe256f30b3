# SPDX-License-Identifier: BSD-2-Clause
#
# Reads what a run printed, then the events of the plugin, and prints what is worth a line, in the
# order in which it happened, with tabs between the fields:
#
#   TIME to FROM TO WHAT ARRIVAL   FROM did WHAT, and since ARRIVAL, TO runs
#   TIME at NAME WHAT              and goes on
#   TIME prints NAME TEXT          the end of a line on the console
#   TIME end LEFT                  LEFT more lines were not printed, as `most` of them were
#
# TIME and ARRIVAL count instructions.  What a system call did is known when the next event comes:
# who calls or replies is followed by another, who asks the kernel for something goes on.

BEGIN {
    OFS = "\t"
    creator = "initial task, monitor"
    running = "kernel"
    word[-1] = "calls"
    word[-2] = "replies"
    word[-3] = word[-4] = "signals, waits"
    word[-5] = word[-6] = "signals"
    word[-7] = word[-9] = "waits"
    word[-8] = word[-10] = "looks"
    word[-11] = "yields"
}

# The console's lines by the number of the character that ends each; QEMU's own come before.
NR == FNR {
    characters += length($0) + 1
    text[characters] = utf8($0)
    next
}

function row(time, kind, name, rest) {
    if (++rows > most) return
    print time, kind, name, rest
    last = kind == "to" ? $1 : time
}

# What is pending did not let another run.
function goes_on() {
    if (what != "" && running != creator)
        row(since, "at", running, what == "calls" ? "asks the kernel" : what)
    what = ""
}

$2 == "character" {
    if (++printed in text && text[printed] != "") {
        goes_on()
        row($1, "prints", running, text[printed])
    }
    next
}
$2 == "run" {
    name = $0
    sub(/^[0-9]+ run /, "", name)
    name = utf8(name)
    if (name != running) {
        if (what == "") {
            since = $1
            what = running == "kernel" ? "starts" : "goes on"
        }
        row(since, "to", running, name OFS what OFS $1)
        what = ""
        running = name
    }
    next
}
$2 == "send" { # to an endpoint: the short way of a signal is no function of its own
    if (what == "signals") what = "sends"
    next
}
{
    goes_on()
    since = $1
    what = $2 == "call" ? ($3 in word ? word[$3] : $3 < -11 ? "" : "system call") : $2
    sub(/-/, " ", what)
}
END {
    goes_on()
    print last + 0, "end", (rows > most ? rows - most : 0)
}
