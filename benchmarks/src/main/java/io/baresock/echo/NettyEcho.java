package io.baresock.echo;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Netty's native transports, with as little code as possible: one event loop, one handler, no promises. The argument is {@code epoll} or
 * {@code io_uring}.
 */
final class NettyEcho {

    private NettyEcho() {}

    public static void main(String[] args) throws InterruptedException {
        EchoProcess.serving(NettyListener.listen(args[0], new Echo()));
    }

    @Sharable
    @SuppressWarnings("FutureReturnValueIgnored") // the void promise; a failed write also closes the channel
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message, context.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) { // the load has ended: a reset
            context.close();
        }
    }
}
