package io.baresock;

/**
 * The names of an address. See getnameinfo(3).
 *
 * @param host the host's name, or its address as text
 * @param service the service's name, or its port
 */
public record NameInfo(String host, String service) {}
