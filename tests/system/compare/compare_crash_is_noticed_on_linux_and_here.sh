#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that Task 4 on Linux compares like with like.  Each way to crash ends a worker
# there by the signal that it must, or is none; here each is seen by the parent for what it is; and
# on both sides the service answers again after each.
#
# Alone with: the build folder
. "$(dirname "$0")/../lib.sh"

# seen FILE CONFIGURATION KIND TEXT: noticed, served again, and seen as TEXT.
seen() {
    expect_line "$1" "^CRASH $2 $3 [1-9][0-9]* [1-9][0-9]* $4"
}

pd=$work/pd
boot "$pd" --icount "$build/compare/crash/loader.img" '^CRASH DONE' "$limit"
seen "$pd" pd null_read 'read from 0x0, not mapped, at crash_null_read\+4$'
seen "$pd" pd code_write 'write to crash_code_write, not allowed, at crash_code_write\+4$'
seen "$pd" pd copy_write 'write to 0x4100000, not allowed, at crash_copy_write\+8$'
seen "$pd" pd data_run 'execution of crash_data, not allowed, at crash_data$'
seen "$pd" pd undefined 'undefined instruction, at crash_undefined$'
seen "$pd" pd privileged 'undefined instruction, at crash_privileged$'
seen "$pd" pd breakpoint 'breakpoint, at crash_breakpoint$'
seen "$pd" pd odd_sp '.*, at crash_odd_sp\+16$'
seen "$pd" pd odd_pc 'misaligned program counter, at crash_odd_pc\+2$'
seen "$pd" pd stack 'write to 0x[0-9a-f]*, not mapped, at crash_stack\+12$'
seen "$pd" pd syscall 'unknown system call -99, at crash_syscall\+4$'
seen "$pd" pd cap_call 'call with a capability it does not have, 100000, at crash_cap_call\+16$'
receive='receive with a capability it does not have, 500'
seen "$pd" pd cap_receive "$receive, at crash_cap_receive\\+12\$"
seen "$pd" pd loop 'nothing, until the watchdog, at crash_loop(\+[0-9]+)?$'
[ "$(grep -c '^CRASH pd ' "$pd")" -eq 14 ] || fail "$pd has not one line for each kind"

need_linux_guest
linux=$work/linux
boot_linux "$linux" crash_supervisor:1
for configuration in processes users processes_spare; do
    for kind in null_read code_write copy_write data_run stack; do
        seen "$linux" $configuration $kind 'killed by SIGSEGV$'
    done
    seen "$linux" $configuration undefined 'killed by SIGILL$'
    seen "$linux" $configuration privileged 'killed by SIGILL$'
    seen "$linux" $configuration breakpoint 'killed by SIGTRAP$'
    seen "$linux" $configuration odd_sp 'killed by SIGBUS$'
    seen "$linux" $configuration odd_pc 'killed by SIGBUS$'
    seen "$linux" $configuration loop 'nothing, until the watchdog$'
done
seen "$linux" users syscall 'killed by SIGSYS$'
seen "$linux" processes_traced null_read 'SIGSEGV SEGV_MAPERR, address 0x0, pc 0x[0-9a-f]*$'
seen "$linux" processes_traced copy_write 'SIGSEGV SEGV_ACCERR, address 0x4100000, pc 0x[0-9a-f]*$'
expect_line "$linux" '^INSTEAD processes:syscall none .* ENOSYS '
expect_line "$linux" '^INSTEAD users:cap_call none .* EBADF '
expect_line "$linux" '^EXIT crash_supervisor 0$'
