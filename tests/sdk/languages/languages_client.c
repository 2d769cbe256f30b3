/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component in C99 that calls one in C++ by what libsel4 has for virtual CPUs
 * and for the firmware, and then faults in each way that it can.
 */
#include <microkit.h>

enum { SERVER = 0 };

static void check(seL4_Bool holds, const char *what)
{
    microkit_dbg_puts(holds ? "ok " : "WRONG ");
    microkit_dbg_puts(what);
    microkit_dbg_puts("\n");
}

static void call_as_if_it_were_another_object(seL4_CPtr cap)
{
    seL4_ARM_SMCContext args = {1, 2, 3, 4, 5, 6, 7, 8};
    seL4_ARM_SMCContext got = {0, 0, 0, 0, 0, 0, 0, 0};
    seL4_ARM_VCPU_ReadRegs_t reg;

    (void)seL4_ARM_VCPU_SetTCB(cap, TCB_CAP);
    (void)seL4_ARM_VCPU_InjectIRQ(cap, 27, 0x1f, 1, 3);
    reg = seL4_ARM_VCPU_ReadRegs(cap, seL4_VCPUReg_VBAR);
    check(reg.error == seL4_NoError && reg.value == seL4_VCPUReg_VBAR + 100, "register read");
    (void)seL4_ARM_VCPU_WriteRegs(cap, seL4_VCPUReg_CNTKCTL_EL1, 0x77);
    (void)seL4_ARM_VCPU_AckVPPI(cap, 27);
    check(seL4_ARM_SMC_Call(cap, &args, &got) == seL4_NoError && got.x0 == 101 && got.x3 == 104 &&
              got.x4 == 105 && got.x7 == 108,
          "firmware called");
}

static void call_what_is_not_there(void)
{
    seL4_ARM_SMCContext args = {1, 2, 3, 4, 5, 6, 7, 8};
    seL4_ARM_SMCContext got = {9, 9, 9, 9, 9, 9, 9, 9};

    check(seL4_ARM_SMC_Call(MICROKIT_SMC_CAP, &args, &got) == seL4_InvalidCapability &&
              got.x0 == 9 && got.x7 == 9,
          "no firmware");
    check(seL4_ARM_VCPU_ReadRegs(BASE_VCPU_CAP, seL4_VCPUReg_SCTLR).error ==
              seL4_InvalidCapability,
          "no virtual CPU");
    check(seL4_ARM_VCPU_AckVPPI(MICROKIT_VSPACE_CAP, 27) == seL4_IllegalOperation,
          "not an operation of another object");
}

static void unknown_system_call(void)
{
    register seL4_Word x0 __asm__("x0") = 0x10;
    register seL4_Word x6 __asm__("x6") = 0x16;
    register seL4_Word x7 __asm__("x7") = 0x17;

    __asm__ volatile("svc #0" : : "r"(x0), "r"(x6), "r"(x7) : "memory");
}

void init(void)
{
    seL4_Word address = 0x10;

    call_as_if_it_were_another_object(BASE_ENDPOINT_CAP + SERVER);
    call_what_is_not_there();
    __asm__ volatile("ldr xzr, [%0]" : : "r"(address) : "memory");
    unknown_system_call();
    __asm__ volatile("udf #0");
    seL4_Signal(0xdead0000);
    microkit_notify(SERVER);
}

void notified(microkit_channel ch)
{
    (void)ch;
}
