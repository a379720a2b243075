package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * A run of a few seconds. It runs each row once and checks the limits that apply on any
 * machine: the bytes allocated for a call and for a chunk, and that no buffer leaks. Time
 * is not limited, because it depends on other load.
 */
final class Smoke {

	private static final int WARM_UP_CALLS = 20_000;

	private static final int CALLS = 5000;

	/** The goal of the table plus 5 %, the variation on a machine with other load. */
	private static final double MAX_BYTES_PER_CALL = 29_400;

	private static final int CHUNKS = 2000;

	private static final int WARM_UP_STREAMS = 200;

	private static final int STREAMS = 50;

	/** Less than the goal: 10 % more than the measured value. */
	private static final double MAX_BYTES_PER_CHUNK = 2_600;

	private Smoke() {
	}

	/**
	 * Return whether all limits are met. Allocation is measured first, before the JVM has
	 * compiled the code for other clients, as in an application.
	 */
	static boolean run() throws IOException, InterruptedException {
		try (BenchmarkEnvironment environment = new BenchmarkEnvironment(Scale.SMOKE)) {
			boolean call = holds("a call", perCall(environment), MAX_BYTES_PER_CALL);
			boolean chunk = holds("a chunk of a stream", perChunk(environment), MAX_BYTES_PER_CHUNK);
			for (Map.Entry<String, Row> row : Rows.all().entrySet()) {
				row.getValue().measure(environment);
				System.out.println("ok    " + row.getKey() + " runs");
			}
			boolean leaks = noLeaks(environment);
			return call && chunk && leaks;
		}
	}

	private static boolean holds(String what, double bytes, double allowed) {
		boolean holds = bytes <= allowed;
		System.out.printf("%s%s allocates %,.0f bytes; %,.0f are allowed%n", holds ? "ok    " : "FAILED ", what, bytes,
				allowed);
		return holds;
	}

	private static double perCall(BenchmarkEnvironment environment) {
		Exchange exchange = ours(environment, Task.call());
		for (int i = 0; i < WARM_UP_CALLS; i++) {
			exchange.call();
		}
		Meter before = Meter.read();
		for (int i = 0; i < CALLS; i++) {
			exchange.call();
		}
		return (double) Meter.read().since(before).allocatedBytes() / CALLS;
	}

	private static double perChunk(BenchmarkEnvironment environment) throws InterruptedException {
		Exchange exchange = ours(environment, Task.stream(CHUNKS, 0));
		for (int i = 0; i < WARM_UP_STREAMS; i++) {
			StreamRun.whole(exchange, CHUNKS);
		}
		Meter before = Meter.read();
		for (int i = 0; i < STREAMS; i++) {
			StreamRun.whole(exchange, CHUNKS);
		}
		return (double) Meter.read().since(before).allocatedBytes() / STREAMS / CHUNKS;
	}

	private static Exchange ours(BenchmarkEnvironment environment, Task task) {
		return Objects.requireNonNull(environment.prepare(task).get(PeerKind.QHAIGC));
	}

	private static boolean noLeaks(BenchmarkEnvironment environment) throws IOException {
		try (ChildJvm child = ChildJvm.start(LeakCheck.class, List.of("-Dio.netty.leakDetection.level=paranoid"),
				environment.baseUrl())) {
			String found = child.readLine();
			System.out.println(found);
			return found.startsWith("ok");
		}
	}

}
