# SPDX-License-Identifier: BSD-2-Clause
#
# The host tool: the one part of the SDK that runs on this machine.

tool_sources := $(sort $(wildcard tool/*.c))

$(eval $(call unit,tool,$(tool_sources),$$(CC) $$(HOST_FLAGS) -Itool -Ilibsel4/include \
    -Ilibmicrokit/include,host))

$(SDK)/bin/microkit: $(call objects,tool,$(tool_sources))
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(HOST_FLAGS) $^ -lexpat -o $@

SDK_FILES += $(SDK)/bin/microkit
