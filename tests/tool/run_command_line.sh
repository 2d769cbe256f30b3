#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The command line, the SDK's own files and the outputs: what goes wrong outside of the system
# description.
set -u
. "$(dirname "$0")/lib.sh"
prepare command_line
cp "$tests/legal/one_domain.system" one.system || exit 1
cp "$tests/legal/call_and_notify.system" two.system || exit 1

# --- outputs: the image and the report, or neither

build one.system -o nowhere/loader.img
expect tool_names_the_output_option_given_twice \
    "microkit: error: option '--output' is given twice ('out/loader.img' and 'nowhere/loader.img'); expected it once"

run one.system --board test --config debug --search-path programs -r out/r -o out/no/l
expect tool_refuses_an_output_folder_that_does_not_exist \
    "microkit: error: cannot write 'out/no/l': No such file or directory; expected a name in a folder that exists and may be written to"

run one.system --board test --config debug --search-path programs -o out/l -r out/no/r
expect tool_leaves_no_image_without_its_report \
    "microkit: error: cannot write 'out/no/r': No such file or directory; expected a name in a folder that exists and may be written to"

run one.system --board test --config debug --search-path programs -o sdk -r out/r
expect tool_refuses_a_folder_as_output \
    "microkit: error: cannot write 'sdk': it is a folder; expected the name of a file"

run one.system --board test --config debug --search-path programs -o out/same -r out/same
expect tool_refuses_one_file_for_image_and_report \
    "microkit: error: image and report are both 'out/same'; expected two files"

run one.system --board test --config debug --search-path programs -o out/same -r out/../out/same
expect tool_refuses_two_names_of_one_file \
    "microkit: error: outputs 'out/same' and 'out/../out/same' are one file; expected two"

run one.system --board test --config debug --search-path programs -o ./one.system -r out/r
expect tool_does_not_overwrite_its_input \
    "microkit: error: output './one.system' is the system description itself; expected another file"

rm -rf locked && mkdir locked && chmod 500 locked
if touch locked/probe 2>probe.err; then
    rm -f locked/probe
    echo "SKIP tool_refuses_a_folder_without_permission: this user may write anywhere"
else
    run one.system --board test --config debug --search-path programs -o locked/l -r out/r
    expect tool_refuses_a_folder_without_permission \
        "microkit: error: cannot write 'locked/l': Permission denied; expected a name in a folder that exists and may be written to"
fi
chmod 700 locked

build one.system
echo old >out/loader.img
cp "$tests/broken/xml_empty.system" empty.system
"$TOOL" empty.system --board test --config debug -o out/loader.img -r out/report.txt 2>stderr
if [ "$(cat out/loader.img)" = old ]; then
    pass tool_keeps_the_old_image_when_it_fails
else
    fail tool_keeps_the_old_image_when_it_fails "out/loader.img was changed"
fi

# --- command line

run
expect tool_says_what_argument_is_missing \
    'microkit: error: missing argument: --board BOARD; see microkit --help'
run one.system --board test
expect tool_says_that_the_configuration_is_missing \
    'microkit: error: missing argument: --config CONFIG; see microkit --help'
run --board test --config debug
expect tool_says_that_the_system_is_missing \
    'microkit: error: missing argument: the system description; see microkit --help'
run one.system --bord test
expect tool_suggests_the_option_that_was_meant \
    "microkit: error: unknown option '--bord'; see microkit --help; did you mean '--board'?"
run one.system --config debug --board
expect tool_says_that_an_option_has_no_value \
    "microkit: error: option '--board' has no value; see microkit --help"
run one.system two.system --board test --config debug
expect tool_refuses_two_systems \
    "microkit: error: two system descriptions, 'one.system' and 'two.system'; expected one"
build absent.system
expect tool_says_that_the_system_cannot_be_read \
    'microkit: error: absent.system cannot be read: No such file or directory'
build sdk
expect tool_refuses_a_folder_as_system 'microkit: error: sdk cannot be read: Is a directory'
dd if=/dev/zero of=large.system bs=1048576 count=5 2>dd.err
build large.system
expect tool_refuses_a_system_without_end \
    'microkit: error: large.system is too large; expected at most 4194304 bytes'

run -h
if [ "$status" -eq 0 ] && grep -q '^usage: microkit ' stdout; then
    pass tool_explains_itself
else
    fail tool_explains_itself "exit status $status"
fi

run --config debug -r out/r --search-path sdk programs -o out/l --board test one.system
built tool_takes_arguments_in_any_order out/l out/r
run --board test --config debug -o out/l -r out/r --search-path sdk programs one.system
built tool_takes_the_system_after_the_search_path out/l out/r

