package io.baresock;

import io.baresock.internal.Abi;

/** Name resolution: hints, flags and errors. */
interface NetdbConstants {

    // Hints

    /** Only families this host has addresses of. See getaddrinfo(3). */
    int AI_ADDRCONFIG = Abi.constant("AI_ADDRCONFIG");
    /** IPv6 and IPv4-mapped addresses both. See getaddrinfo(3). */
    int AI_ALL = Abi.constant("AI_ALL");
    /** Canonical name in the encoding of the locale. See getaddrinfo(3). */
    int AI_CANONIDN = Abi.constant("AI_CANONIDN");
    /** Return the canonical name. See getaddrinfo(3). */
    int AI_CANONNAME = Abi.constant("AI_CANONNAME");
    /** AI_V4MAPPED_CFG and AI_ADDRCONFIG, BSD. See getaddrinfo(3). */
    int AI_DEFAULT = Abi.constant("AI_DEFAULT");
    /** The name is in the encoding of the locale. See getaddrinfo(3). */
    int AI_IDN = Abi.constant("AI_IDN");
    /** The node is a literal: no lookup. See getaddrinfo(3). */
    int AI_NUMERICHOST = Abi.constant("AI_NUMERICHOST");
    /** The service is a number: no lookup. See getaddrinfo(3). */
    int AI_NUMERICSERV = Abi.constant("AI_NUMERICSERV");
    /** Wildcard addresses for bind. See getaddrinfo(3). */
    int AI_PASSIVE = Abi.constant("AI_PASSIVE");
    /** Do not prefer usable addresses, macOS. See getaddrinfo(3). */
    int AI_UNUSABLE = Abi.constant("AI_UNUSABLE");
    /** IPv4-mapped addresses when there is no IPv6 one. See getaddrinfo(3). */
    int AI_V4MAPPED = Abi.constant("AI_V4MAPPED");
    /** AI_V4MAPPED where the kernel maps, BSD. See getaddrinfo(3). */
    int AI_V4MAPPED_CFG = Abi.constant("AI_V4MAPPED_CFG");

    // Errors

    /** The host has no address of the family. See getaddrinfo(3), gai_strerror(3). */
    int EAI_ADDRFAMILY = Abi.constant("EAI_ADDRFAMILY");
    /** Temporary failure. See getaddrinfo(3), gai_strerror(3). */
    int EAI_AGAIN = Abi.constant("EAI_AGAIN");
    /** All requests are done. See getaddrinfo(3), gai_strerror(3). */
    int EAI_ALLDONE = Abi.constant("EAI_ALLDONE");
    /** Invalid hint flags. See getaddrinfo(3), gai_strerror(3). */
    int EAI_BADFLAGS = Abi.constant("EAI_BADFLAGS");
    /** Invalid hints, BSD. See getaddrinfo(3), gai_strerror(3). */
    int EAI_BADHINTS = Abi.constant("EAI_BADHINTS");
    /** The request was cancelled. See getaddrinfo(3), gai_strerror(3). */
    int EAI_CANCELED = Abi.constant("EAI_CANCELED");
    /** Permanent failure. See getaddrinfo(3), gai_strerror(3). */
    int EAI_FAIL = Abi.constant("EAI_FAIL");
    /** Unsupported family. See getaddrinfo(3), gai_strerror(3). */
    int EAI_FAMILY = Abi.constant("EAI_FAMILY");
    /** The name cannot be encoded. See getaddrinfo(3), gai_strerror(3). */
    int EAI_IDN_ENCODE = Abi.constant("EAI_IDN_ENCODE");
    /** The request is in progress. See getaddrinfo(3), gai_strerror(3). */
    int EAI_INPROGRESS = Abi.constant("EAI_INPROGRESS");
    /** Interrupted by a signal. See getaddrinfo(3), gai_strerror(3). */
    int EAI_INTR = Abi.constant("EAI_INTR");
    /** One more than the last error, BSD. See getaddrinfo(3), gai_strerror(3). */
    int EAI_MAX = Abi.constant("EAI_MAX");
    /** Out of memory. See getaddrinfo(3), gai_strerror(3). */
    int EAI_MEMORY = Abi.constant("EAI_MEMORY");
    /** The host has no address. See getaddrinfo(3), gai_strerror(3). */
    int EAI_NODATA = Abi.constant("EAI_NODATA");
    /** Node or service is not known. See getaddrinfo(3), gai_strerror(3). */
    int EAI_NONAME = Abi.constant("EAI_NONAME");
    /** The request cannot be cancelled. See getaddrinfo(3), gai_strerror(3). */
    int EAI_NOTCANCELED = Abi.constant("EAI_NOTCANCELED");
    /** A buffer is too small. See getaddrinfo(3), gai_strerror(3). */
    int EAI_OVERFLOW = Abi.constant("EAI_OVERFLOW");
    /** The resolved protocol is unknown, BSD. See getaddrinfo(3), gai_strerror(3). */
    int EAI_PROTOCOL = Abi.constant("EAI_PROTOCOL");
    /** The service does not exist for the type. See getaddrinfo(3), gai_strerror(3). */
    int EAI_SERVICE = Abi.constant("EAI_SERVICE");
    /** Unsupported type. See getaddrinfo(3), gai_strerror(3). */
    int EAI_SOCKTYPE = Abi.constant("EAI_SOCKTYPE");
    /** A system error: see errno. See getaddrinfo(3), gai_strerror(3). */
    int EAI_SYSTEM = Abi.constant("EAI_SYSTEM");

    // Flags and sizes of the reverse lookup

    /** The service is a datagram one. See getnameinfo(3). */
    int NI_DGRAM = Abi.constant("NI_DGRAM");
    /** Convert the name to the encoding of the locale. See getnameinfo(3). */
    int NI_IDN = Abi.constant("NI_IDN");
    /** Buffer size for a host name. See getnameinfo(3). */
    int NI_MAXHOST = Abi.constant("NI_MAXHOST");
    /** Buffer size for a service name. See getnameinfo(3). */
    int NI_MAXSERV = Abi.constant("NI_MAXSERV");
    /** Fail when there is no name. See getnameinfo(3). */
    int NI_NAMEREQD = Abi.constant("NI_NAMEREQD");
    /** Only the node part of local names. See getnameinfo(3). */
    int NI_NOFQDN = Abi.constant("NI_NOFQDN");
    /** Address as a literal. See getnameinfo(3). */
    int NI_NUMERICHOST = Abi.constant("NI_NUMERICHOST");
    /** Scope as a number, BSD. See getnameinfo(3). */
    int NI_NUMERICSCOPE = Abi.constant("NI_NUMERICSCOPE");
    /** Port as a number. See getnameinfo(3). */
    int NI_NUMERICSERV = Abi.constant("NI_NUMERICSERV");
}
