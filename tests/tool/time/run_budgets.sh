#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The tool warns of budgets that cannot all be had: who, and how much of the time.
set -u
. "$(dirname "$0")/../lib.sh"
prepare budgets

# pds ATTRIBUTES...: a system with a PD of each; its name is a letter.  A leading `<` is an element.
pds() {
    local names=abcdefghij number=0 attributes
    echo '<system>'
    for attributes; do
        case $attributes in
        '<'*) echo "$attributes" ;;
        *)
            printf '<protection_domain name="%s" %s>\n' "${names:number:1}" "$attributes"
            echo '<program_image path="pd.elf"/></protection_domain>'
            number=$((number + 1))
            ;;
        esac
    done
    echo '</system>'
}

# says NAME MESSAGES...: the last system is built with exactly these warnings.
says() {
    local name=$1
    shift
    build now.system
    printf '%s\n' "$@" | sed '/^$/d' >expected
    grep 'warning: the budgets' stderr | sed 's|^now.system:[0-9:]* warning: ||' >told
    if [ "$status" -eq 0 ] && diff expected told >difference; then
        pass "$name"
    else
        fail "$name" "exit status $status: $(head -n 1 stderr)"
    fi
}

half='budget="500" period="1000"'
third='budget="1000" period="3000"'

pds "priority=\"5\" $half" "priority=\"3\" $half" 'priority="9"' >now.system
says tool_says_nothing_of_budgets_that_are_all_of_the_time ''
pds "priority=\"1\" $third" "priority=\"1\" $third" "priority=\"1\" $third" >now.system
says tool_says_nothing_of_three_thirds ''
pds "priority=\"5\" $half passive=\"true\"" "priority=\"3\" $half" "priority=\"2\" $half" \
    >now.system
says tool_counts_no_passive_domain ''

# sum PRIORITY PERCENT NAMES: the warning.
sum() {
    echo "the budgets of priority $1 and above are $2 % of the time: $3; not all of them can$(
    ) be had at once"
}
pds "priority=\"3\" $half" "priority=\"7\" $third" "priority=\"5\" $third" "$third" >now.system
says tool_warns_at_the_highest_priority_with_too_much_and_once \
    "$(sum 3 116.7 "'b' 33.3 %, 'c' 33.3 %, 'a' 50.0 %")"
if head -n 1 stderr | grep -q '^now.system:2:50: '; then
    pass tool_warns_of_a_budget_where_it_stands
else
    fail tool_warns_of_a_budget_where_it_stands "$(head -n 1 stderr)"
fi

# Of equal priority none comes first, so all of them are in it.
pds "priority=\"3\" $half" "priority=\"3\" $half" "priority=\"3\" $half" "priority=\"2\" $half" \
    >now.system
says tool_counts_all_of_a_priority \
    "$(sum 3 150.0 "'a' 50.0 %, 'b' 50.0 %, 'c' 50.0 %")"

pds "$half" "$half" "$half" "$half" "$half" "$half" "$half" "$half" >now.system
named="'a' 50.0 %, 'b' 50.0 %, 'c' 50.0 %, 'd' 50.0 %, 'e' 50.0 %, 'f' 50.0 % and 2 more"
says tool_names_six_of_many \
    "$(sum 0 400.0 "$named")"

# In other slices of time is other time.
slices='<domains><domain name="x"/><domain name="y"/><domain_schedule>
<schedule_entry domain="x" duration="1000 us"/><schedule_entry domain="y" duration="1000 us"/>
</domain_schedule></domains>'
pds "$slices" "$half domain=\"x\"" "$half domain=\"y\"" "$half domain=\"x\"" "$half domain=\"y\"" \
    >now.system
says tool_counts_budgets_by_domain ''
pds "$slices" "$half domain=\"y\"" "$half domain=\"x\"" "$half domain=\"y\"" "$third domain=\"y\"" \
    >now.system
says tool_warns_of_budgets_in_one_domain \
    "$(sum 0 133.3 "'a' 50.0 %, 'c' 50.0 %, 'd' 33.3 %")"

[ "$failures" -eq 0 ]
