/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A component in C++: it serves a client in C99, handles the faults of that
 * client, and prints what it gets.  What the client sends it are calls of
 * libsel4 that are meant for other objects than an endpoint: so somebody else
 * than the kernel sees what they put into a message.
 */
#include <microkit.h>

namespace {

class Printer {
public:
    virtual const Printer &operator<<(const char *text) const
    {
        microkit_dbg_puts(text);
        return *this;
    }

    virtual const Printer &operator<<(seL4_Word number) const
    {
        microkit_dbg_puts("0x");
        for (int shift = 60; shift >= 0; shift -= 4) {
            if (shift == 0 || number >> shift != 0) {
                microkit_dbg_putc("0123456789abcdef"[number >> shift & 0xf]);
            }
        }
        return *this;
    }
};

volatile seL4_Word seed = 40; /* so that no compiler does the constructor's work */

class Greeter : public Printer {
public:
    Greeter() : value(seed + 2) {}
    seL4_Word value;
};

Greeter out;

void print_words(const char *what, seL4_Word count)
{
    out << what;
    for (seL4_Word i = 0; i < count; i++) {
        out << " " << seL4_GetMR(static_cast<int>(i));
    }
    out << "\n";
}

/* Returns the address of the instruction that faulted. */
seL4_Word print_fault(const seL4_Fault_t &fault)
{
    switch (seL4_Fault_get_seL4_FaultType(fault)) {
    case seL4_Fault_VMFault:
        out << "memory fault: address " << seL4_Fault_VMFault_get_Addr(fault) << " fetch "
            << seL4_Fault_VMFault_get_PrefetchFault(fault) << " class "
            << (seL4_Fault_VMFault_get_FSR(fault) >> 26) << "\n";
        return seL4_Fault_VMFault_get_IP(fault);
    case seL4_Fault_UnknownSyscall:
        out << "system call: number " << seL4_Fault_UnknownSyscall_get_Syscall(fault) << " x0 "
            << seL4_Fault_UnknownSyscall_get_X0(fault) << " x6 "
            << seL4_Fault_UnknownSyscall_get_X6(fault) << " next "
            << seL4_Fault_UnknownSyscall_get_LR(fault) -
                   seL4_Fault_UnknownSyscall_get_FaultIP(fault)
            << "\n";
        return seL4_Fault_UnknownSyscall_get_FaultIP(fault);
    case seL4_Fault_UserException:
        out << "exception: number " << seL4_Fault_UserException_get_Number(fault) << " code "
            << seL4_Fault_UserException_get_Code(fault) << "\n";
        return seL4_Fault_UserException_get_FaultIP(fault);
    case seL4_Fault_CapFault:
        out << "capability fault: address " << seL4_Fault_CapFault_get_Addr(fault) << " receive "
            << seL4_Fault_CapFault_get_InRecvPhase(fault) << " failure "
            << seL4_Fault_CapFault_get_LookupFailureType(fault) << " bits "
            << seL4_Fault_CapFault_get_MR4(fault) << "\n";
        return seL4_Fault_CapFault_get_IP(fault);
    default:
        out << "another fault\n";
        return 0;
    }
}

} // namespace

void init(void)
{
    out << "constructed: " << out.value << "\n";
}

void notified(microkit_channel)
{
    out << "the end\n";
}

microkit_msginfo microkit_protected(microkit_channel, microkit_msginfo msginfo)
{
    seL4_Word count = microkit_msginfo_get_count(msginfo);

    out << "label " << microkit_msginfo_get_label(msginfo);
    print_words(", words", count);
    for (seL4_Word i = 0; i < count; i++) {
        int mr = static_cast<int>(i);

        seL4_SetMR(mr, seL4_GetMR(mr) + 100);
    }
    return microkit_msginfo_new(0, static_cast<seL4_Uint16>(count));
}

/* The child goes on behind the instruction. */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *)
{
    microkit_pd_restart(child, print_fault(seL4_getFault(msginfo)) + 4);
    return seL4_False;
}
