#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Lost if this fails: that a component whose domain is another cannot tell a secret by when it uses
# its time, nor any component by the state of what the kernel keeps; and that the demonstration
# hears what can be heard.
#
# Every reading of the receiver has a part in a digest.  Booted once more with another secret, a
# system that lets nothing through measures the same to the last bit.
. "$(dirname "$0")/../lib.sh"

sdk_path=$(cd "$sdk" && pwd)
top=$PWD

# with_secret SYSTEM FOLDER SECRET: the image test/SYSTEM again, with that secret, in FOLDER.
with_secret() {
    local folder=$work/$2/$1 secret=demos/task7/channel/secret.txt
    mkdir -p "$folder/$(dirname "$secret")"
    printf '%s\n' "$3" >"$folder/$secret"
    (cd "$folder" && "$sdk_path/bin/microkit" "$top/${4:-demos/task7/channel/${1#task7_}.system}" \
        --search-path "$top/$build/test/$1" --board $board --config debug -o loader.img \
        -r report.txt 2>warnings) || fail "the tool refused it; see $folder/warnings"
}

# digests TRANSCRIPT: a line for each check of the judge's, its claim and the digest.
digests() {
    sed -n -e 's/^judge: ok    //p' -e 's/^measured: all readings have the digest //p' "$1" |
        paste - -
}

# watch SYSTEM: what is silent measures the same with two secrets, what is heard does not.
watch() {
    with_secret "$1" other 'retreat, all is lost'
    boot "$work/$1.one" "$build/test/$1/loader.img" '^TASK7 [A-Z]+ ' "$limit"
    boot "$work/$1.other" "$work/other/$1/loader.img" '^TASK7 [A-Z]+ ' "$limit"
    expect_line "$work/$1.one" '^TASK7 PASS ([0-9]+)/\1 checks$'
    expect_line "$work/$1.other" '^TASK7 PASS ([0-9]+)/\1 checks$'
    digests "$work/$1.one" | sort >"$work/$1.digests"
    digests "$work/$1.other" | sort >"$work/$1.others"
    comm -12 "$work/$1.digests" "$work/$1.others" | cut -f 1 >"$work/$1.same"
    cut -f 1 "$work/$1.digests" | grep ' nothing is heard' >"$work/$1.silent" ||
        fail "$1: no check is about silence"
    diff "$work/$1.silent" "$work/$1.same" >"$work/$1.difference" ||
        fail "$1: another secret makes a difference where it must not, or none where it must:" \
            "$(sed -n 2p "$work/$1.difference")"
}

watch task7_channels
watch task7_domains
for system in channels domains; do
    without_figures "$work/task7_$system.one" >"$work/$system"
    expect_transcript "$work/$system" <"demos/task7/channel/$system.txt"
done

# Without the guard, low sees how late the kernel was when high's slice ended.
sed '/domain="guard"/d' demos/task7/channel/domains.system >"$work/bare.system"
with_secret task7_domains bare 'attack' "$work/bare.system"
boot "$work/unguarded" "$work/bare/task7_domains/loader.img" '^TASK7 [A-Z]+ ' "$limit"
expect_line "$work/unguarded" '^TASK7 FAIL 3 of 4 .* high is in the kernel when its slice ends'
