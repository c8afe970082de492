package io.baresock;

import io.baresock.internal.Abi;

/** Error numbers. */
interface ErrnoConstants {

    // POSIX

    /** Argument list too long. See errno(3). */
    int E2BIG = Abi.constant("E2BIG");
    /** Permission denied. See errno(3). */
    int EACCES = Abi.constant("EACCES");
    /** Address already in use. See errno(3). */
    int EADDRINUSE = Abi.constant("EADDRINUSE");
    /** The address is not available here. See errno(3). */
    int EADDRNOTAVAIL = Abi.constant("EADDRNOTAVAIL");
    /** Address family not supported. See errno(3). */
    int EAFNOSUPPORT = Abi.constant("EAFNOSUPPORT");
    /** Would block: try again. See errno(3). */
    int EAGAIN = Abi.constant("EAGAIN");
    /** The operation is already in progress. See errno(3). */
    int EALREADY = Abi.constant("EALREADY");
    /** Not an open descriptor. See errno(3). */
    int EBADF = Abi.constant("EBADF");
    /** Bad message. See errno(3). */
    int EBADMSG = Abi.constant("EBADMSG");
    /** Device or resource busy. See errno(3). */
    int EBUSY = Abi.constant("EBUSY");
    /** Operation cancelled. See errno(3). */
    int ECANCELED = Abi.constant("ECANCELED");
    /** No child processes. See errno(3). */
    int ECHILD = Abi.constant("ECHILD");
    /** Connection aborted. See errno(3). */
    int ECONNABORTED = Abi.constant("ECONNABORTED");
    /** Connection refused. See errno(3). */
    int ECONNREFUSED = Abi.constant("ECONNREFUSED");
    /** Connection reset by the peer. See errno(3). */
    int ECONNRESET = Abi.constant("ECONNRESET");
    /** A deadlock would occur. See errno(3). */
    int EDEADLK = Abi.constant("EDEADLK");
    /** A destination address is required. See errno(3). */
    int EDESTADDRREQ = Abi.constant("EDESTADDRREQ");
    /** Argument outside the domain of the function. See errno(3). */
    int EDOM = Abi.constant("EDOM");
    /** Disk quota exceeded. See errno(3). */
    int EDQUOT = Abi.constant("EDQUOT");
    /** File exists. See errno(3). */
    int EEXIST = Abi.constant("EEXIST");
    /** Bad address. See errno(3). */
    int EFAULT = Abi.constant("EFAULT");
    /** File too large. See errno(3). */
    int EFBIG = Abi.constant("EFBIG");
    /** No route to the host. See errno(3). */
    int EHOSTUNREACH = Abi.constant("EHOSTUNREACH");
    /** Identifier removed. See errno(3). */
    int EIDRM = Abi.constant("EIDRM");
    /** Illegal byte sequence. See errno(3). */
    int EILSEQ = Abi.constant("EILSEQ");
    /** The operation is in progress. See errno(3). */
    int EINPROGRESS = Abi.constant("EINPROGRESS");
    /** Interrupted by a signal. See errno(3). */
    int EINTR = Abi.constant("EINTR");
    /** Invalid argument. See errno(3). */
    int EINVAL = Abi.constant("EINVAL");
    /** Input/output error. See errno(3). */
    int EIO = Abi.constant("EIO");
    /** Already connected. See errno(3). */
    int EISCONN = Abi.constant("EISCONN");
    /** Is a directory. See errno(3). */
    int EISDIR = Abi.constant("EISDIR");
    /** Too many symbolic links. See errno(3). */
    int ELOOP = Abi.constant("ELOOP");
    /** Too many open descriptors in the process. See errno(3). */
    int EMFILE = Abi.constant("EMFILE");
    /** Too many links. See errno(3). */
    int EMLINK = Abi.constant("EMLINK");
    /** Message too long. See errno(3). */
    int EMSGSIZE = Abi.constant("EMSGSIZE");
    /** Multihop attempted. See errno(3). */
    int EMULTIHOP = Abi.constant("EMULTIHOP");
    /** Name too long. See errno(3). */
    int ENAMETOOLONG = Abi.constant("ENAMETOOLONG");
    /** The network is down. See errno(3). */
    int ENETDOWN = Abi.constant("ENETDOWN");
    /** The network dropped the connection. See errno(3). */
    int ENETRESET = Abi.constant("ENETRESET");
    /** The network is unreachable. See errno(3). */
    int ENETUNREACH = Abi.constant("ENETUNREACH");
    /** Too many open files in the system. See errno(3). */
    int ENFILE = Abi.constant("ENFILE");
    /** No buffer space. See errno(3). */
    int ENOBUFS = Abi.constant("ENOBUFS");
    /** No data. See errno(3). */
    int ENODATA = Abi.constant("ENODATA");
    /** No such device. See errno(3). */
    int ENODEV = Abi.constant("ENODEV");
    /** No such file or directory. See errno(3). */
    int ENOENT = Abi.constant("ENOENT");
    /** Not an executable. See errno(3). */
    int ENOEXEC = Abi.constant("ENOEXEC");
    /** No locks available. See errno(3). */
    int ENOLCK = Abi.constant("ENOLCK");
    /** The link has been severed. See errno(3). */
    int ENOLINK = Abi.constant("ENOLINK");
    /** Out of memory. See errno(3). */
    int ENOMEM = Abi.constant("ENOMEM");
    /** No message of the type. See errno(3). */
    int ENOMSG = Abi.constant("ENOMSG");
    /** The option is unknown at this level. See errno(3). */
    int ENOPROTOOPT = Abi.constant("ENOPROTOOPT");
    /** No space on the device. See errno(3). */
    int ENOSPC = Abi.constant("ENOSPC");
    /** Out of stream resources. See errno(3). */
    int ENOSR = Abi.constant("ENOSR");
    /** Not a stream. See errno(3). */
    int ENOSTR = Abi.constant("ENOSTR");
    /** The call does not exist. See errno(3). */
    int ENOSYS = Abi.constant("ENOSYS");
    /** Not connected. See errno(3). */
    int ENOTCONN = Abi.constant("ENOTCONN");
    /** Not a directory. See errno(3). */
    int ENOTDIR = Abi.constant("ENOTDIR");
    /** Directory not empty. See errno(3). */
    int ENOTEMPTY = Abi.constant("ENOTEMPTY");
    /** The state cannot be recovered. See errno(3). */
    int ENOTRECOVERABLE = Abi.constant("ENOTRECOVERABLE");
    /** Not a socket. See errno(3). */
    int ENOTSOCK = Abi.constant("ENOTSOCK");
    /** Not supported; same as EOPNOTSUPP on Linux. See errno(3). */
    int ENOTSUP = Abi.constant("ENOTSUP");
    /** Not a terminal, or an unknown ioctl. See errno(3). */
    int ENOTTY = Abi.constant("ENOTTY");
    /** No such device or address. See errno(3). */
    int ENXIO = Abi.constant("ENXIO");
    /** Not supported on this socket. See errno(3). */
    int EOPNOTSUPP = Abi.constant("EOPNOTSUPP");
    /** Value too large. See errno(3). */
    int EOVERFLOW = Abi.constant("EOVERFLOW");
    /** The owner died. See errno(3). */
    int EOWNERDEAD = Abi.constant("EOWNERDEAD");
    /** Operation not permitted. See errno(3). */
    int EPERM = Abi.constant("EPERM");
    /** Broken pipe: nobody reads the other end. See errno(3). */
    int EPIPE = Abi.constant("EPIPE");
    /** Protocol error. See errno(3). */
    int EPROTO = Abi.constant("EPROTO");
    /** Protocol not supported. See errno(3). */
    int EPROTONOSUPPORT = Abi.constant("EPROTONOSUPPORT");
    /** Wrong protocol for the socket type. See errno(3). */
    int EPROTOTYPE = Abi.constant("EPROTOTYPE");
    /** Result out of range. See errno(3). */
    int ERANGE = Abi.constant("ERANGE");
    /** Read-only file system. See errno(3). */
    int EROFS = Abi.constant("EROFS");
    /** Illegal seek. See errno(3). */
    int ESPIPE = Abi.constant("ESPIPE");
    /** No such process. See errno(3). */
    int ESRCH = Abi.constant("ESRCH");
    /** Stale file handle. See errno(3). */
    int ESTALE = Abi.constant("ESTALE");
    /** Timer expired. See errno(3). */
    int ETIME = Abi.constant("ETIME");
    /** Timed out. See errno(3). */
    int ETIMEDOUT = Abi.constant("ETIMEDOUT");
    /** Text file busy. See errno(3). */
    int ETXTBSY = Abi.constant("ETXTBSY");
    /** Would block; same as EAGAIN on Linux and the BSDs. See errno(3). */
    int EWOULDBLOCK = Abi.constant("EWOULDBLOCK");
    /** Link across devices. See errno(3). */
    int EXDEV = Abi.constant("EXDEV");