rm -rf defaults && mkdir defaults && cp one.system programs/pd.elf defaults && cd defaults || exit 1
run one.system --board test --config debug
built tool_has_default_outputs_and_looks_in_the_current_folder loader.img report.txt
cd .. || exit 1

rm -rf first && mkdir first && cp programs/x86_64.elf first/pd.elf
run one.system --board test --config debug --search-path programs first -o out/l -r out/r
built tool_searches_folders_in_order out/l out/r
run one.system --board test --config debug --search-path first programs -o out/l -r out/r
expect tool_searches_the_first_folder_first \
    'one.system:4:30: error: first/pd.elf is for x86-64 (EM_X86_64), expected AArch64; compile with aarch64-linux-gnu-gcc'
cp programs/x86_64.elf pd.elf
run one.system --board test --config debug --search-path programs -o out/l -r out/r
expect tool_searches_the_current_folder_before_all_others \
    'one.system:4:30: error: pd.elf is for x86-64 (EM_X86_64), expected AArch64; compile with aarch64-linux-gnu-gcc'
rm pd.elf

# --- the SDK

run one.system --board tset --config debug
expect tool_lists_the_boards \
    "microkit: error: unknown board 'tset'; expected one of 'image_end_early', 'image_end_missing', 'kernel_in_image', 'kernel_offset', 'kernel_paddr', 'loader_entry', 'loader_symbol', 'no_loader', 'test', 'test_el2'; did you mean 'test'?"
run one.system --board test --config release
expect tool_lists_the_configurations \
    "microkit: error: unknown configuration 'release'; expected one of 'benchmark', 'debug'"
run one.system --board test --config smp-debug
expect tool_says_that_the_kernel_has_one_core \
    "microkit: error: configuration 'smp-debug' is for a kernel that runs on several cores; this SDK's runs on one; expected 'debug'"
run one.system --board ../board/test --config debug
expect tool_takes_names_not_paths_for_boards \
    "microkit: error: unknown board '../board/test'; expected one of 'image_end_early', 'image_end_missing', 'kernel_in_image', 'kernel_offset', 'kernel_paddr', 'loader_entry', 'loader_symbol', 'no_loader', 'test', 'test_el2'"

# refuse_sdk BOARD MESSAGE: this board's SDK files are refused; SDK stands for their folder.
refuse_sdk() {
    run one.system --board "$1" --config debug --search-path programs -o out/l -r out/r
    expect "tool_refuses_sdk_with_$1" \
        "$(printf '%s' "microkit: error: $2" | sed "s|SDK|$MICROKIT_SDK/board/$1/debug/elf|")"
}
refuse_sdk no_loader 'SDK/loader.elf cannot be read: No such file or directory'
refuse_sdk loader_entry 'SDK/loader.elf starts at 0x70000000 and is entered at 0x70000004; expected it to be entered at its first byte, on a page boundary'
refuse_sdk loader_symbol "SDK/loader.elf has no symbol 'boot_image' of 88 bytes: it is not a loader of this version of the SDK"
refuse_sdk kernel_offset 'SDK/sel4.elf has segments at different offsets from virtual to physical addresses: 0xffffffffc0000000 at 0x40000000, but 0xffffffffc0001000 at 0x40002000; expected the same for all'
refuse_sdk kernel_paddr 'SDK/sel4.elf is linked to physical address 0x40001000; expected a multiple of 0x200000 below 0x10000000000'
refuse_sdk kernel_in_image 'SDK/sel4.elf is to run at 0x70000000 to 0x70005000, where the image is loaded (0x70000000 to 0x7000c000); expected a smaller system or another kernel address'
refuse_sdk image_end_missing "SDK/initialiser.elf has no symbol '__image_end'; expected it at the end of its last page, where the system spec begins"
refuse_sdk image_end_early "SDK/initialiser.elf has '__image_end' at 0x80002000; expected it at 0x80003000, the end of its last page"

export MICROKIT_SDK=$PWD/programs
run one.system --board test --config debug
expect tool_says_where_it_looked_for_an_sdk \
    "microkit: error: '$PWD/programs/board' has no board 'test', or any other; expected an SDK there (make sdk builds one, MICROKIT_SDK names another)"

