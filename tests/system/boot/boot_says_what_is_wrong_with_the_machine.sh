#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a machine on which the kernel cannot run is told so in a sentence, in
# every configuration, and that one that was started at EL3 is not such a machine.
. "$(dirname "$0")/../lib.sh"
takes_turn 4

# refused NAME REASON ARGUMENT OF QEMU'S...: the last line of the console, and no more than it.
refused() {
    local name=$1 reason=$2 config argument arguments=(--icount)
    shift 2
    for argument; do
        arguments+=(--qemu "$argument")
    done
    for config in debug release benchmark; do
        boot "$work/$name-$config" "${arguments[@]}" "$build/test/noise-$config/loader.img" \
            '^Bulkhead loader: |exception|PANIC' "$limit"
        expect_transcript "$work/$name-$config" <<EOF
Bulkhead loader: cannot start on this machine: $reason.
EOF
    done
}

refused memory 'its memory is 1024 MiB, expected 2048 MiB as on the board' -m 1024
refused odd_memory 'its memory is 1793 MiB, expected 2048 MiB as on the board' -m 1793
refused gic 'the version of its interrupt controller (GIC) is 3, expected 2 as on the board' \
    -machine gic-version=3
refused gic_at_el3 \
    'the version of its interrupt controller (GIC) is 3, expected 2 as on the board' \
    -machine gic-version=3,secure=on
refused timer 'the frequency of its timer (CNTFRQ_EL0) is 24000000 Hz, expected 62500000 Hz as on '\
'the board (in QEMU: -cpu NAME,cntfrq=62500000)' -cpu cortex-a53,cntfrq=24000000
refused monitors 'its processor has no performance monitors (ID_AA64DFR0_EL1), which the kernel '\
'closes or opens to users' -cpu cortex-a53,pmu=off

# starts NAME ARGUMENT OF RUN_UNTIL'S...: the kernel's tests on the target pass on such a machine;
# those of interrupts and timers are among them.
starts() {
    local name=$1
    shift
    boot "$work/$name" --icount "$@" "$build/test/kernel-task/loader.img" '^KERNEL TESTS DONE' \
        "$limit"
    expect_line "$work/$name" '^KERNEL TESTS DONE ([0-9]+) of \1$'
}
starts from_el3 --qemu -machine --qemu secure=on
starts from_el3_without_el2 --el1 --qemu -machine --qemu secure=on

# What nobody expects is said, too, whatever runs: at EL3, and at EL1 when the MMU is on.
defects=$build/test/kernel-task-defects/loader.img
boot "$work/defect_at_el3" --icount --qemu -machine --qemu secure=on "$defects" '^Bulkhead' "$limit"
expect_line "$work/defect_at_el3" \
    '^Bulkhead loader: exception at EL3, esr 0x2000000, pc 0x7000[0-9a-f]*, far 0x0\.$'
boot "$work/defect_at_el1" --icount "$defects" '^Bulkhead' "$limit"
expect_line "$work/defect_at_el1" \
    '^Bulkhead loader: exception at EL1, esr 0x2000000, pc 0x7000[0-9a-f]*, far 0x0\.$'

# Under a loader that looks at no machine the kernel itself stops rather than keep wrong time: in
# release without a word, and QEMU ends.
careless=$build/test/kernel-task-careless
cp -R "$sdk" "$work/sdk"
for config in debug release; do
    cp "$careless"/sdk/board/*/debug/elf/loader.elf "$work/sdk/board/$board/$config/elf/"
    MICROKIT_SDK=$work/sdk "$sdk/bin/microkit" tests/system/monitor/noise.system --board $board \
        --config $config --search-path "$build/test/noise-$config" \
        -o "$work/careless-$config.img" -r "$work/report.txt"
    boot "$work/careless-$config" --icount "$work/careless-$config.img" '^the end$' "$limit"
    status=0
    scripts/run_until.sh --qemu -cpu --qemu cortex-a53,cntfrq=24000000 \
        "$work/careless-$config.img" '^(hello|the end)' "$limit" \
        >"$work/wrong-timer-$config" 2>"$work/wrong-timer-$config.log" || status=$?
    [ "$status" -eq 1 ] || fail "$config does not end with a wrong timer: status $status"
done
expect_line "$work/wrong-timer-debug" "^KERNEL PANIC .*: boot: the timer's frequency \
\(CNTFRQ_EL0\) is not the board's"
[ ! -s "$work/wrong-timer-release" ] || fail "a release kernel prints: $work/wrong-timer-release"
