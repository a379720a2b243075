package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Executes each measurement once to verify that it works, and checks what does not depend
 * on the machine: that the bytes allocated per call and per chunk are within limits, and
 * that no buffers are leaked. There are no limits for time, which depends on the load of
 * the machine.
 */
final class Smoke {

	// Each limit is 1 % above the highest value that was measured with JDK 17 and 25.

	private static final long MAX_CALL_BYTES = 29_500;

	private static final long MAX_CALL_WITH_QUOTA_BYTES = 30_000;

	private static final long MAX_CALL_WITH_HISTORY_BYTES = 162_500;

	private static final long MAX_CHUNK_BYTES = 2_360;

	private Smoke() {
	}

	/** Execute all measurements, and return whether all checks passed. */
	static boolean run() throws IOException, InterruptedException {
		try (BenchmarkEnvironment environment = new BenchmarkEnvironment(Scale.SMOKE)) {
			boolean allocations = areAllocationsWithinLimits(environment);
			for (Map.Entry<String, Measurement> measurement : Measurements.all().entrySet()) {
				measurement.getValue().measure(environment);
				System.out.println("ok    " + measurement.getKey() + " runs");
			}
			boolean noLeaks = hasNoLeaks(environment);
			return allocations && noLeaks;
		}
	}

	private static boolean areAllocationsWithinLimits(BenchmarkEnvironment environment) throws IOException {
		try (ChildJvm child = ChildJvm.start(Allocations.class, List.of(Allocations.JVM_OPTION),
				environment.baseUrl())) {
			return isNextValueWithin(child, "a call", MAX_CALL_BYTES)
					& isNextValueWithin(child, "a call with an in-memory quota", MAX_CALL_WITH_QUOTA_BYTES)
					& isNextValueWithin(child, "a call with 200 short messages", MAX_CALL_WITH_HISTORY_BYTES)
					& isNextValueWithin(child, "a chunk of a stream", MAX_CHUNK_BYTES);
		}
	}

	private static boolean isNextValueWithin(ChildJvm child, String subject, long max) throws IOException {
		long bytes = Long.parseLong(child.readLine());
		boolean within = bytes <= max;
		System.out.printf("%s%s allocates %,d bytes, at most %,d allowed%n", within ? "ok    " : "FAILED ", subject,
				bytes, max);
		return within;
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