unset MICROKIT_SDK
mkdir -p sdk/bin elsewhere && cp "$TOOL" sdk/bin/microkit && ln -sf "$PWD/sdk/bin/microkit" elsewhere
tool=$TOOL
TOOL=sdk/bin/microkit
build one.system
built tool_finds_its_sdk_by_its_path out/loader.img
TOOL=elsewhere/microkit
build one.system
built tool_finds_its_sdk_through_a_link out/loader.img
TOOL=microkit
PATH=$PWD/sdk/bin:$PATH build one.system
built tool_finds_its_sdk_through_the_search_path_of_the_shell out/loader.img
TOOL=$tool
export MICROKIT_SDK=$PWD/sdk

# --- what is built

# same NAME: the last build made what first.img and first.txt have.
same() {
    if [ "$status" -eq 0 ] && cmp first.img out/loader.img >difference &&
        cmp first.txt out/report.txt >>difference; then
        pass "$1"
    else
        fail "$1" "$(head -n 1 difference) $(head -n 1 stderr)"
    fi
}

build two.system
cp out/loader.img first.img && cp out/report.txt first.txt
build two.system
same tool_builds_the_same_bytes_from_the_same_input
MICROKIT_SDK=$PWD/sdk LC_ALL=C.UTF-8 TZ=Asia/Tokyo HOME=/nowhere COLUMNS=7 build two.system
same tool_builds_the_same_bytes_in_another_environment
(umask 077 && build two.system && [ "$status" -eq 0 ]) || status=1
same tool_builds_the_same_bytes_whatever_the_umask
mkdir -p other && cp two.system other && : >programs/unused.elf
build "$PWD/other/two.system" --search-path other "$PWD/programs"
same tool_builds_the_same_bytes_from_absolute_paths_and_more_folders
rm -f programs/unused.elf
build two.system --search-path programs other
same tool_builds_the_same_bytes_in_any_order_of_folders
(cd other && build two.system --search-path ../programs && [ "$status" -eq 0 ] &&
    cp out/loader.img out/report.txt ../out) || status=1
same tool_builds_the_same_bytes_in_another_folder
env -i PATH="$PATH" MICROKIT_SDK="$MICROKIT_SDK" ASAN_OPTIONS="$ASAN_OPTIONS" "$TOOL" two.system \
    --config debug --board test --search-path programs -r out/report.txt -o out/loader.img 2>stderr
status=$?
same tool_builds_the_same_bytes_with_no_environment_at_all

own_tcb='    slot 6    TCB            a: tcb'
run one.system --board test --config benchmark --search-path programs -o out/l -r out/r
if grep -q "^$own_tcb" out/r && build one.system && ! grep -q "^$own_tcb" out/report.txt; then
    pass tool_gives_a_domain_its_own_tcb_in_benchmark_only
else
    fail tool_gives_a_domain_its_own_tcb_in_benchmark_only "see slot 6 in $PWD/out"
fi

monitors='  performance monitors  PMCR, PMCCNTR, ...:'
run one.system --board test --config benchmark --search-path programs -o out/l -r out/r
if grep -qxF -e "$monitors all" out/r && build one.system &&
    grep -qxF -e "$monitors nobody" out/report.txt; then
    pass tool_reports_that_the_monitors_are_open_in_benchmark_only
else
    fail tool_reports_that_the_monitors_are_open_in_benchmark_only "see $PWD/out"
fi

sed 's/name="a"/name="a" passive="true"/' one.system >passive.system
build passive.system
if [ "$status" -eq 0 ] && [ "$(head -n 1 stderr)" = "passive.system:3:42: warning: passive 'a' \
has no channel, interrupt or child: nothing can wake it after init" ]; then
    pass tool_warns_of_a_passive_domain_that_nothing_wakes
else
    fail tool_warns_of_a_passive_domain_that_nothing_wakes "$(head -n 1 stderr)"
fi

sed 's|</system>|<channel><end pd="a" id="1"/><end pd="a" id="2"/></channel>&|' one.system >self.system
build self.system
if [ "$status" -eq 0 ] && grep -q "^self.system:[0-9:]* warning: both ends of this channel are 'a': it \
signals itself, and nobody else$" stderr; then
    pass tool_warns_of_a_channel_to_oneself
else
    fail tool_warns_of_a_channel_to_oneself "exit status $status: $(head -n 1 stderr)"
fi

# warned NAME MAP FIRST_LINE [PROGRAM]: a system with this map is built, and its first message is
# FIRST_LINE.
warned() {
    printf '%s\n' '<system>' '<memory_region name="r" size="0x1000"/>' \
        "<protection_domain name=\"a\"><program_image path=\"${4:-pd}.elf\"/>" "$2" \
        '</protection_domain>' '</system>' >warned.system
    build warned.system
    if [ "$status" -eq 0 ] && [ "$(head -n 1 stderr)" = "$3" ]; then
        pass "$1"
    else
        fail "$1" "exit status $status: $(head -n 1 stderr)"
    fi
}
warned tool_warns_of_writable_without_readable '<map mr="r" vaddr="0x4000000" perms="wx"/>' \
    "warned.system:4:38: warning: perms \"wx\": without 'r' the page is not writable, only executable"
