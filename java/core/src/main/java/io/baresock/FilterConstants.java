package io.baresock;

import io.baresock.internal.Abi;

/** Classic BPF programs. */
interface FilterConstants {

    // Instruction classes

    /** Arithmetic on the accumulator. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_ALU = Abi.constant("BPF_ALU");
    /** Jumps. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_JMP = Abi.constant("BPF_JMP");
    /** Load into the accumulator. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_LD = Abi.constant("BPF_LD");
    /** Load into the index. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_LDX = Abi.constant("BPF_LDX");
    /** Moves between registers. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_MISC = Abi.constant("BPF_MISC");
    /** Return how many bytes to keep. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_RET = Abi.constant("BPF_RET");
    /** Store the accumulator. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_ST = Abi.constant("BPF_ST");
    /** Store the index. See Documentation/networking/filter.rst, bpf(4). */
    int BPF_STX = Abi.constant("BPF_STX");

    // Sizes and modes of loads

    /** At a fixed offset. See Documentation/networking/filter.rst. */
    int BPF_ABS = Abi.constant("BPF_ABS");
    /** One byte. See Documentation/networking/filter.rst. */
    int BPF_B = Abi.constant("BPF_B");
    /** Two bytes. See Documentation/networking/filter.rst. */
    int BPF_H = Abi.constant("BPF_H");
    /** A constant. See Documentation/networking/filter.rst. */
    int BPF_IMM = Abi.constant("BPF_IMM");
    /** At the index plus an offset. See Documentation/networking/filter.rst. */
    int BPF_IND = Abi.constant("BPF_IND");
    /** The length of the packet. See Documentation/networking/filter.rst. */
    int BPF_LEN = Abi.constant("BPF_LEN");
    /** Scratch memory. See Documentation/networking/filter.rst. */
    int BPF_MEM = Abi.constant("BPF_MEM");
    /** Four times the low nibble: the IP header length. See Documentation/networking/filter.rst. */
    int BPF_MSH = Abi.constant("BPF_MSH");
    /** Four bytes. See Documentation/networking/filter.rst. */
    int BPF_W = Abi.constant("BPF_W");

    // Arithmetic

    /** Add. See Documentation/networking/filter.rst. */
    int BPF_ADD = Abi.constant("BPF_ADD");
    /** And. See Documentation/networking/filter.rst. */
    int BPF_AND = Abi.constant("BPF_AND");
    /** Divide. See Documentation/networking/filter.rst. */
    int BPF_DIV = Abi.constant("BPF_DIV");
    /** Shift left. See Documentation/networking/filter.rst. */
    int BPF_LSH = Abi.constant("BPF_LSH");
    /** Remainder. See Documentation/networking/filter.rst. */
    int BPF_MOD = Abi.constant("BPF_MOD");
    /** Multiply. See Documentation/networking/filter.rst. */
    int BPF_MUL = Abi.constant("BPF_MUL");
    /** Negate. See Documentation/networking/filter.rst. */
    int BPF_NEG = Abi.constant("BPF_NEG");
    /** Or. See Documentation/networking/filter.rst. */
    int BPF_OR = Abi.constant("BPF_OR");
    /** Shift right. See Documentation/networking/filter.rst. */
    int BPF_RSH = Abi.constant("BPF_RSH");
    /** Subtract. See Documentation/networking/filter.rst. */
    int BPF_SUB = Abi.constant("BPF_SUB");
    /** Exclusive or. See Documentation/networking/filter.rst. */
    int BPF_XOR = Abi.constant("BPF_XOR");

    // Jumps

    /** Always. See Documentation/networking/filter.rst. */
    int BPF_JA = Abi.constant("BPF_JA");
    /** If equal. See Documentation/networking/filter.rst. */
    int BPF_JEQ = Abi.constant("BPF_JEQ");
    /** If greater or equal, unsigned. See Documentation/networking/filter.rst. */
    int BPF_JGE = Abi.constant("BPF_JGE");
    /** If greater, unsigned. See Documentation/networking/filter.rst. */
    int BPF_JGT = Abi.constant("BPF_JGT");
    /** If any bit is set. See Documentation/networking/filter.rst. */
    int BPF_JSET = Abi.constant("BPF_JSET");

