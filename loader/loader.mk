# SPDX-License-Identifier: BSD-2-Clause
#
# The boot loader, one for each board; the configurations share it.

loader_sources := $(sort $(wildcard loader/*.c loader/*.S))

# $(call loader_rules,BOARD,UNIT)
define loader_rules
$(call unit,$(2),$(loader_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) -Iloader \
    -Ikernel/board/$(1),target)

$(BUILD)/obj/$(2)/loader.elf: $(call objects,$(2),$(loader_sources)) loader/loader.lds
	$$(call link,-T loader/loader.lds $$(filter %.o,$$^))
$(foreach c,$(CONFIGS),$(call board_dir,$(1),$(c))/elf/loader.elf): $(BUILD)/obj/$(2)/loader.elf
	$$(copy)

SDK_FILES += $(foreach c,$(CONFIGS),$(call board_dir,$(1),$(c))/elf/loader.elf)
endef

$(foreach b,$(BOARDS),$(eval $(call loader_rules,$(b),loader/$(b))))
