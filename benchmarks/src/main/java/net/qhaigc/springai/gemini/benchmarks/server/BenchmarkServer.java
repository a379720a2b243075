package net.qhaigc.springai.gemini.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import reactor.netty.resources.LoopResources;

/**
 * A server on the loopback interface. It selects a prepared response by the path of each
 * request. The server runs in a separate JVM, so that its CPU time is not added to that
 * of the clients.
 */
public final class BenchmarkServer {

	private static final int EVENT_LOOPS = 2;

	/** More than the 10,000 connections that are opened at the same time. */
	private static final int BACKLOG = 16 * 1024;

	private BenchmarkServer() {
	}

	/**
	 * Print the port, and run until the standard input is closed, which happens when the
	 * process that started the server ends.
	 * @param args none
	 * @throws IOException if the standard input fails
	 * @throws InterruptedException if interrupted while binding
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		LoopResources loops = LoopResources.create("server", EVENT_LOOPS, true);
		EventLoopGroup group = loops.onServer(true);
		LastCloseTime lastCloseTime = new LastCloseTime();
		Channel channel = new ServerBootstrap().group(group)
			.channelFactory(() -> loops.onChannel(ServerSocketChannel.class, group))
			.option(ChannelOption.SO_BACKLOG, BACKLOG)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel connection) {
					connection.pipeline().addLast(new HttpRequestDecoder(), new ResponseHandler(lastCloseTime));
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.sync()
			.channel();
		System.out.println(((InetSocketAddress) channel.localAddress()).getPort());
		while (System.in.read() >= 0) {
			Thread.onSpinWait();
		}
		System.exit(0);
	}

}