    // Operands and moves

    /** The accumulator. See Documentation/networking/filter.rst. */
    int BPF_A = Abi.constant("BPF_A");
    /** A constant. See Documentation/networking/filter.rst. */
    int BPF_K = Abi.constant("BPF_K");
    /** Accumulator to index. See Documentation/networking/filter.rst. */
    int BPF_TAX = Abi.constant("BPF_TAX");
    /** Index to accumulator. See Documentation/networking/filter.rst. */
    int BPF_TXA = Abi.constant("BPF_TXA");
    /** The index. See Documentation/networking/filter.rst. */
    int BPF_X = Abi.constant("BPF_X");

    // Limits

    /** Longest program. See Documentation/networking/filter.rst. */
    int BPF_MAXINSNS = Abi.constant("BPF_MAXINSNS");
    /** Words of scratch memory. See Documentation/networking/filter.rst. */
    int BPF_MEMWORDS = Abi.constant("BPF_MEMWORDS");

    // Ancillary loads of Linux

    /** Accumulator xor index. See Documentation/networking/filter.rst. */
    int SKF_AD_ALU_XOR_X = Abi.constant("SKF_AD_ALU_XOR_X");
    /** The current CPU. See Documentation/networking/filter.rst. */
    int SKF_AD_CPU = Abi.constant("SKF_AD_CPU");
    /** Device type. See Documentation/networking/filter.rst. */
    int SKF_AD_HATYPE = Abi.constant("SKF_AD_HATYPE");
    /** Interface index. See Documentation/networking/filter.rst. */
    int SKF_AD_IFINDEX = Abi.constant("SKF_AD_IFINDEX");
    /** Mark. See Documentation/networking/filter.rst. */
    int SKF_AD_MARK = Abi.constant("SKF_AD_MARK");
    /** Find a netlink attribute. See Documentation/networking/filter.rst. */
    int SKF_AD_NLATTR = Abi.constant("SKF_AD_NLATTR");
    /** Find a nested netlink attribute. See Documentation/networking/filter.rst. */
    int SKF_AD_NLATTR_NEST = Abi.constant("SKF_AD_NLATTR_NEST");
    /** Base of ancillary offsets. See Documentation/networking/filter.rst. */
    int SKF_AD_OFF = Abi.constant("SKF_AD_OFF");
    /** Offset of the payload. See Documentation/networking/filter.rst. */
    int SKF_AD_PAY_OFFSET = Abi.constant("SKF_AD_PAY_OFFSET");
    /** Packet type. See Documentation/networking/filter.rst. */
    int SKF_AD_PKTTYPE = Abi.constant("SKF_AD_PKTTYPE");
    /** Protocol. See Documentation/networking/filter.rst. */
    int SKF_AD_PROTOCOL = Abi.constant("SKF_AD_PROTOCOL");
    /** Queue. See Documentation/networking/filter.rst. */
    int SKF_AD_QUEUE = Abi.constant("SKF_AD_QUEUE");
    /** A random number. See Documentation/networking/filter.rst. */
    int SKF_AD_RANDOM = Abi.constant("SKF_AD_RANDOM");
    /** Receive hash. See Documentation/networking/filter.rst. */
    int SKF_AD_RXHASH = Abi.constant("SKF_AD_RXHASH");
    /** VLAN tag. See Documentation/networking/filter.rst. */
    int SKF_AD_VLAN_TAG = Abi.constant("SKF_AD_VLAN_TAG");
    /** Is there a VLAN tag. See Documentation/networking/filter.rst. */
    int SKF_AD_VLAN_TAG_PRESENT = Abi.constant("SKF_AD_VLAN_TAG_PRESENT");
    /** VLAN protocol id. See Documentation/networking/filter.rst. */
    int SKF_AD_VLAN_TPID = Abi.constant("SKF_AD_VLAN_TPID");
    /** Base of offsets from the link layer. See Documentation/networking/filter.rst. */
    int SKF_LL_OFF = Abi.constant("SKF_LL_OFF");
    /** Base of offsets from the network layer. See Documentation/networking/filter.rst. */
    int SKF_NET_OFF = Abi.constant("SKF_NET_OFF");
}
