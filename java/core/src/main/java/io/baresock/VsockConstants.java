package io.baresock;

import io.baresock.internal.Abi;

/** Virtual machine sockets. */
interface VsockConstants {

    // Addresses

    /** Any context id. See vsock(7). */
    int VMADDR_CID_ANY = Abi.constant("VMADDR_CID_ANY");
    /** The host. See vsock(7). */
    int VMADDR_CID_HOST = Abi.constant("VMADDR_CID_HOST");
    /** The hypervisor. See vsock(7). */
    int VMADDR_CID_HYPERVISOR = Abi.constant("VMADDR_CID_HYPERVISOR");
    /** Loopback, Linux 5.6. See vsock(7). */
    int VMADDR_CID_LOCAL = Abi.constant("VMADDR_CID_LOCAL");
    /** Send to the host whatever the context id, Linux 5.11. See vsock(7). */
    int VMADDR_FLAG_TO_HOST = Abi.constant("VMADDR_FLAG_TO_HOST");
    /** Any port. See vsock(7). */
    int VMADDR_PORT_ANY = Abi.constant("VMADDR_PORT_ANY");
    /** What the version of the protocol never is. See vsock(7). */
    int VM_SOCKETS_INVALID_VERSION = Abi.constant("VM_SOCKETS_INVALID_VERSION");

    // Options at AF_VSOCK

    /** Largest buffer size. See vsock(7). */
    int SO_VM_SOCKETS_BUFFER_MAX_SIZE = Abi.constant("SO_VM_SOCKETS_BUFFER_MAX_SIZE");
    /** Least buffer size. See vsock(7). */
    int SO_VM_SOCKETS_BUFFER_MIN_SIZE = Abi.constant("SO_VM_SOCKETS_BUFFER_MIN_SIZE");
    /** Buffer size. See vsock(7). */
    int SO_VM_SOCKETS_BUFFER_SIZE = Abi.constant("SO_VM_SOCKETS_BUFFER_SIZE");
    /** Timeout of connect. See vsock(7). */
    int SO_VM_SOCKETS_CONNECT_TIMEOUT = Abi.constant("SO_VM_SOCKETS_CONNECT_TIMEOUT");
    /** SO_VM_SOCKETS_CONNECT_TIMEOUT with 64-bit time. See vsock(7). */
    int SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW = Abi.constant("SO_VM_SOCKETS_CONNECT_TIMEOUT_NEW");
    /** SO_VM_SOCKETS_CONNECT_TIMEOUT with time of the word size. See vsock(7). */
    int SO_VM_SOCKETS_CONNECT_TIMEOUT_OLD = Abi.constant("SO_VM_SOCKETS_CONNECT_TIMEOUT_OLD");
    /** VMCI: non-blocking from an atomic context. See vsock(7). */
    int SO_VM_SOCKETS_NONBLOCK_TXRX = Abi.constant("SO_VM_SOCKETS_NONBLOCK_TXRX");
    /** Read: host id of the peer. See vsock(7). */
    int SO_VM_SOCKETS_PEER_HOST_VM_ID = Abi.constant("SO_VM_SOCKETS_PEER_HOST_VM_ID");
    /** Read: is the peer trusted. See vsock(7). */
    int SO_VM_SOCKETS_TRUSTED = Abi.constant("SO_VM_SOCKETS_TRUSTED");
    /** Ancillary type of the error queue, Linux 6.6. See vsock(7). */
    int VSOCK_RECVERR = Abi.constant("VSOCK_RECVERR");

    // ioctls of /dev/vsock

    /** Read: the own context id. See vsock(7). */
    int IOCTL_VM_SOCKETS_GET_LOCAL_CID = Abi.constant("IOCTL_VM_SOCKETS_GET_LOCAL_CID");
}
