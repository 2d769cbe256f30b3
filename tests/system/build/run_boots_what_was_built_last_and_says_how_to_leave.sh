#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: `make run`: it boots the image that was built last, says how to leave, ends
# at the verdict, which is also its exit status, or with KEEP=1 when Ctrl-A X is pressed; and it
# says why a screen stays empty, or why nothing more comes, and again how to leave.
. "$(dirname "$0")/../lib.sh"
takes_turn 1

make_afresh BUILD="$work/b" task2 MICROKIT_SDK="$sdk" >"$work/build.log" 2>&1 ||
    fail "$(tail -n 1 "$work/build.log")"
expect_line "$work/build.log" '^Built .*/loader\.img with .*/sdk \('
! sed "s#$work/b#build#g" "$work/build.log" | grep -E '^.{81}' || fail 'more than 80 columns'
make_afresh BUILD="$work/b" run </dev/null >"$work/transcript" 2>&1 ||
    fail "make run ended with an error: $(tail -n 1 "$work/transcript")"
expect_line "$work/transcript" 'To leave QEMU: press Ctrl-A, then X\.  \(Ctrl-C goes to the machine'
expect_line "$work/transcript" '^TASK2 PASS '
expect_line "$work/transcript" '^That was the verdict, and QEMU has ended'
if grep -E 'terminating|rror' "$work/transcript"; then
    fail "the end of QEMU looks like an error (in $work/transcript)"
fi

# Silence is not what is tried here, however long a busy machine takes to begin.
export SILENCE=$limit

# The keys are pressed once the verdict is there; without one, the checks below fail.
mkfifo "$work/keys"
make_afresh BUILD="$work/b" run KEEP=1 <"$work/keys" >"$work/kept" 2>&1 &
run=$!
exec 4>"$work/keys"
for _ in $(seq "$limit"); do
    ! grep -qE '^The demonstration is over; KEEP=1 keeps QEMU' "$work/kept" || break
    sleep 1
done
printf '\001x' >&4
wait $run || fail "make run KEEP=1 ended with an error: $(tail -n 1 "$work/kept")"
expect_line "$work/kept" '^TASK2 PASS '
[ "$(grep -c 'To leave QEMU' "$work/kept")" -eq 2 ] || fail 'KEEP=1 does not say how to leave'

# run_fake CONFIG TEXT: what run.sh prints when the shell script TEXT is QEMU.
run_fake() {
    program "$work/qemu" "case \$1 in --version) echo QEMU emulator version 8.0.0; exit ;; esac
$2"
    touch "$work/image"
    printf '%s\n' "$board $work/image $1" >"$work/last"
    QEMU=$work/qemu SILENCE=1 scripts/run.sh "$work/last" </dev/null >"$work/fake" 2>&1
}
run_fake release 'echo "it runs"' || fail "release: $(tail -n 1 "$work/fake")"
expect_line "$work/fake" '^The screen stays empty: in `release`'
expect_line "$work/fake" '^it runs$'
# What the image needs besides, the file beside it says, and it is said again.
printf '%s\n' '# words' '' '-device edu,addr=1' >"$work/machine"
run_fake debug 'echo "TASK9 PASS 1/1 checks: $*"; exec sleep 1000' ||
    fail "machine: $(tail -n 1 "$work/fake")"
rm "$work/machine"
expect_line "$work/fake" '^  -device edu,addr=1$'
expect_line "$work/fake" '^TASK9 PASS .* mon:stdio -device edu,addr=1 -nic none '
if run_fake debug 'echo "TASK9 FAIL 2/3 checks: the first"; exec sleep 1000'; then
    fail 'a verdict of FAIL is no failure'
fi
expect_line "$work/fake" '^The verdict is FAIL'
if run_fake debug 'echo "TASK9 UNKNOWN 2/3 checks; not known: why"; exec sleep 1000'; then
    fail 'a verdict of UNKNOWN is no failure'
