# SPDX-License-Identifier: BSD-2-Clause
#
# The host tool: the one part of the SDK that runs on this machine.

# What is on this list includes from itself and from what stands before it; the program is above
# them all.  In `base` is what knows nothing of systems, `sdf` reads the description, `program` the
# components' ELF files; `kernel` knows what a kernel's file has to be and what it does at its
# start; `plan` says who gets what, `image` is made from that, and in `output` is what people read.
# scripts/gates.sh sees to it.
tool_folders := base sdf program kernel plan image output
tool_include := -Itool $(addprefix -Itool/,$(tool_folders)) -Iinitialiser/spec \
    -I$(BUILD)/board

# Whether a system will boot, the tool finds out with the initial task's own code: the part of it
# that calls no kernel.
tool_sources := $(sort $(wildcard tool/*.c $(tool_folders:%=tool/%/*.c))) \
    $(sort $(wildcard initialiser/spec/*.c initialiser/objects/*.c))

$(eval $(call unit,tool,$(tool_sources),$$(CC) $$(HOST_FLAGS) $(tool_include) \
    -Ilibsel4/include -Ilibsel4/el1 -Ilibmicrokit/include,host))

$(SDK)/bin/microkit: $(call objects,tool,$(tool_sources))
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ -lexpat -o $@

SDK_FILES += $(SDK)/bin/microkit
