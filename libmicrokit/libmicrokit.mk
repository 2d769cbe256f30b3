# SPDX-License-Identifier: BSD-2-Clause
#
# The PD runtime, and the headers and linker script that a component is built with: everything that
# the SDK has in include/ and lib/.

libmicrokit_sources := $(sort $(wildcard libmicrokit/*.c libmicrokit/*.S))
libmicrokit_headers := $(sort $(patsubst libmicrokit/include/%,%,$(wildcard \
    libmicrokit/include/*.h)))
libsel4_headers := $(sort $(patsubst libsel4/include/%,%,$(wildcard \
    libsel4/include/*.h libsel4/include/*/*.h)))

# $(call libmicrokit_unit,CONFIG,KIND,UNIT): it is the same on all boards of a kind.
define libmicrokit_unit
$(call unit,$(3),$(libmicrokit_sources),$$(TARGET_CC) $$(SYSTEM_FLAGS) -mcpu=$(notdir $(2)) \
    -Ilibmicrokit/include -Ilibsel4/include -Ilibsel4/$(dir $(2)) -Ilibsel4/config/$(1),target)
endef
$(foreach k,$(BOARD_KINDS),$(foreach c,$(CONFIGS),$(eval \
    $(call libmicrokit_unit,$(c),$(k),libmicrokit/$(k)/$(c)))))

# $(call libmicrokit_rules,BOARD,CONFIG,UNIT,FOLDER)
define libmicrokit_rules
$(4)/lib/libmicrokit.a: $(call objects,$(3),$(libmicrokit_sources))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,AR,$$@)
	$(Q)$$(TARGET_AR) rcsD $$@ $$^

$(4)/lib/microkit.ld: libmicrokit/microkit.ld
	$$(copy)
$(4)/include/%: libmicrokit/include/%
	$$(copy)
$(4)/include/%: libsel4/include/%
	$$(copy)
$(4)/include/sel4/level.h: libsel4/el$(BOARD_LEVEL_$(1))/sel4/level.h
	$$(copy)
$(4)/include/kernel/gen_config.h: libsel4/config/$(2)/kernel/gen_config.h \
    $(call board_facts,$(1))/gen_config.awk $(BUILD)/target.kept
	@mkdir -p $$(@D)
	$$(call say,GEN,$$@)
	$(Q){ awk -f $(call board_facts,$(1))/gen_config.awk $$< && \
	    echo '#define CONFIG_ROOT_CNODE_SIZE_BITS  $(ROOT_CNODE_BITS)'; } >$$@

SDK_FILES += $(addprefix $(4)/,lib/libmicrokit.a lib/microkit.ld) \
    $(addprefix $(4)/include/,$(libmicrokit_headers) $(libsel4_headers) sel4/level.h \
    kernel/gen_config.h)
endef

# The unit of a board.
libmicrokit_of = libmicrokit/$(call board_kind,$(1))/$(2)
$(foreach b,$(BOARDS),$(foreach c,$(CONFIGS),$(eval $(call \
    libmicrokit_rules,$(b),$(c),$(call libmicrokit_of,$(b),$(c)),$(call board_dir,$(b),$(c))))))
