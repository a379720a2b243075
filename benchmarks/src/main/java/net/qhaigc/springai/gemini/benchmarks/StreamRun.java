package net.qhaigc.springai.gemini.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.StreamListener;

/**
 * The execution of one stream.
 */
final class StreamRun implements StreamListener {

	private static final int MAX_SECONDS = 60;

	private final long startedAt = System.nanoTime();

	private final CountDownLatch ended = new CountDownLatch(1);

	private final CountDownLatch awaitedChunks;

	private volatile long firstChunkAt;

	private volatile int chunks;

	private volatile @Nullable Throwable failure;

	private volatile Runnable cancellation = () -> {
	};

	private StreamRun(int awaitedChunks) {
		this.awaitedChunks = new CountDownLatch(awaitedChunks);
	}

	/** Start a stream and wait until a number of chunks have been received. */
	static StreamRun start(Exchange exchange, int awaitedChunks) throws InterruptedException {
		StreamRun run = new StreamRun(awaitedChunks);
		run.cancellation = exchange.stream(run);
		run.await(run.awaitedChunks);
		return run;
	}

	/**
	 * Run a stream until it ends, and throw an exception if it failed or emitted too few
	 * chunks.
	 */
	static StreamRun run(Exchange exchange, int minChunks) throws InterruptedException {
		StreamRun run = start(exchange, 0);
		run.await(run.ended);
		if (run.failure != null || run.chunks < minChunks) {
			throw new IllegalStateException("Expected a stream of at least %d chunks without a failure, but received %d"
				.formatted(minChunks, run.chunks), run.failure);
		}
		return run;
	}

	private void await(CountDownLatch latch) throws InterruptedException {
		if (!latch.await(MAX_SECONDS, TimeUnit.SECONDS)) {
			throw new IllegalStateException(
					"The stream did not emit the awaited chunks, or did not end, within " + MAX_SECONDS + " s");
		}
	}

	void cancel() {
		this.cancellation.run();
	}

	double millisToFirstChunk() {
		return (this.firstChunkAt - this.startedAt) / 1e6;
	}

	/** Called by one thread at a time, but not always by the same thread. */
	@Override
	@SuppressWarnings("NonAtomicVolatileUpdate")
	public void onChunk() {
		if (this.chunks == 0) {
			this.firstChunkAt = System.nanoTime();
		}
		this.chunks++;
		this.awaitedChunks.countDown();
	}

	@Override
	public void onEnd(@Nullable Throwable failure) {
		this.failure = failure;
		this.ended.countDown();
	}

}
