#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: demonstrations that build with MICROKIT_CONFIG=release and =benchmark, too.
# (All other tests have the ones of `debug`.)
. "$(dirname "$0")/../lib.sh"
takes_turn 4

for config in release benchmark; do
    make_afresh BUILD="$work/b" task2 task3 task4 task5 task6 task6_disk task7 MICROKIT_SDK="$sdk" \
        MICROKIT_CONFIG=$config >"$work/$config.log" 2>&1 ||
        fail "$config: $(tail -n 1 "$work/$config.log") (in $work/$config.log)"
    for task in task2 task3 task4 task5 task6 task6_disk task7; do
        expect_line "$work/$config.log" "^Built .*/$task/loader.img .*, $config\)[.]\$"
        ! cmp -s "$work/b/$task/loader.img" "$build/test/$task/loader.img" ||
            fail "$task: the image of $config is that of debug"
    done
done
