package io.baresock.tails;

import io.baresock.echo.EchoProcess;
import io.baresock.echo.NettyListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.util.concurrent.TimeUnit;

/** Netty's native transports. The argument is {@code epoll} or {@code io_uring}. */
final class NettyServer {

    private NettyServer() {}

    public static void main(String[] args) throws InterruptedException {
        EchoProcess.serving(NettyListener.listen(args[0], new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Connection());
            }
        }));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the void promise; a failed write also closes the channel
    private static final class Connection extends ChannelInboundHandlerAdapter {
        private boolean drops;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            answer(context); // the greeting
        }

        private static void answer(ChannelHandlerContext context) {
            ByteBuf answer = context.alloc().directBuffer(Request.SIZE).writeZero(Request.SIZE);
            context.writeAndFlush(answer, context.voidPromise());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf request = (ByteBuf) message;
            int micros = drops ? Request.DROP : request.getInt(request.readerIndex());
            if (micros >= 0) {
                Request.work(micros);
                context.write(request, context.voidPromise());
                return;
            }
            request.release();
            if (micros == Request.DROP) {
                drops = true;
            } else {
                context.executor().schedule(() -> answer(context), -micros, TimeUnit.MICROSECONDS);
            }
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