if grep -q -- '--x  cached    region r$' out/report.txt; then
    pass tool_reports_what_is_really_granted
else
    fail tool_reports_what_is_really_granted "$(grep 'region r$' out/report.txt)"
fi
warned tool_warns_of_uncached_code '<map mr="r" vaddr="0x4000000" perms="rx" cached="false"/>' \
    "warned.system:4:50: warning: uncached memory is never executable: 'x' has no effect here"

warned tool_warns_of_a_region_mapped_cached_and_uncached \
    '<map mr="r" vaddr="0x4000000"/><map mr="r" vaddr="0x5000000" cached="false"/>' \
    "warned.system:4:70: warning: 'r' is mapped uncached here, and cached elsewhere: what is written \
through one need not show through the other"
# Of several PDs, and once.
{
    printf '%s\n' '<system>' '<memory_region name="r" size="0x1000"/>'
    for name in a b c; do
        cached=true
        [ $name = a ] || cached=false
        printf '%s\n' "<protection_domain name=\"$name\"><program_image path=\"pd.elf\"/>" \
            "<map mr=\"r\" vaddr=\"0x4000000\" cached=\"$cached\"/>" '</protection_domain>'
    done
    printf '%s\n' '</system>'
} >mixed.system
build mixed.system
if [ "$status" -eq 0 ] && [ "$(grep -c warning stderr)" -eq 1 ] &&
    grep -q "^mixed.system:7:39: warning: 'r' is mapped uncached here" stderr &&
    grep -q '^mixed.system:4:39: note: namely here$' stderr; then
    pass tool_warns_once_of_a_region_that_two_pds_map_unlike
else
    fail tool_warns_once_of_a_region_that_two_pds_map_unlike "$(head -n 3 stderr)"
fi

sed 's/name="a"/name="a" budget="39"/' one.system >tiny.system
build tiny.system
if [ "$status" -eq 0 ] && [ "$(head -n 1 stderr)" = "tiny.system:3:41: warning: a budget of 39 us \
is used up at the first system call, for the kernel takes less than 20 us for none; 40 us let it do \
something" ]; then
    pass tool_warns_of_a_budget_too_small_to_be_of_use
else
    fail tool_warns_of_a_budget_too_small_to_be_of_use "$(head -n 1 stderr)"
fi

# Who calls may keep a server from others until a budget is back, and nobody is told of that.
# server NAME OPTIONS_OF_CLIENT OPTIONS_OF_SERVER: `a` and `c` call `b`.
shared_server() {
    {
        echo '<system>'
        for name in "a\" $2" "b\" priority=\"9\" $3" 'c"'; do
            printf '%s\n' "<protection_domain name=\"$name><program_image path=\"pd.elf\"/>" \
                '</protection_domain>'
        done
        for name in a c; do
            printf '%s\n' "<channel><end pd=\"$name\" id=\"1\" pp=\"true\"/>" \
                "<end pd=\"b\" id=\"$((0x$name))\"/></channel>"
        done
        echo '</system>'
    } >"$1.system"
    build "$1.system"
}
few='budget="200" period="2000"'
shared_server poor "$few" 'passive="true"'
if [ "$status" -eq 0 ] && [ "$(head -n 1 stderr)" = "poor.system:8:33: warning: 'a' can use up its \
budget, 200 us in 2000, in the midst of a call: then 'c' waits for 'b', too, until that is back" ] &&
    grep -q "^poor.system:4:[0-9]*: note: 'b' is passive, so it runs on its callers' time" stderr; then
    pass tool_warns_of_a_caller_that_can_run_out_in_a_shared_server
else
    fail tool_warns_of_a_caller_that_can_run_out_in_a_shared_server "$(head -n 2 stderr)"
fi
shared_server short '' "$few"
if [ "$status" -eq 0 ] && [ "$(head -n 1 stderr)" = "short.system:4:50: warning: 'a' can use up the \
budget of 'b', 200 us in 2000: then 'c' waits for it, too, until that is back" ]; then
    pass tool_warns_of_a_shared_server_without_enough_budget
else
    fail tool_warns_of_a_shared_server_without_enough_budget "$(head -n 2 stderr)"
