package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.MeasuredClient;
import net.qhaigc.springai.gemini.benchmarks.client.StreamListener;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * Runs many slow streams concurrently through one client, in a separate JVM, so that only
 * this client uses memory and threads.
 */
final class SlowStreams {

	private static final int WARM_UP_STREAMS = 20;

	private static final int WARM_UP_CHUNKS = 20;

	private static final int MAX_SECONDS = 40;

	private SlowStreams() {
	}

	/**
	 * Print the number of completed streams, the number of seconds until the last stream
	 * ended, the highest number of threads that the client used in addition to its event
	 * loops, and the peak of the resident memory in MiB.
	 * @param args the client, the URL of the server, the number of streams, the number of
	 * chunks of a stream, and the interval between chunks in milliseconds
	 * @throws IOException if the memory usage cannot be read
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int streams = Integer.parseInt(args[2]);
		int threadsBefore = ResourceUsage.threadsExceptEventLoops();
		MeasuredClient client = ClientKind.valueOf(args[0]).create(args[1], streams);
		run(client.prepare(Task.stream(WARM_UP_CHUNKS, 10)), WARM_UP_STREAMS);
		Exchange exchange = client.prepare(Task.stream(Integer.parseInt(args[3]), Integer.parseInt(args[4])));
		Run run = run(exchange, streams);
		System.out.printf("%d %.1f %d %d%n", run.completed.get(), run.seconds(), run.maxThreads - threadsBefore,
				ResourceUsage.peakResidentMiB());
		System.exit(0);
	}

	private static Run run(Exchange exchange, int streams) throws InterruptedException {
		Run run = new Run(streams);
		for (int i = 0; i < streams && !run.isOverdue(); i++) {
			exchange.stream(run);
		}
		run.awaitEnd();
		return run;
	}

	/** Receives the signals of all streams of a run. */
	private static final class Run implements StreamListener {

		private final long startedAt = System.nanoTime();

		private final CountDownLatch remaining;

		private final AtomicInteger completed = new AtomicInteger();

		private volatile long endedAt = this.startedAt;

		private int maxThreads;

		Run(int streams) {
			this.remaining = new CountDownLatch(streams);
		}

		void awaitEnd() throws InterruptedException {
			boolean done;
			do {
				done = this.remaining.await(1, TimeUnit.SECONDS);
				this.maxThreads = Math.max(this.maxThreads, ResourceUsage.threadsExceptEventLoops());
			}
			while (!done && !isOverdue());
		}

		/**
		 * Return whether the time limit has passed, after which no more streams are
		 * started and the running streams are no longer awaited.
		 */
		boolean isOverdue() {
			return System.nanoTime() - this.startedAt >= TimeUnit.SECONDS.toNanos(MAX_SECONDS);
		}

		double seconds() {
			return (this.endedAt - this.startedAt) / 1e9;
		}

		@Override
		public void onChunk() {
		}

		@Override
		public void onEnd(@Nullable Throwable failure) {
			if (failure == null) {
				this.completed.incrementAndGet();
			}
			this.endedAt = System.nanoTime();
			this.remaining.countDown();
		}

	}

}
