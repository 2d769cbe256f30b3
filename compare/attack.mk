# SPDX-License-Identifier: BSD-2-Clause
#
# Task 5 on Linux (compare/attack): the judge, the system under attack in a plain and in a hardened
# build, and the attacker, which contains the code that it injects.

attack_shared = $(addprefix compare/attack/,$(1))
attack_path := $(sort $(wildcard compare/attack/judge/*.c)) $(call attack_shared,population.c \
    channel.c configuration.c)
ledger_path := $(sort $(wildcard compare/attack/ledger/*.c)) $(call attack_shared,filter.c \
    limits.c channel.c configuration.c cookie.c safe_calls.c) demos/common/safe_server.c \
    demos/task5/ledger.c
attacker_path := $(sort $(wildcard compare/attack/attacker/*.c)) $(call attack_shared,channel.c \
    cookie.c)
payload_path := $(sort $(wildcard compare/attack/payload/*.[cS]))

# demos/common/safe_server.c has the names of a protection domain's entry points; here it is one of
# two.
attack_include := -Icompare/attack -Icompare/attack/ledger -Idemos/task5 -Idemos/common
attack_flags := -D_GNU_SOURCE $(attack_include) -Dprotected=safe_protected -Dinit=safe_init \
    -Dnotified=safe_notified

# Protections off, as in Task 5; and what distributions build their services with today.
plain := -fno-stack-protector -fno-pie -U_FORTIFY_SOURCE
hardened := -fstack-protector-strong -fPIE -D_FORTIFY_SOURCE=2 -fstack-clash-protection

$(eval $(call guest_program,attack,$(attack_path),$(attack_flags)))
$(eval $(call guest_program,ledger,$(ledger_path),$(attack_flags) $(plain),-no-pie -z execstack))
$(eval $(call guest_program,ledger_hardened,$(ledger_path),$(attack_flags) $(hardened),\
    -static-pie -z noexecstack -z relro -z now))
$(eval $(call guest_program,attacker,$(attacker_path),$(attack_flags)))

# Machine code that runs wherever it is copied to.
payload_flags := $(attack_include) -ffreestanding -fno-stack-protector -fPIE -mcmodel=tiny \
    -mgeneral-regs-only -fno-jump-tables -fno-builtin
payload_cc := $$(LINUX_CC) $$(LINUX_FLAGS) $(payload_flags)
$(eval $(call unit,linux/payload,$(payload_path),$(payload_cc),linux))
$(call objects,linux/payload,$(payload_path)): | $(GUEST)/cc
payload_lds := compare/attack/payload/payload.lds
$(GUEST)/payload/payload.elf: $(call objects,linux/payload,$(payload_path)) $(payload_lds)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(LINUX_CC) -nostdlib -static -Wl,--build-id=none -s $(filter %.o,$^) \
	    -Wl,-T,$(payload_lds) -o $@
attempt_object := $(call objects,linux/attacker,compare/attack/attacker/attempt.c)
$(attempt_object): $(GUEST)/payload/payload.elf
$(attempt_object): LINUX_FLAGS += -Wa,-I$(GUEST)/payload
