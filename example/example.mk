# SPDX-License-Identifier: BSD-2-Clause
#
# The examples go into the SDK as sources: each has the Makefile that builds it there.

example_files := $(sort $(wildcard example/*/Makefile example/*/*.system example/*/*.[ch]))

$(SDK)/example/%: example/%
	$(copy)

SDK_FILES += $(addprefix $(SDK)/,$(example_files))
