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

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.MeasuredClient;
import net.qhaigc.springai.gemini.benchmarks.client.StreamListener;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * Ends streams at random points by cancellation, by an exception of the subscriber or by
 * a closed connection, and lets Netty's leak detection track each buffer. Runs in a
 * separate JVM.
 */
final class LeakDetection {

	private static final int STREAMS = 400;

	private static final int CHUNKS = 60;

	private static final int TIMEOUT_SECONDS = 20;

	private static final Queue<String> PROBLEMS = new ConcurrentLinkedQueue<>();

	private LeakDetection() {
	}

	/**
	 * Print a line that starts with "ok", or with "FAILED" if a buffer was leaked or was
	 * used after its release, or if a stream neither ended nor emitted enough chunks in
	 * time.
	 * @param args the URL of the server
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ReportingFactory());
		Hooks.onErrorDropped(LeakDetection::reportIfBufferUsedAfterRelease);
		Random random = new Random(7);
		try (MeasuredClient client = ClientKind.QHAIGC.create(args[0], 50)) {
			Exchange[] exchanges = { client.prepare(Task.stream(CHUNKS, 0)), client.prepare(Task.stream(CHUNKS, 1)),
					client.prepare(new Task("incomplete-" + CHUNKS + "-0", Task.call().turns())) };
			for (int i = 0; i < STREAMS; i++) {
				abandon(exchanges[random.nextInt(exchanges.length)], random.nextInt(CHUNKS), random.nextBoolean());
			}
		}
		triggerLeakReports();
		System.out.println(PROBLEMS.isEmpty()
				? "ok    %d streams ended at random points without leaking a buffer".formatted(STREAMS)
				: "FAILED " + PROBLEMS);
		System.exit(0);
	}

	private static void abandon(Exchange exchange, int chunks, boolean failing) throws InterruptedException {
		AbandoningListener listener = new AbandoningListener(chunks, failing);
		Runnable cancellation = exchange.stream(listener);
		if (!listener.reached.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
			PROBLEMS.add("A stream neither ended nor emitted " + chunks + " chunks within " + TIMEOUT_SECONDS + " s");
		}
		cancellation.run();
	}

	/** Netty reports a leak only when a buffer is allocated after garbage collection. */
	private static void triggerLeakReports() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(100);
			Unpooled.buffer().release();
			ByteBufAllocator.DEFAULT.directBuffer().release();
		}
	}

	private static void reportIfBufferUsedAfterRelease(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof IllegalReferenceCountException) {
				PROBLEMS.add(cause.toString());
			}
		}
	}

	/**
	 * Signals that a number of chunks have been received, or that the stream has ended.
	 * If {@code failing} is true, the last of these chunks makes the listener throw an
	 * exception.
	 */
	private static final class AbandoningListener implements StreamListener {

		private final CountDownLatch reached = new CountDownLatch(1);

		private final boolean failing;

		private int remaining;

		AbandoningListener(int chunks, boolean failing) {
			this.remaining = chunks;
			this.failing = failing;
			if (chunks == 0) {
				this.reached.countDown();
			}
		}

		@Override
		public void onChunk() {
			if (--this.remaining == 0) {
				this.reached.countDown();
				if (this.failing) {
					throw new IllegalStateException("The subscriber fails intentionally");
				}
			}
		}

		@Override
		public void onEnd(@Nullable Throwable failure) {
			reportIfBufferUsedAfterRelease(failure);
			this.reached.countDown();
		}

	}

	private static final class ReportingFactory extends ResourceLeakDetectorFactory {

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
