package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * A run of seconds: each row once, to see that it still runs, and the bounds that hold on
 * any machine: bytes allocated for a call and for a chunk, and no buffer leaked. Time has
 * no bound, since it depends on who else is at work.
 */
final class Smoke {

	private static final int WARM_UP_CALLS = 20_000;

	private static final int CALLS = 5000;

	/** The goal of the table and 5 %, by which figures of a busy machine differ. */
	private static final double ALLOWED_CALL = 29_400;

	private static final int CHUNKS = 2000;

	private static final int WARM_UP_STREAMS = 200;

	private static final int STREAMS = 50;

	/** Less than the goal: a tenth more than it takes. */
	private static final double ALLOWED_CHUNK = 2_600;

	private Smoke() {
	}

	/**
	 * Tells whether all bounds hold. Allocation comes first, while the JVM has compiled
	 * the code for no other client, as in an application.
	 */
	static boolean run() throws IOException, InterruptedException {
		try (Lab lab = new Lab(Scale.SMOKE)) {
			boolean call = holds("a call", perCall(lab), ALLOWED_CALL);
			boolean chunk = holds("a chunk of a stream", perChunk(lab), ALLOWED_CHUNK);
			for (Map.Entry<String, Row> row : Rows.all().entrySet()) {
				row.getValue().measure(lab);
				System.out.println("ok    " + row.getKey() + " runs");
			}
			boolean leaks = noLeaks(lab);
			return call && chunk && leaks;
		}
	}

	private static boolean holds(String what, double bytes, double allowed) {
		boolean holds = bytes <= allowed;
		System.out.printf("%s%s allocates %,.0f bytes; %,.0f are allowed%n", holds ? "ok    " : "FAILED ", what, bytes,
				allowed);
		return holds;
	}

	private static double perCall(Lab lab) {
		Exchange exchange = ours(lab, Task.call());
		for (int i = 0; i < WARM_UP_CALLS; i++) {
			exchange.call();
		}
		Meter before = Meter.read();
		for (int i = 0; i < CALLS; i++) {
			exchange.call();
		}
		return (double) Meter.read().since(before).allocatedBytes() / CALLS;
	}

	private static double perChunk(Lab lab) throws InterruptedException {
		Exchange exchange = ours(lab, Task.stream(CHUNKS, 0));
		for (int i = 0; i < WARM_UP_STREAMS; i++) {
			StreamRun.whole(exchange, CHUNKS);
		}
		Meter before = Meter.read();
		for (int i = 0; i < STREAMS; i++) {
			StreamRun.whole(exchange, CHUNKS);
		}
		return (double) Meter.read().since(before).allocatedBytes() / STREAMS / CHUNKS;
	}

	private static Exchange ours(Lab lab, Task task) {
		return Objects.requireNonNull(lab.prepare(task).get(PeerKind.QHAIGC));
	}

	private static boolean noLeaks(Lab lab) throws IOException {
		try (ChildJvm child = ChildJvm.start(LeakHunt.class, List.of("-Dio.netty.leakDetection.level=paranoid"),
				lab.baseUrl())) {
			String found = child.readLine();
			System.out.println(found);
			return found.startsWith("ok");
		}
	}

}
