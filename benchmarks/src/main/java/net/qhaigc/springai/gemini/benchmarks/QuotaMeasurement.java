package net.qhaigc.springai.gemini.benchmarks;

import java.util.Map;
import java.util.Objects;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.MeasuredClient;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * CPU time and allocated memory of a call with an in-memory quota, compared with a call
 * without a quota. Both kinds of calls run in each round, in alternating order, because
 * the difference in CPU time is smaller than the variation of a machine's speed from one
 * minute to the next.
 */
record QuotaMeasurement() implements Measurement {

	private static final double MAX_RATIO = 1.03;

	private static final int CALLS = 1000;

	/**
	 * The factor by which the numbers of warm-ups and rounds of {@link Scale} are
	 * multiplied, since the rounds of this measurement are short.
	 */
	private static final int ROUND_FACTOR = 5;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) {
		try (MeasuredClient limited = MeasuredClient.qhaigcWithQuota(environment.baseUrl(), 1)) {
			Exchange with = limited.prepare(Task.call());
			Exchange without = Objects.requireNonNull(environment.prepare(Task.call()).get(ClientKind.QHAIGC));
			int calls = environment.scale().fractionOf(CALLS);
			for (int i = 0; i < environment.scale().warmUps() * ROUND_FACTOR; i++) {
				run(with, calls);
				run(without, calls);
			}
			return row(with, without, calls, environment.scale().rounds() * ROUND_FACTOR);
		}
	}

	private static TableRow row(Exchange with, Exchange without, int calls, int rounds) {
		double[] ratios = new double[rounds];
		double[] bytes = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			boolean withFirst = round % 2 == 0;
			ResourceUsage first = run(withFirst ? with : without, calls);
			ResourceUsage second = run(withFirst ? without : with, calls);
			ResourceUsage limited = withFirst ? first : second;
			ResourceUsage unlimited = withFirst ? second : first;
			ratios[round] = (double) limited.cpuNanos() / Math.max(1, unlimited.cpuNanos());
			bytes[round] = (double) (limited.allocatedBytes() - unlimited.allocatedBytes()) / calls;
		}
		Samples ratio = new Samples(ratios);
		String cell = "%.3fx (%s), %.2f KB more".formatted(ratio.median(), ratio.spread("%.2f"),
				new Samples(bytes).median() / 1000);
		return new TableRow("Call with an in-memory quota, relative to one without", MAX_RATIO + "x",
				ratio.median() <= MAX_RATIO, Map.of(ClientKind.QHAIGC, cell));
	}

	private static ResourceUsage run(Exchange exchange, int calls) {
		ResourceUsage before = ResourceUsage.read();
		for (int i = 0; i < calls; i++) {
			exchange.call();
		}
		return ResourceUsage.read().since(before);
	}

}
