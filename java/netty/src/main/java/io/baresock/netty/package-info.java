/**
 * Baresock on Netty's event loops.
 *
 * <ul>
 *   <li>{@link io.baresock.netty.BaresockHandle} has a loop watch any socket of Baresock: netlink, raw, CAN, Unix.
 *   <li>{@link io.baresock.netty.BaresockDatagramChannel} is a channel for UDP that moves many datagrams with each system call.
 *   <li>{@link io.baresock.netty.BaresockDatagramPacket} says how a datagram came: to which address, with which ECN bits, whole or cut.
 *   <li>{@link io.baresock.netty.BaresockChannelOption} makes an option of Netty's of each socket option.
 * </ul>
 */
@NullMarked
package io.baresock.netty;

import org.jspecify.annotations.NullMarked;
