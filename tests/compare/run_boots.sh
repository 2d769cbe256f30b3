#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that `make compare` says which boot failed and where its console is, goes on
# with the others, and shows what was not measured as missing.  QEMU is replaced by a program that
# prints a line and ends; the Linux guest cannot be built.
set -u
cd "$(dirname "$0")/../.." || exit 1
work=${BUILD:-build}/test/compare/boots
rm -rf "$work"
mkdir -p "$work/sdk" || exit 1
cp "$COMPARE" "$work/compare-report"
echo '2.0.1+bulkhead.0' >"$work/sdk/VERSION"
cat >"$work/qemu" <<'QEMU'
#!/bin/sh
[ "$1" = --version ] && echo 'QEMU emulator version 7.2.22' && exit
printf 'the machine caught fire\nREACH users re'
QEMU
printf '#!/bin/sh\necho "error: no compiler for the guest" >&2\nexit 1\n' >"$work/make"
chmod +x "$work/qemu" "$work/make"

QEMU=$work/qemu MAKE=$work/make compare/compare.sh "$work" 'no compiler' size \
    >"$work/out" 2>"$work/err"
status=$?

# expect NAME FILE TEXT: FILE contains TEXT.
expect() {
    if grep -qF -- "$3" "$2"; then
        echo "PASS $1"
    else
        echo "FAIL $1: '$3' is not in $2"
    fi
}

if [ "$status" -eq 1 ]; then
    echo 'PASS compare_with_a_boot_that_failed_fails'
else
    echo "FAIL compare_with_a_boot_that_failed_fails: exit status $status"
fi
expect compare_names_the_boot_that_failed "$work/err" "error: the boot 'task5' failed: error: QEMU"
expect compare_names_the_console_of_the_boot "$work/err" \
    "  its console: $work/report/logs/task5.log"
expect compare_keeps_the_console_of_the_boot "$work/report/logs/task5.log" 'caught fire'
expect compare_goes_on_after_a_boot_that_failed "$work/err" "error: the boot 'crash' failed"
expect compare_says_why_there_is_no_guest "$work/err" 'no compiler for the guest'
expect compare_shows_why_there_is_no_figure "$work/report/index.html" \
    'there is no Linux guest: no compiler for the guest'
expect compare_says_that_figures_are_missing "$work/out" '  - Protection domain: the boot failed'

# Measurements that come later are added without another boot.
expect compare_without_measurements_says_how_to_add_them "$work/out" \
    '  - What things cost: run make bench, which adds it to this report'
cp tests/compare/sample/bench.json "$work/report/bench.json"
compare/report/report.sh "$work" >"$work/again" 2>&1
expect compare_adds_measurements_that_come_later "$work/report/index.html" \
    'cheapest system call'
rm "$work/report/bench.json"

# A guest that was built, of a kernel that does not boot, is asked to do nothing.
printf '#!/bin/sh\nexit 0\n' >"$work/make"
QEMU=$work/qemu MAKE=$work/make compare/compare.sh "$work" 'no compiler' size \
    >"$work/unbootable" 2>&1
expect compare_says_that_the_kernel_does_not_boot "$work/unbootable" \
    "error: the kernel $work/linux/kernel/vmlinuz does not run our first program: error: QEMU ended"
if grep -q 'BOOT  Linux' "$work/unbootable"; then
    echo 'FAIL compare_does_not_attack_a_kernel_that_does_not_boot: it tries'
else
    echo 'PASS compare_does_not_attack_a_kernel_that_does_not_boot'
fi
if grep -q -e 'class="dry"' -e 'class="wet"' "$work/report/index.html"; then
    echo 'FAIL compare_makes_no_figure_of_a_boot_that_failed: there is one'
else
    echo 'PASS compare_makes_no_figure_of_a_boot_that_failed'
fi

# Whoever presses Ctrl-C does not want the next boot.  It goes to the whole group of processes.
cat >"$work/qemu" <<QEMU
#!/bin/sh
[ "\$1" = --version ] && echo 'QEMU emulator version 7.2.22' && exit
touch '$work/booted'
exec sleep 60
QEMU
printf '#!/bin/sh\nexit 1\n' >"$work/make"
set -m
QEMU=$work/qemu MAKE=$work/make compare/compare.sh "$work" 'no compiler' size \
    >"$work/interrupted" 2>&1 &
compare=$!
set +m
tries=0
until [ -e "$work/booted" ] || [ $tries -eq 3000 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -INT -- -$compare
wait $compare
status=$?
boots=$(grep -c BOOT "$work/interrupted")
if [ "$status $boots" = '130 1' ]; then
    echo 'PASS compare_ends_when_interrupted'
else
    echo "FAIL compare_ends_when_interrupted: exit status $status, $boots boots"
fi
