package net.qhaigc.springai.gemini.benchmarks;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.MeasuredClient;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * Measures the bytes that this project's client allocates for a call and for a chunk of a
 * stream. Runs in a separate JVM with {@link #JVM_OPTION}.
 */
final class Allocations {

	/**
	 * Disables the optimizing compiler, which would eliminate some of the allocations.
	 * Which allocations it eliminates differs from one JVM to the next.
	 */
	static final String JVM_OPTION = "-XX:TieredStopAtLevel=1";

	private static final int WARM_UP_CALLS = 5000;

	private static final int CALLS = 5000;

	private static final int WARM_UP_HISTORY_CALLS = 1000;

	private static final int HISTORY_CALLS = 1000;

	private static final int CHUNKS = 2000;

	private static final int WARM_UP_STREAMS = 20;

	private static final int STREAMS = 50;

	private Allocations() {
	}

	/**
	 * Print a line for each value: the bytes per call, per call with an in-memory quota,
	 * per call with 200 short messages, and per chunk.
	 * @param args the URL of the server
	 * @throws InterruptedException if interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		try (MeasuredClient client = ClientKind.QHAIGC.create(args[0], 1);
				MeasuredClient limited = MeasuredClient.qhaigcWithQuota(args[0], 1)) {
			System.out.println(perCall(client.prepare(Task.call()), WARM_UP_CALLS, CALLS));
			System.out.println(perCall(limited.prepare(Task.call()), WARM_UP_CALLS, CALLS));
			System.out
				.println(perCall(client.prepare(Task.historyOfShortMessages()), WARM_UP_HISTORY_CALLS, HISTORY_CALLS));
			System.out.println(perChunk(client.prepare(Task.stream(CHUNKS, 0))));
		}
		System.exit(0);
	}

	private static long perCall(Exchange exchange, int warmUps, int calls) {
		ResourceUsage.ofCalls(exchange, warmUps);
		return ResourceUsage.ofCalls(exchange, calls).allocatedBytes() / calls;
	}

	private static long perChunk(Exchange exchange) throws InterruptedException {
		stream(exchange, WARM_UP_STREAMS);
		ResourceUsage before = ResourceUsage.read();
		stream(exchange, STREAMS);
		return ResourceUsage.read().since(before).allocatedBytes() / STREAMS / CHUNKS;
	}

	private static void stream(Exchange exchange, int streams) throws InterruptedException {
		for (int i = 0; i < streams; i++) {
			StreamRun.run(exchange, CHUNKS);
		}
	}

}
