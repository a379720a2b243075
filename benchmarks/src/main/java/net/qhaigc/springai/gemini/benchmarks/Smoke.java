package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.MeasuredClient;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * A short run, which executes each measurement once to verify that it works, and checks
 * what is independent of the machine: the bytes allocated per call and per chunk, and
 * that no buffers are leaked. There are no limits for time, which depends on the load of
 * the machine.
 */
final class Smoke {

	private static final int WARM_UP_CALLS = 20_000;

	private static final int CALLS = 5000;

	/** The highest value that was measured on a busy machine, plus 2 %. */
	private static final double MAX_CALL_BYTES = 27_500;

	/**
	 * The additional bytes of a call with a quota: the highest measured value plus 30 %.
	 */
	private static final double MAX_QUOTA_BYTES = 450;

	private static final int WARM_UP_HISTORY_CALLS = 8000;

	private static final int HISTORY_CALLS = 1000;

	/** The highest measured value plus 3 %. */
	private static final double MAX_HISTORY_BYTES = 134_000;

	private static final int CHUNKS = 2000;

	private static final int WARM_UP_STREAMS = 200;

	private static final int STREAMS = 50;

	/**
	 * The highest measured value plus 8 %. This limit is below the goal of the stream
	 * measurements, which is 3.3 KB.
	 */
	private static final double MAX_CHUNK_BYTES = 2_400;

	private Smoke() {
	}

	/**
	 * Execute the run, and return whether all checks passed. Allocation is measured
	 * first, before the JVM compiles code for other clients, as in an application with a
	 * single client.
	 */
	static boolean run() throws IOException, InterruptedException {
		try (BenchmarkEnvironment environment = new BenchmarkEnvironment(Scale.SMOKE)) {
			boolean call = isWithin("a call", perCall(environment, Task.call(), WARM_UP_CALLS, CALLS), MAX_CALL_BYTES);
			boolean quota = isCallWithQuotaWithinLimit(environment);
			boolean history = isWithin("a call with 200 short messages",
					perCall(environment, Task.historyOfShortMessages(), WARM_UP_HISTORY_CALLS, HISTORY_CALLS),
					MAX_HISTORY_BYTES);
			boolean chunk = isWithin("a chunk of a stream", perChunk(environment), MAX_CHUNK_BYTES);
			for (Map.Entry<String, Measurement> measurement : Measurements.all().entrySet()) {
				measurement.getValue().measure(environment);
				System.out.println("ok    " + measurement.getKey() + " runs");
			}
			boolean noLeaks = hasNoLeaks(environment);
			return call && quota && history && chunk && noLeaks;
		}
	}

	private static boolean isWithin(String subject, double bytes, double max) {
		boolean within = bytes <= max;
		System.out.printf("%s%s allocates %,.0f bytes, at most %,.0f allowed%n", within ? "ok    " : "FAILED ", subject,
				bytes, max);
		return within;
	}

	private static boolean isCallWithQuotaWithinLimit(BenchmarkEnvironment environment) {
		try (MeasuredClient limited = MeasuredClient.qhaigcWithQuota(environment.baseUrl(), 1)) {
			double bytes = perCall(limited.prepare(Task.call()), WARM_UP_CALLS, CALLS);
			return isWithin("a call with an in-memory quota", bytes, MAX_CALL_BYTES + MAX_QUOTA_BYTES);
		}
	}

	private static double perCall(BenchmarkEnvironment environment, Task task, int warmUps, int calls) {
		return perCall(prepareQhaigc(environment, task), warmUps, calls);
	}

	private static double perCall(Exchange exchange, int warmUps, int calls) {
		for (int i = 0; i < warmUps; i++) {
			exchange.call();
		}
		ResourceUsage before = ResourceUsage.read();
		for (int i = 0; i < calls; i++) {
			exchange.call();
		}
		return (double) ResourceUsage.read().since(before).allocatedBytes() / calls;
	}

	private static double perChunk(BenchmarkEnvironment environment) throws InterruptedException {
		Exchange exchange = prepareQhaigc(environment, Task.stream(CHUNKS, 0));
		for (int i = 0; i < WARM_UP_STREAMS; i++) {
			StreamRun.run(exchange, CHUNKS);
		}
		ResourceUsage before = ResourceUsage.read();
		for (int i = 0; i < STREAMS; i++) {
			StreamRun.run(exchange, CHUNKS);
		}
		return (double) ResourceUsage.read().since(before).allocatedBytes() / STREAMS / CHUNKS;
	}

	private static Exchange prepareQhaigc(BenchmarkEnvironment environment, Task task) {
		return Objects.requireNonNull(environment.prepare(task).get(ClientKind.QHAIGC));
	}

	private static boolean hasNoLeaks(BenchmarkEnvironment environment) throws IOException {
		try (ChildJvm child = ChildJvm.start(LeakDetection.class, List.of("-Dio.netty.leakDetection.level=paranoid"),
				environment.baseUrl())) {
			String found = child.readLine();
			System.out.println(found);
			return found.startsWith("ok");
		}
	}

}
