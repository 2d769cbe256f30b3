#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that the demonstration can fail.  Each variant leaves out one thing that a
# restart or the system description does for it; the verdict must name the check that notices.
. "$(dirname "$0")/../lib.sh"

objects=$build/obj/test/task4/demos
common=demos/common
library=$sdk/board/$board/debug/lib
not_clean='restarted: memory, stack and registers are as in its first life$'
not_so='that is what it did, there, by that instruction$'

# With room for 64 crashes, not 1,024: these show each way, and go round three times.
short=$work/short.xml
sed 's/\(name="crash_log" size="0x1\)0000"/\1000"/' demos/task4/system_fault.xml >"$short"
! cmp -s demos/task4/system_fault.xml "$short" || fail "the crash log has another size"

# verdict NAME SYSTEM PROGRAMS PART EXPECTED: builds, boots, expects a FAIL with that reason.
verdict() {
    "$sdk/bin/microkit" "$2" --search-path "$3" "$build/test/task4" --board "$board" \
        --config debug -o "$work/$1.img" -r "$work/$1.txt" >"$work/$1.log" 2>&1 ||
        fail "$1: $(head -n 1 "$work/$1.log")"
    boot_task task4 "$work/$1.transcript" "$work/$1.img" '^TASK4 (PASS|FAIL) ' "$limit"
    expect_line "$work/$1.transcript" "^TASK4 FAIL [0-9]+ of [0-9]+ checks .*: in part $4, $5"
}

# system NAME SED_SCRIPT PART EXPECTED: a variant of the description.
system() {
    sed "$2" "$short" >"$work/$1.xml"
    ! cmp -s "$short" "$work/$1.xml" || fail "$1: nothing was changed"
    mkdir -p "$work/$1"
    verdict "$1" "$work/$1.xml" "$work/$1" "$3" "$4"
}

# code FILE NAME SED_SCRIPT PART EXPECTED: a variant of one of the child's files in assembly.
code() {
    local file=$1 folder=$work/$2 part other=
    mkdir -p "$folder"
    sed "$3" "demos/$file" >"$folder/variant.S"
    ! cmp -s "demos/$file" "$folder/variant.S" || fail "$2: nothing was changed"
    $TARGET_CC -I$common -Idemos/task4 -c "$folder/variant.S" -o "$folder/variant.o"
    for part in task4/fault_test.c task4/crashes.S common/life.c common/life_restart.S; do
        [ "$part" = "$file" ] || other="$other $objects/$part.o"
    done
    # shellcheck disable=SC2086  # names without blanks
    $TARGET_LD -L"$library" $other "$folder/variant.o" $common/life.lds -lmicrokit \
        -Tmicrokit.ld -o "$folder/fault_test.elf"
    verdict "$2" "$short" "$folder" "$4" "$5"
}

# restart NAME SED_SCRIPT PART EXPECTED: a variant of the code that the child restarts with.
restart() {
    code common/life_restart.S "$@"
}

restart nothing_is_zeroed 's/stp xzr, xzr, \[x2\], #16/add x2, x2, #16/' 1 "$not_clean"
restart nothing_is_copied_back 's/stp x5, x6, \[x2\], #16/add x2, x2, #16/' 2 "$not_so"
# It crashes where it measures its memory, whatever of that the compiler made one function.
expect_line "$work/nothing_is_copied_back.transcript" \
    '^   where  (count_dirt|measure|life_begin)( \+ [0-9]+)?$'
restart the_stack_pointer_stays 's/mov sp, x1/nop/' 1 "$not_clean"
restart the_registers_stay 's/mov x\\n, xzr/nop/' 1 "$not_clean"
system the_copy_is_writable 's/\(mr="pristine".*\)perms="r"/\1perms="rw"/' 3 "$not_so"
system the_guard_is_elsewhere \
    '/name="fault_test"/,/<program_image/ s/stack_size="0x2000"/stack_size="0x4000"/' 10 "$not_so"
system the_budget_is_all_there_is 's/budget="2000" period="20000"/budget="2000" period="2000"/' \
    15 'all the time it looped, requests were served$'

# Nor does the parent wait for a timer that the child has stopped: it cannot, or is seen to.
system the_timer_is_the_childs_too 's/name="fault_test"/& timer="true"/' 14 "$not_so"
code task4/crashes.S the_loop_stops_the_timer_first 's/^routine crash_loop$/&\
    msr cntp_ctl_el0, xzr/' 15 "$not_so"

# What is behind the end of the last function that has a name is not blamed on that.
code task4/crashes.S the_crash_has_no_name 's/^    udf #0$/    b 9f/
s/^    end_of crash_loop$/&\
9:  udf #0/' 5 "$not_so"
expect_line "$work/the_crash_has_no_name.transcript" '^   where  0x2[0-9a-f]+ in its code$'
