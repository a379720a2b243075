package net.qhaigc.springai.gemini.client.connection;

import java.nio.channels.ClosedChannelException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.PendingWriteQueue;
import io.netty.channel.SingleThreadEventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Holds the writes of a request on a connection that was used before, until the event
 * loop has read from this connection again. Bytes that arrived before the request are
 * thus not mistaken for the response.
 */
final class HeldWrites {

	private final ChannelHandlerContext context;

	private @Nullable PendingWriteQueue queue;

	HeldWrites(ChannelHandlerContext context) {
		this.context = context;
	}

	boolean isHolding() {
		return this.queue != null;
	}

	/** Hold all writes from now on. */
	void start() {
		this.queue = new PendingWriteQueue(this.context);
	}

	void write(Object message, ChannelPromise promise) {
		if (this.queue != null) {
			this.queue.add(message, promise);
		}
		else {
			this.context.write(message, promise);
		}
	}

	void runAfterNextRead(Runnable task) {
		// Reactor Netty reads only after the request has been sent.
		this.context.read();
		EventLoop eventLoop = this.context.channel().eventLoop();
		if (eventLoop instanceof SingleThreadEventLoop loop) {
			// The current iteration of the event loop would run the task before the read.
			loop.executeAfterEventLoopIteration(() -> loop.execute(task));
		}
		else {
			eventLoop.execute(task);
		}
	}

	/** Write the held messages. */
	void release() {
		PendingWriteQueue held = this.queue;
		this.queue = null;
		if (held != null) {
			while (!held.isEmpty()) {
				held.removeAndWrite();
			}
			this.context.flush();
		}
	}

	/** Fail the held messages, since the connection is closed. */
	void fail() {
		PendingWriteQueue held = this.queue;
		this.queue = null;
		if (held != null) {
			held.removeAndFailAll(new ClosedChannelException());
		}
	}

}
