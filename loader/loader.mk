# SPDX-License-Identifier: BSD-2-Clause
#
# The boot loader, one for each board and configuration.  Of the kernel's folders it sees constants
# only: the board's addresses and the configuration.

# $(call loader_sources,BOARD): what differs between the kernels' exception levels is in a folder
# for each.
loader_level = loader/el$(BOARD_LEVEL_$(1))
loader_common := $(sort $(wildcard loader/*.c loader/*.S))
loader_sources = $(loader_common) $(loader_level)/level.S

# $(call loader_rules,BOARD,CONFIG,UNIT,FOLDER)
define loader_rules
$(call unit,$(3),$(call loader_sources,$(1)),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    -mcpu=$(call processor,$(1)) -Iloader -I$(call loader_level,$(1)) \
    -I$(call board_facts,$(1)) -Ikernel/board \
    -Ikernel/config/$(2),target)

$(4)/elf/loader.elf: $(call objects,$(3),$(call loader_sources,$(1))) loader/loader.lds \
    $(call board_facts,$(1))/board.lds
	$$(call link,-L $(call board_facts,$(1)) -T loader/loader.lds $$(filter %.o,$$^))

SDK_FILES += $(4)/elf/loader.elf
endef

$(foreach b,$(BOARDS),$(foreach c,$(CONFIGS),$(eval \
    $(call loader_rules,$(b),$(c),loader/$(b)/$(c),$(call board_dir,$(b),$(c))))))
