package net.qhaigc.springai.gemini.benchmarks;

import java.util.Map;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * Compares the CPU time of a tool loop with that of five calls without tools. The loop
 * has five requests; the first four responses are tool calls.
 */
final class ToolLoopMeasurement implements Measurement {

	private static final int REQUESTS_PER_LOOP = 5;

	private static final int LOOPS = 300;

	private static final double MAX_RATIO = 2;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) {
		Exchange call = environment.prepare(ClientKind.QHAIGC, Task.call());
		Exchange loop = environment.prepare(ClientKind.QHAIGC, Task.toolLoop(REQUESTS_PER_LOOP));
		int loops = environment.scale().fractionOf(LOOPS);
		int rounds = environment.scale().rounds();
		Samples ratios = new Samples(new double[rounds]);
		Samples kilobytes = new Samples(new double[rounds]);
		for (int round = -environment.scale().warmUps(); round < rounds; round++) {
			ResourceUsage callUsage = run(call, loops * REQUESTS_PER_LOOP);
			ResourceUsage loopUsage = run(loop, loops);
			if (round >= 0) {
				ratios.values()[round] = (double) loopUsage.cpuNanos() / Math.max(1, callUsage.cpuNanos());
				kilobytes.values()[round] = loopUsage.allocatedBytes() / 1e3 / loops;
			}
		}
		return new TableRow("Tool loop of five requests, relative to five calls", MAX_RATIO + "x",
				ratios.median() <= MAX_RATIO, Map.of(ClientKind.QHAIGC,
						"%.2fx (%s), %.0f KB".formatted(ratios.median(), ratios.spread("%.2f"), kilobytes.median())));
	}

	private static ResourceUsage run(Exchange exchange, int times) {
		ResourceUsage before = ResourceUsage.read();
		for (int i = 0; i < times; i++) {
			if (exchange.call() == 0) {
				throw new IllegalStateException("The response is empty");
			}
		}
		return ResourceUsage.read().since(before);
	}

}
