# SPDX-License-Identifier: BSD-2-Clause
#
# The host tool: the one part of the SDK that runs on this machine.

# Whether a system will boot, the tool finds out with the initial task's own code: the part of it
# that calls no kernel.
tool_sources := $(sort $(wildcard tool/*.c)) \
    $(patsubst %,initialiser/%.c,memory objects slots spec_check table_count)

$(eval $(call unit,tool,$(tool_sources),$$(CC) $$(HOST_FLAGS) -Itool -Ilibsel4/include \
    -Ilibmicrokit/include,host))

$(SDK)/bin/microkit: $(call objects,tool,$(tool_sources))
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ -lexpat -o $@

SDK_FILES += $(SDK)/bin/microkit
