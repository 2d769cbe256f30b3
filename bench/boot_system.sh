#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# boot_system.sh UART N [channels]: prints a system description of N protection domains of one
# program, boot.elf, the first of which has the UART at that address; with `channels`, each of them
# has a channel to every other one.  With N = 63, the most there can be, every domain then uses all
# ids, 0 to 61.  A stack of one page: as with every SDK that was measured, whatever its default is.
set -eu
uart=$1
count=$2
channels=${3:-}

awk -v uart="$uart" -v count="$count" -v channels="$channels" '
    BEGIN {
        print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        print "<system>"
        print "    <memory_region name=\"uart\" size=\"0x1000\" phys_addr=\"" uart "\" />"
        for (pd = 0; pd < count; pd++) {
            printf "    <protection_domain name=\"pd%d\" priority=\"%d\"", pd, pd ? 100 : 200
            print " stack_size=\"0x1000\">"
            print "        <program_image path=\"boot.elf\" />"
            if (pd == 0) {
                print "        <map mr=\"uart\" vaddr=\"0x4000000\" perms=\"rw\" cached=\"false\""
                print "             setvar_vaddr=\"uart_vaddr\" />"
            }
            print "    </protection_domain>"
        }
        # The others, without itself, have the ids from 0.
        for (a = 0; a < count && channels != ""; a++)
            for (b = a + 1; b < count; b++) {
                print "    <channel>"
                printf "        <end pd=\"pd%d\" id=\"%d\" />\n", a, b - 1
                printf "        <end pd=\"pd%d\" id=\"%d\" />\n", b, a
                print "    </channel>"
            }
        print "</system>"
    }'
