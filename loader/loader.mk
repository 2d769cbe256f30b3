# SPDX-License-Identifier: BSD-2-Clause
#
# The boot loader, one for each board and configuration.  Of the kernel's folders it sees constants
# only: the board's addresses and the configuration.

loader_sources := $(sort $(wildcard loader/*.c loader/*.S))

# $(call loader_rules,BOARD,CONFIG,UNIT,FOLDER)
define loader_rules
$(call unit,$(3),$(loader_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    -mcpu=$(call processor,$(1)) -Iloader -I$(call board_facts,$(1)) -Ikernel/board \
    -Ikernel/config/$(2),target)

$(4)/elf/loader.elf: $(call objects,$(3),$(loader_sources)) loader/loader.lds \
    $(call board_facts,$(1))/board.lds
	$$(call link,-L $(call board_facts,$(1)) -T loader/loader.lds $$(filter %.o,$$^))

SDK_FILES += $(4)/elf/loader.elf
endef

$(foreach b,$(BOARDS),$(foreach c,$(CONFIGS),$(eval \
    $(call loader_rules,$(b),$(c),loader/$(b)/$(c),$(call board_dir,$(b),$(c))))))
