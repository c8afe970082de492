package io.baresock.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;

/**
 * What the constructor of {@link java.net.DatagramSocket} wants, so that it opens no socket of the JDK's own. Nothing calls it:
 * {@link BaresockDatagramSocket} overrides every method that would.
 */
final class NoImpl extends DatagramSocketImpl {

    private static UnsupportedOperationException notCalled() {
        return new UnsupportedOperationException("BaresockDatagramSocket makes its calls itself");
    }

    @Override
    protected void create() {
        throw notCalled();
    }

    @Override
    protected void bind(int port, InetAddress address) {
        throw notCalled();
    }

    @Override
    protected void send(DatagramPacket p) {
        throw notCalled();
    }

    @Override
    protected int peek(InetAddress i) {
        throw notCalled();
    }

    @Override
    protected int peekData(DatagramPacket p) {
        throw notCalled();
    }

    @Override
    protected void receive(DatagramPacket p) {
        throw notCalled();
    }

    @Override
    @Deprecated
    protected void setTTL(byte ttl) {
        throw notCalled();
    }

    @Override
    @Deprecated
    protected byte getTTL() {
        throw notCalled();
    }

    @Override
    protected void setTimeToLive(int ttl) throws IOException {
        throw notCalled();
    }

    @Override
    protected int getTimeToLive() {
        throw notCalled();
    }

    @Override
    protected void join(InetAddress group) {
        throw notCalled();
    }

    @Override
    protected void leave(InetAddress group) {
        throw notCalled();
    }

    @Override
    protected void joinGroup(SocketAddress group, NetworkInterface networkInterface) {
        throw notCalled();
    }

    @Override
    protected void leaveGroup(SocketAddress group, NetworkInterface networkInterface) {
        throw notCalled();
    }

    @Override
    protected void close() {
        throw notCalled();
    }

    @Override
    public void setOption(int option, Object value) {
        throw notCalled();
    }

    @Override
    public Object getOption(int option) {
        throw notCalled();
    }
}
