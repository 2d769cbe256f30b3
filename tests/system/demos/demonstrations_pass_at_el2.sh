#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: Tasks 2 to 7 on the board whose kernel runs at EL2, with the same transcripts
# but for addresses.
. "$(dirname "$0")/../lib.sh"

# What demos/taskN/expected.txt says otherwise there: where the kernel and its memory are, and that
# users' addresses have 40 bits, not 47.  In Task 3 all addresses are the user's, and where the
# kernel is nothing is mapped; the last three are Task 5's.
cat >"$work/changes.sed" <<'EOF'
s/0xffffffffc0010000 the kernel's code: not allowed$/0xffc0000000 the kernel's code: not mapped/
s/0xffffff8040000000 \(memory, as the kernel sees it: not\) allowed$/0xff90000000 \1 mapped/
s/0x40000000 \(where memory begins: not mapped\)$/0x60000000 \1/
s/0xffff000000000000 \(where its part begins: not mapped\)$/0x8000000000 \1/
s/0x800000000000 \(nothing, far up: not mapped\)$/0xc000000000 \1/
s/0x7fffffffc000 \(guard page of the stack: not mapped\)$/0xffffffc000 \1/
s/0x7fffffffd000 to 0x7fffffffe000\(  rw-  prober: stack\)$/0x00ffffffd000 to 0x00ffffffe000\1/
s/0x7ffffffff000 to 0x800000000000\(  rw-  prober: ipc buffer\)$/0x00fffffff000 to 0x010000000000\1/
s/^\(handler: [a-z]* [a-z]*\) 0xffffffffc0010000 /\1 0xffc0010000 /
s/^\(  its stack .*\) 0x7fffffffd000$/\1 0xffffffd000/
s/^\(  its messages .*\) 0x7ffffffff000$/\1 0xfffffff000/
EOF

for task in 2 3 4 5 6 7; do
    transcript=$work/task$task
    boot_task task$task "$transcript" --board qemu_virt_aarch64_el2 \
        "$build/test/el2/task$task/loader.img" "^TASK$task [A-Z]+ " "$limit"
    without_figures "$transcript" >"$transcript.lines"
    without_figures "demos/task$task/expected.txt" | sed -f "$work/changes.sed" \
        >"$transcript.expected"
    expect_transcript "$transcript.lines" <"$transcript.expected"
done
# Who changes nothing is no longer true of any transcript.
cat demos/task[35]/expected.txt >"$work/all"
while IFS= read -r change; do
    ! sed "$change" "$work/all" | cmp -s - "$work/all" || fail "nothing is changed by: $change"
done <"$work/changes.sed"
