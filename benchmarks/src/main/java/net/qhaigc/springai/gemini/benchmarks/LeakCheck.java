package net.qhaigc.springai.gemini.benchmarks;

import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.Peer;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;
import net.qhaigc.springai.gemini.benchmarks.peer.StreamListener;

/**
 * Ends streams at random points, by cancellation, by a failure of the subscriber, and by
 * a premature close of the connection, while Netty tracks each buffer. Runs in a separate
 * JVM.
 */
final class LeakCheck {

	private static final int STREAMS = 400;

	private static final int CHUNKS = 60;

	private static final int TIMEOUT_SECONDS = 20;

	private static final Queue<String> PROBLEMS = new ConcurrentLinkedQueue<>();

	private LeakCheck() {
	}

	/**
	 * Prints a line that begins with "ok" if no buffer was leaked or released twice.
	 * @param args the server's URL
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new CountingFactory());
		Hooks.onErrorDropped(LeakCheck::inspect);
		Random random = new Random(7);
		try (Peer peer = PeerKind.QHAIGC.create(args[0], 50)) {
			Exchange[] exchanges = { peer.prepare(Task.stream(CHUNKS, 0)), peer.prepare(Task.stream(CHUNKS, 1)),
					peer.prepare(new Task("premature-" + CHUNKS + "-0", Task.call().turns())) };
			for (int i = 0; i < STREAMS; i++) {
				endStream(exchanges[random.nextInt(exchanges.length)], random.nextInt(CHUNKS), random.nextBoolean());
			}
		}
		collect();
		System.out.println(PROBLEMS.isEmpty()
				? "ok    %d streams were ended at random points, and no buffer leaked".formatted(STREAMS)
				: "FAILED " + PROBLEMS);
		System.exit(0);
	}

	private static void endStream(Exchange exchange, int chunks, boolean failing) throws InterruptedException {
		CancellingListener listener = new CancellingListener(chunks, failing);
		Runnable cancellation = exchange.stream(listener);
		listener.reached.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		cancellation.run();
	}

	/** A leak is reported after a garbage collection, when a new buffer is created. */
	private static void collect() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(100);
			Unpooled.buffer().release();
			ByteBufAllocator.DEFAULT.directBuffer().release();
		}
	}

	private static void inspect(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof IllegalReferenceCountException) {
				PROBLEMS.add(cause.toString());
			}
		}
	}

	/** Cancels or fails after the given number of chunks. */
	private static final class CancellingListener implements StreamListener {

		private final CountDownLatch reached = new CountDownLatch(1);

		private final boolean failing;

		private int left;

		CancellingListener(int chunks, boolean failing) {
			this.left = chunks;
			this.failing = failing;
			if (chunks == 0) {
				this.reached.countDown();
			}
		}

		@Override
		public void chunk() {
			if (--this.left == 0) {
				this.reached.countDown();
				if (this.failing) {
					throw new IllegalStateException("The subscriber fails on purpose");
				}
			}
		}

		@Override
		public void end(@Nullable Throwable failure) {
			inspect(failure);
			this.reached.countDown();
		}

	}

	private static final class CountingFactory extends ResourceLeakDetectorFactory {

		@Override
		@SuppressWarnings("deprecation")
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
			return newResourceLeakDetector(resource, interval);
		}

		@Override
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval) {
			return new ResourceLeakDetector<>(resource, interval) {

				@Override
				protected void reportTracedLeak(String type, String records) {
					PROBLEMS.add("LEAK of " + type + ": " + records);
				}

				@Override
				protected void reportUntracedLeak(String type) {
					PROBLEMS.add("LEAK of " + type);
				}

			};
		}

	}

}
