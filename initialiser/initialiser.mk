# SPDX-License-Identifier: BSD-2-Clause
#
# The initial task and monitor, one for each configuration of a board.

initialiser_folders := initialiser $(addprefix initialiser/,spec objects monitor)
initialiser_sources := $(sort $(wildcard $(addsuffix /*.c,$(initialiser_folders)) initialiser/*.S))

# $(call initialiser_unit,CONFIG,LEVEL,UNIT): the same program on all boards of an exception level.
define initialiser_unit
$(call unit,$(3),$(initialiser_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) \
    $(addprefix -I,$(initialiser_folders)) -Ilibsel4/include -Ilibsel4/el$(2) \
    -Ilibsel4/config/$(1),target)
endef
$(foreach l,$(LEVELS),$(foreach c,$(CONFIGS),$(eval \
    $(call initialiser_unit,$(c),$(l),initialiser/el$(l)/$(c)))))

# $(call initialiser_rules,UNIT,FOLDER)
define initialiser_rules
$(2)/elf/initialiser.elf: $(call objects,$(1),$(initialiser_sources)) initialiser/initialiser.lds
	$$(call link,-T initialiser/initialiser.lds $$(filter %.o,$$^))

SDK_FILES += $(2)/elf/initialiser.elf
endef

$(foreach b,$(BOARDS),$(foreach c,$(CONFIGS),$(eval \
    $(call initialiser_rules,initialiser/el$(BOARD_LEVEL_$(b))/$(c),$(call board_dir,$(b),$(c))))))
