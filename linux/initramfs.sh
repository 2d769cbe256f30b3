#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# initramfs.sh OUTPUT INIT [FILE | PATH=FILE]...: packs INIT as /init, each FILE as /bin/NAME, or as
# /PATH, into OUTPUT, the archive that the Linux kernel unpacks as its first file system (a cpio
# archive, format newc).
set -eu
output=$1
init=$2
shift 2
command -v cpio >/dev/null 2>&1 || {
    echo "error: cpio is not installed, which packs the Linux guest's files" >&2
    echo "  \`make setup compare\` installs it" >&2
    exit 1
}

root=$(mktemp -d "${TMPDIR:-/tmp}/initramfs.XXXXXX")
trap 'rm -rf "$root"' EXIT
mkdir "$root/bin"
cp "$init" "$root/init"
for file in "$@"; do
    case $file in
    *=*)
        mkdir -p "$root/$(dirname "${file%%=*}")"
        cp "${file#*=}" "$root/${file%%=*}"
        ;;
    *) cp "$file" "$root/bin/" ;;
    esac
done
chmod -R 755 "$root"
# Times and order are part of the archive; the same input gives the same bytes.
find "$root" -exec touch -t 202601010000 {} +
(cd "$root" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 2>/dev/null) >"$output.new"
mv "$output.new" "$output"
