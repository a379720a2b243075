package net.qhaigc.springai.gemini.client;

import java.nio.channels.ClosedChannelException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.PendingWriteQueue;
import io.netty.channel.SingleThreadEventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a request that waits until the event loop has read from its connection.
 */
final class HeldWrites {

	private final ChannelHandlerContext context;

	private @Nullable PendingWriteQueue queue;

	HeldWrites(ChannelHandlerContext context) {
		this.context = context;
	}

	boolean isActive() {
		return this.queue != null;
	}

	/** Holds all writes from now on. */
	void start() {
		this.queue = new PendingWriteQueue(this.context);
	}

	/** Writes, or holds what is to be written. */
	void write(Object message, ChannelPromise promise) {
		if (this.queue != null) {
			this.queue.add(message, promise);
		}
		else {
			this.context.write(message, promise);
		}
	}

	/** Runs a task when the event loop has looked for bytes to read once more. */
	void afterNextRead(Runnable task) {
		// Reactor Netty itself reads only once the request is sent.
		this.context.read();
		EventLoop eventLoop = this.context.channel().eventLoop();
		if (eventLoop instanceof SingleThreadEventLoop loop) {
			loop.executeAfterEventLoopIteration(() -> loop.execute(task));
		}
		else {
			eventLoop.execute(task);
		}
	}

	/** Writes what was held. */
	void release() {
		PendingWriteQueue held = this.queue;
		this.queue = null;
		if (held != null) {
			held.removeAndWriteAll();
			this.context.flush();
		}
	}

	/** Fails what was held, since the connection is closed. */
	void fail() {
		PendingWriteQueue held = this.queue;
		this.queue = null;
		if (held != null) {
			held.removeAndFailAll(new ClosedChannelException());
		}
	}

}