fi
# Neither is said of a server that nobody shares, that has time enough, or that somebody looks after.
shared_server enough '' 'passive="true"'
enough=$status$(cat stderr)
shared_server alone "$few" 'passive="true"'
sed 's/pd="c" id="1" pp="true"/pd="c" id="1"/' alone.system >alone_again.system
build alone_again.system
alone=$status$(cat stderr)
sed -e 's|<protection_domain name="b"|<protection_domain name="p"><program_image path="pd.elf"/>\
<protection_domain id="1" name="b"|' -e 's|</protection_domain>|&|' alone.system |
    awk '{ print } /name="b"/ { inside = 1 } inside && /^<\/prot/ { print; inside = 0 }' \
        >parent.system
build parent.system
if [ "$enough$alone$status$(cat stderr)" = 000 ]; then
    pass tool_does_not_warn_of_other_servers
else
    fail tool_does_not_warn_of_other_servers "$enough$alone$status$(head -n 1 stderr)"
fi

# There is no such piece: the address of the first page says nothing of others.
sed -e 's|<system>|&<memory_region name="dma" size="0x24000000"/>|' \
    -e 's|</protection_domain>|<setvar symbol="buffer_paddr" region_paddr="dma"/>&|' \
    one.system >dma.system
build dma.system
if [ "$status" -eq 0 ] && grep -q "^dma.system:5:[0-9]*: warning: 'dma' is not in one piece of \
physical memory: 'buffer_paddr' gets the address of its first page" stderr; then
    pass tool_warns_of_the_address_of_a_region_in_pieces
else
    fail tool_warns_of_the_address_of_a_region_in_pieces "$(head -n 1 stderr)"
fi

# Reading from a pipe would wait for somebody to write into it.
mkfifo pipe.elf
sed 's/pd\.elf/pipe.elf/' one.system >pipe.system
build pipe.system
expect tool_does_not_wait_for_a_pipe "pipe.system:4:30: error: program image 'pipe.elf' of 'a': \
'pipe.elf' is a pipe or a device; expected an ordinary file"

# The page before an IPC buffer that the program places is to be free: what is in it?
no_gap='what overruns it writes into the messages'
warned tool_warns_of_a_section_right_before_the_ipc_buffer '' "warned.system:3:50: warning: \
programs/ipc_behind_config.elf has its IPC buffer at 0x204400 right behind section '.config' \
(0x203000 to 0x203080): $no_gap (without __sel4_ipc_buffer_obj it is at the top of the address \
space)" ipc_behind_config
if grep -q '^  guard pages  0x7fffffffb000 below the stack, none below the IPC buffer$' \
    out/report.txt; then
    pass tool_reports_that_nothing_guards_the_ipc_buffer
else
    fail tool_reports_that_nothing_guards_the_ipc_buffer "$(grep 'guard pages' out/report.txt)"
fi
warned tool_warns_of_a_map_right_before_the_ipc_buffer '<map mr="r" vaddr="0x204000"/>' \
    "warned.system:4:20: warning: map of 'r' ends at 0x205000, where the IPC buffer of 'a' begins: \
$no_gap"

sed 's/0x4e2 ticks/1249 ticks/' "$tests/legal/schedule.system" >short.system
build short.system
if [ "$status" -eq 0 ] && [ "$(head -n 1 stderr)" = "short.system:10:53: warning: a slice of less \
than 20 us may be over before anybody in it gets something done" ]; then
    pass tool_warns_of_a_slice_that_is_too_short
else
    fail tool_warns_of_a_slice_that_is_too_short "exit status $status: $(head -n 1 stderr)"
fi
sed 's/right" duration/left" duration/' "$tests/legal/schedule.system" >silent.system
build silent.system
if [ "$status" -eq 0 ] && [ "$(head -n 1 stderr)" = "silent.system:18:41: warning: 'b' never runs: \
domain 'right' has no slice between the start of the schedule and the next end marker" ]; then
    pass tool_warns_of_a_domain_without_a_slice
else
    fail tool_warns_of_a_domain_without_a_slice "exit status $status: $(head -n 1 stderr)"
fi
sed '/<map mr="tables"/d' "$tests/legal/io_address_spaces.system" >unread.system
build unread.system
if [ "$status" -eq 0 ] && grep -q "^unread.system:[0-9:]* warning: nobody maps 'tables', the \
tables of the IOMMU: without them devices reach all memory, as after reset$" stderr; then
    pass tool_warns_of_tables_that_nobody_maps
else
    fail tool_warns_of_tables_that_nobody_maps "exit status $status: $(head -n 1 stderr)"
fi

[ "$failures" -eq 0 ]