    // Common to Linux and the BSDs

    /** The host is down. See errno(3), intro(2). */
    int EHOSTDOWN = Abi.constant("EHOSTDOWN");
    /** Block device required. See errno(3), intro(2). */
    int ENOTBLK = Abi.constant("ENOTBLK");
    /** Protocol family not supported. See errno(3), intro(2). */
    int EPFNOSUPPORT = Abi.constant("EPFNOSUPPORT");
    /** Object is remote. See errno(3), intro(2). */
    int EREMOTE = Abi.constant("EREMOTE");
    /** Cannot send after shutdown. See errno(3), intro(2). */
    int ESHUTDOWN = Abi.constant("ESHUTDOWN");
    /** Socket type not supported. See errno(3), intro(2). */
    int ESOCKTNOSUPPORT = Abi.constant("ESOCKTNOSUPPORT");
    /** Too many references, or descriptors in flight. See errno(3), intro(2). */
    int ETOOMANYREFS = Abi.constant("ETOOMANYREFS");
    /** Too many users. See errno(3), intro(2). */
    int EUSERS = Abi.constant("EUSERS");

    // Linux only

    /** Advertise error. See errno(3). */
    int EADV = Abi.constant("EADV");
    /** Invalid exchange. See errno(3). */
    int EBADE = Abi.constant("EBADE");
    /** Descriptor in a bad state. See errno(3). */
    int EBADFD = Abi.constant("EBADFD");
    /** Invalid request descriptor. See errno(3). */
    int EBADR = Abi.constant("EBADR");
    /** Invalid request code. See errno(3). */
    int EBADRQC = Abi.constant("EBADRQC");
    /** Invalid slot. See errno(3). */
    int EBADSLT = Abi.constant("EBADSLT");
    /** Bad font file format. See errno(3). */
    int EBFONT = Abi.constant("EBFONT");
    /** Channel number out of range. See errno(3). */
    int ECHRNG = Abi.constant("ECHRNG");
    /** Communication error on send. See errno(3). */
    int ECOMM = Abi.constant("ECOMM");
    /** Same as EDEADLK. See errno(3). */
    int EDEADLOCK = Abi.constant("EDEADLOCK");
    /** RFS specific error. See errno(3). */
    int EDOTDOT = Abi.constant("EDOTDOT");
    /** Memory page has a hardware error. See errno(3). */
    int EHWPOISON = Abi.constant("EHWPOISON");
    /** Is a named type file. See errno(3). */
    int EISNAM = Abi.constant("EISNAM");
    /** Key has expired. See errno(3). */
    int EKEYEXPIRED = Abi.constant("EKEYEXPIRED");
    /** Key was rejected. See errno(3). */
    int EKEYREJECTED = Abi.constant("EKEYREJECTED");
    /** Key has been revoked. See errno(3). */
    int EKEYREVOKED = Abi.constant("EKEYREVOKED");
    /** Level 2 halted. See errno(3). */
    int EL2HLT = Abi.constant("EL2HLT");
    /** Level 2 not synchronised. See errno(3). */
    int EL2NSYNC = Abi.constant("EL2NSYNC");
    /** Level 3 halted. See errno(3). */
    int EL3HLT = Abi.constant("EL3HLT");
    /** Level 3 reset. See errno(3). */
    int EL3RST = Abi.constant("EL3RST");
    /** Cannot access a needed shared library. See errno(3). */
    int ELIBACC = Abi.constant("ELIBACC");
    /** Accessing a corrupted shared library. See errno(3). */
    int ELIBBAD = Abi.constant("ELIBBAD");
    /** Cannot execute a shared library. See errno(3). */
    int ELIBEXEC = Abi.constant("ELIBEXEC");
    /** Too many shared libraries. See errno(3). */
    int ELIBMAX = Abi.constant("ELIBMAX");
    /** Corrupted .lib section. See errno(3). */
    int ELIBSCN = Abi.constant("ELIBSCN");
    /** Link number out of range. See errno(3). */
    int ELNRNG = Abi.constant("ELNRNG");
    /** Wrong medium type. See errno(3). */
    int EMEDIUMTYPE = Abi.constant("EMEDIUMTYPE");
    /** No XENIX semaphores available. See errno(3). */
    int ENAVAIL = Abi.constant("ENAVAIL");
    /** No anode. See errno(3). */
    int ENOANO = Abi.constant("ENOANO");
    /** No CSI structure available. See errno(3). */
    int ENOCSI = Abi.constant("ENOCSI");
    /** Required key not available. See errno(3). */
    int ENOKEY = Abi.constant("ENOKEY");
    /** No medium. See errno(3). */
    int ENOMEDIUM = Abi.constant("ENOMEDIUM");
    /** The machine is not on the network. See errno(3). */
    int ENONET = Abi.constant("ENONET");
    /** Package not installed. See errno(3). */
    int ENOPKG = Abi.constant("ENOPKG");
    /** Not a XENIX named type file. See errno(3). */
    int ENOTNAM = Abi.constant("ENOTNAM");
    /** Name not unique on the network. See errno(3). */
    int ENOTUNIQ = Abi.constant("ENOTUNIQ");
    /** Remote address changed. See errno(3). */
    int EREMCHG = Abi.constant("EREMCHG");
    /** Remote I/O error. See errno(3). */
    int EREMOTEIO = Abi.constant("EREMOTEIO");
    /** Interrupted call should be restarted. See errno(3). */
    int ERESTART = Abi.constant("ERESTART");
    /** Radio is off. See errno(3). */
    int ERFKILL = Abi.constant("ERFKILL");
    /** Srmount error. See errno(3). */
    int ESRMNT = Abi.constant("ESRMNT");
    /** Streams pipe error. See errno(3). */
    int ESTRPIPE = Abi.constant("ESTRPIPE");
    /** Structure needs cleaning. See errno(3). */
    int EUCLEAN = Abi.constant("EUCLEAN");
    /** Protocol driver not attached. See errno(3). */
    int EUNATCH = Abi.constant("EUNATCH");
    /** Exchange full. See errno(3). */
    int EXFULL = Abi.constant("EXFULL");

