# SPDX-License-Identifier: BSD-2-Clause
#
# Makes gen_config.json of gen_config.h, for builders that read no C: one object, options without
# CONFIG_ for keys; true, false, or the value as a string.  An option is true if its value is 1, but
# for those that count something.
function entry(name, value) {
    printf "%s    \"%s\": %s", separator, substr(name, length("CONFIG_") + 1), value
    separator = ",\n"
}
BEGIN { print "{" }
/^#define CONFIG_/ { entry($2, $3 == 1 && $2 !~ /_NUM_/ ? "true" : "\"" $3 "\"") }
/^\/\* disabled: CONFIG_/ { entry($3, "false") }
END { print "\n}" }
