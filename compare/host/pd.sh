#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# pd.sh TRANSCRIPT: what a guest that is taken over gets beside a secret, level by level, as lines
# HOST: of the configurations `guest_user`, `guest_root`, `guest_kernel` and `guest_vmm`.
# TRANSCRIPT is the console of a run of Task 8, in which the client said of each attempt what came
# of it.
set -eu
grep -q '^TASK8 PASS ' "$1" || {
    echo "error: $1 has no line TASK8 PASS, so nothing is derived from it" >&2
    exit 1
}

awk '
    function tell(config, id, got, tried) {
        if (got == "" || tried + 0 == 0) {
            print "error: the transcript has not the form of Task 8: " config " " id > "/dev/stderr"
            failed = 1
            exit 1
        }
        lines[++count] = "HOST " config " " id " " got + 0 " " tried
    }
    # Of "0 of 256 places": the first number is got[ID], the second tried[ID].
    function take(id, i) {
        for (i = 2; i < NF; i++) {
            if ($i == "of" && $(i - 1) ~ /^[0-9]+$/) {
                got[level, id] = $(i - 1)
                tried[level, id] = $(i + 1) + 0
            }
        }
    }
    # One more attempt that got nothing.
    function resisted(id) {
        got[level, id] += 0
        tried[level, id]++
    }
    # All these of one column.
    function tell_all(config, ids, id, i, count_of_ids) {
        count_of_ids = split(ids, id, " ")
        for (i = 1; i <= count_of_ids; i++)
            tell(config, id[i], got[config, id[i]], tried[config, id[i]])
    }

    { sub(/\r$/, "") }
    /^[0-9]\. / {
        part = $1 + 0
        level = part == 2 ? "guest_user" : part == 3 ? "guest_root" : part == 7 ? "guest_vmm" : ""
        level = part == 4 || part == 5 || part == 9 ? "guest_kernel" : level
    }
    /^injected: [0-9]+\. / { step = $2 + 0 }
    level == "" || !/^client: ok / { next }

    / physical memory that is others.: [0-9]+ of / { take("secret_read") }
    / its kernel.s memory: [0-9]+ of / { take("kernel_memory") }
    / instructions that are for kernels: [0-9]+ of / { take("instructions") }
    / calls that need rights: [0-9]+ of / { take("rights") }

    / around the secret, read: [0-9]+ of / { take("secret_read") }
    / around the secret, written: [0-9]+ of / { take("secret_written") }
    / system calls: 0 of [0-9]+ answered$/ { resisted("service_stopped") }
    / interrupts to itself: its own time$/ { resisted("service_stopped") }
    / two seconds with all interrupts masked$/ { resisted("client_starved") }
    / before that loop was half over$/ { resisted("client_starved") }
    / it is off still, after [0-9]+ more requests that were served$/ { resisted("machine_off") }

    step <= 2 && / refused: this very access faulted/ { resisted("secret_read") }
    / memory: what the description grants the VMM, no more, no less$/ { resisted("secret_written") }
    / capabilities: what it grants, no more, no less$/ { resisted("service_stopped") }
    / it has crashed the VMM$/ { resisted("service_stopped") }
    / it looped, and the client was served: / { resisted("client_starved") }

    # Parts of one level say the same again.
    / safe_server: / && !((level, $0) in said) {
        said[level, $0] = 1
        resisted("noticed")
    }
    END {
        if (failed) exit 1
        program = "secret_read noticed kernel_memory instructions rights"
        other = "secret_read secret_written service_stopped client_starved noticed"
        tell_all("guest_user", program)
        tell_all("guest_root", program)
        tell_all("guest_kernel", other " machine_off")
        tell_all("guest_vmm", other)
        for (i = 1; i <= count; i++) print lines[i]
    }' "$1"
