package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.Peer;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;
import net.qhaigc.springai.gemini.benchmarks.peer.Watcher;

/**
 * Many slow streams at a time through one client, in a JVM of its own, so that its memory
 * and its threads are the client's alone.
 */
final class SlowStreams {

	private static final int WARM_UP_STREAMS = 20;

	private static final int MAX_SECONDS = 90;

	private SlowStreams() {
	}

	/**
	 * Prints how many streams completed, the seconds they took, the threads beyond the
	 * event loops and those of before, and the peak of resident memory in MiB.
	 * @param args the client, the server's URL, streams, chunks of each, milliseconds
	 * between them
	 * @throws IOException if the memory cannot be read
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		int streams = Integer.parseInt(args[2]);
		int threadsBefore = Meter.threadsBeyondEventLoops();
		Peer peer = PeerKind.valueOf(args[0]).create(args[1], streams);
		run(peer.prepare(Task.stream(WARM_UP_STREAMS, 10)), WARM_UP_STREAMS);
		Exchange exchange = peer.prepare(Task.stream(Integer.parseInt(args[3]), Integer.parseInt(args[4])));
		Run run = run(exchange, streams);
		System.out.printf("%d %.1f %d %d%n", run.completed.get(), run.seconds(), run.mostThreads - threadsBefore,
				Meter.peakResidentMiB());
		System.exit(0);
	}

	private static Run run(Exchange exchange, int streams) throws InterruptedException {
		Run run = new Run(streams);
		for (int i = 0; i < streams; i++) {
			exchange.stream(run);
		}
		run.awaitEnd();
		return run;
	}

	/** What all streams of one run report to. */
	private static final class Run implements Watcher {

		private final long began = System.nanoTime();

		private final CountDownLatch left;

		private final AtomicInteger completed = new AtomicInteger();

		private volatile long ended = this.began;

		private int mostThreads;

		Run(int streams) {
			this.left = new CountDownLatch(streams);
		}

		void awaitEnd() throws InterruptedException {
			boolean done;
			do {
				done = this.left.await(1, TimeUnit.SECONDS);
				this.mostThreads = Math.max(this.mostThreads, Meter.threadsBeyondEventLoops());
			}
			while (!done && System.nanoTime() - this.began < TimeUnit.SECONDS.toNanos(MAX_SECONDS));
		}

		double seconds() {
			return (this.ended - this.began) / 1e9;
		}

		@Override
		public void chunk() {
		}

		@Override
		public void end(@Nullable Throwable failure) {
			if (failure == null) {
				this.completed.incrementAndGet();
			}
			this.ended = System.nanoTime();
			this.left.countDown();
		}

	}

}