    // macOS and the BSDs only

    /** Authentication error. See intro(2). */
    int EAUTH = Abi.constant("EAUTH");
    /** Wrong CPU type in an executable, macOS. See intro(2). */
    int EBADARCH = Abi.constant("EBADARCH");
    /** Bad executable, macOS. See intro(2). */
    int EBADEXEC = Abi.constant("EBADEXEC");
    /** Malformed Mach-O file, macOS. See intro(2). */
    int EBADMACHO = Abi.constant("EBADMACHO");
    /** The RPC structure is bad. See intro(2). */
    int EBADRPC = Abi.constant("EBADRPC");
    /** Not permitted in capability mode, FreeBSD. See intro(2). */
    int ECAPMODE = Abi.constant("ECAPMODE");
    /** Device error, macOS. See intro(2). */
    int EDEVERR = Abi.constant("EDEVERR");
    /** Programming error, FreeBSD. See intro(2). */
    int EDOOFUS = Abi.constant("EDOOFUS");
    /** Inappropriate file type. See intro(2). */
    int EFTYPE = Abi.constant("EFTYPE");
    /** Integrity check failed, FreeBSD. See intro(2). */
    int EINTEGRITY = Abi.constant("EINTEGRITY");
    /** Authentication is needed. See intro(2). */
    int ENEEDAUTH = Abi.constant("ENEEDAUTH");
    /** Attribute not found. See intro(2). */
    int ENOATTR = Abi.constant("ENOATTR");
    /** No such policy, macOS. See intro(2). */
    int ENOPOLICY = Abi.constant("ENOPOLICY");
    /** Capabilities are insufficient, FreeBSD. See intro(2). */
    int ENOTCAPABLE = Abi.constant("ENOTCAPABLE");
    /** Too many processes. See intro(2). */
    int EPROCLIM = Abi.constant("EPROCLIM");
    /** Bad procedure for the program. See intro(2). */
    int EPROCUNAVAIL = Abi.constant("EPROCUNAVAIL");
    /** Wrong program version. See intro(2). */
    int EPROGMISMATCH = Abi.constant("EPROGMISMATCH");
    /** RPC program not available. See intro(2). */
    int EPROGUNAVAIL = Abi.constant("EPROGUNAVAIL");
    /** Device power is off, macOS. See intro(2). */
    int EPWROFF = Abi.constant("EPWROFF");
    /** Interface output queue is full, macOS. See intro(2). */
    int EQFULL = Abi.constant("EQFULL");
    /** Wrong RPC version. See intro(2). */
    int ERPCMISMATCH = Abi.constant("ERPCMISMATCH");
    /** Shared library version mismatch, macOS. See intro(2). */
    int ESHLIBVERS = Abi.constant("ESHLIBVERS");
}
