# SPDX-License-Identifier: BSD-2-Clause
#
# The examples go into the SDK as sources: each has the Makefile that builds it there.

example_files := $(sort $(wildcard example/*/Makefile example/*/*.system example/*/*.[ch] \
    example/vmm/*/*))

$(SDK)/example/%: example/%
	$(copy)

SDK_FILES += $(addprefix $(SDK)/,$(example_files))

# The monitor of a virtual machine but for its component (target/) and its drivers (driver/).
vmm_folders := $(addprefix example/vmm/,base device vm)
vmm_sources := $(sort $(wildcard $(addsuffix /*.c,$(vmm_folders))))
vmm_share := $(sort $(wildcard example/vmm/share/*.c))