fi
expect_line "$work/fake" '^The verdict is UNKNOWN'
# run_silent TEXT WHY: after TEXT it is silent until all of the notice is there, which says WHY, at
# most for as long as a boot may take; then it ends well.
run_silent() {
    run_fake debug "$1
for _ in \$(seq $limit); do ! grep -q 'inside\.))\$' '$work/fake' || break; sleep 1; done
echo 'TASK9 PASS 3/3 checks'; exec sleep 1000" || fail "silence: $(tail -n 1 "$work/fake")"
    expect_line "$work/fake" '^TASK9 PASS'
    expect_line "$work/fake" '^\(Nothing was printed for 1 seconds\.$'
    expect_line "$work/fake" "^ $2  What else it can be:\$"
    expect_line "$work/fake" '^ To leave QEMU: press Ctrl-A, then X\..*\)$'
    awk 'length > 80' "$work/fake" | grep -vF "$work" >"$work/wide" || true
    [ ! -s "$work/wide" ] || fail "more than 80 columns: $(head -n 1 "$work/wide")"
}
run_silent : 'Perhaps a component was stopped that others wait for\.'
run_silent "echo \"monitor: PD 'client' is stopped: read of 0x0\"" \
    'Above, a component was stopped: others may wait for it\.'
# What QEMU said too late to an earlier question is no answer to this one.
run_fake debug "for word; do case \$word in pipe,*) look=\${word##*path=} ;; esac; done
printf ' PC=0000000000000abc\n PSTATE=600003c5 -ZC- EL1h\n' >\$look.out
read -r line <\$look.in
printf '%s\n0x%x\n PC=0000000000000def\n PSTATE=0 ---- EL0t\n' \"\$line\" \"\${line#print }\" \\
    >\$look.out
sleep 1; echo 'TASK9 PASS 3/3 checks'; exec sleep 1000" || fail "late: $(tail -n 1 "$work/fake")"
expect_line "$work/fake" ' its pc is 0xdef\.$'
# Below the kernel of a board with guests, EL1 is a guest's.
run_fake debug "for word; do case \$word in pipe,*) look=\${word##*path=} ;; esac; done
read -r line <\$look.in
printf '%s\n0x%x\n PC=0000000000000def\n PSTATE=5 ---- EL1h\n' \"\$line\" \"\${line#print }\" \\
    >\$look.out
sleep 1; echo 'TASK9 PASS 3/3 checks'; exec sleep 1000" || fail "a guest: $(tail -n 1 "$work/fake")"
expect_line "$work/fake" '^ No component runs: .*, or a guest\.$'
# A component that never lets another one run: which function it is in, QEMU tells, once it has
# printed its line (before that, on a busy machine, it may be anywhere).
mkdir "$work/hello"
cp "$sdk"/example/hello/* "$work/hello"
sed 's/microkit_dbg_puts(.*/& for (;;) __asm__ volatile("nop");/' \
    "$sdk/example/hello/hello.c" >"$work/hello/hello.c"
build_example hello debug
cp "$build/toolchain.mk" "$work"
printf '%s\n' "$board $work/debug/loader.img debug" >"$work/last"

# After a crash it says the line in the source, here that of a function's beginning.
cp "$work/b/task2/client.elf" "$work"
pc=$("${TARGET_SIZE%size*}nm${TARGET_SIZE##*size}" "$work/client.elf" |
    awk '$3 == "notified" { print "0x" $1 }')
line=$(grep -n '^void notified' demos/task2/client.c | cut -d : -f 1)
run_fake debug "echo \"monitor: PD 'client' is stopped: a test\"
echo 'monitor:   pc       $pc = notified'
echo 'monitor:   x30 0  pstate 0'
echo 'TASK9 PASS 3/3 checks'; exec sleep 1000" || fail "a crash: $(tail -n 1 "$work/fake")"
expect_line "$work/fake" \
    "^\(That pc of client is in notified, demos/task2/client\.c:($line|$((line + 1)))\)\$"
printf '%s\n' "$board $work/debug/loader.img debug" >"$work/last"
SILENCE=1 scripts/run.sh "$work/last" <"$work/keys" >"$work/endless" 2>&1 &
run=$!
for _ in $(seq "$limit"); do
    ! grep -q 'In hello.elf that is in init' "$work/endless" || break
    sleep 1
done
printf '\001x' >&4
wait $run || fail "an endless component: $(tail -n 1 "$work/endless")"
expect_line "$work/endless" '^ A component runs, and nobody of lower priority does: its pc is 0x2'
expect_line "$work/endless" '^ In hello\.elf that is in init\.$'

if run_fake debug 'echo cannot open it >&2; exit 1'; then
    fail 'a QEMU that fails is no failure'
fi
expect_line "$work/fake" '^cannot open it$'

expect_failure "$work/nothing" make_afresh BUILD="$work/empty" run
expect_line "$work/nothing" '^error: nothing to run was built yet'
expect_failure "$work/first" make_afresh BUILD="$work/empty" task1 run
expect_line "$work/first" '^error: there is no task1: the numbers are those of a course'
