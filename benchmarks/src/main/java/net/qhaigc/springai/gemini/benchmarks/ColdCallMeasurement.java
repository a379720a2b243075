package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;

/**
 * CPU time and allocation of calls in a JVM that has just started, after a small number
 * of warm-up calls. Each round starts a new JVM, in which the clients alternate.
 *
 * @param goal the goal for this project's client
 * @param check whether the goal is met
 * @param warmUps the number of warm-up calls of each client
 */
record ColdCallMeasurement(String goal, Predicate<Costs> check, int warmUps) implements Measurement {

	private static final int CALLS = 2000;

	private static final int MAX_ROUNDS = 7;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException {
		int rounds = Math.min(MAX_ROUNDS, environment.scale().rounds());
		Costs costs = new Costs(EnumSet.allOf(ClientKind.class), rounds);
		for (int round = 0; round < rounds; round++) {
			measure(environment, costs, round);
		}
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		costs.clients().forEach((kind) -> cells.put(kind, costs.cell(kind)));
		return new TableRow("Call after %,d warm-up calls".formatted(this.warmUps), this.goal, this.check.test(costs),
				cells);
	}

	private void measure(BenchmarkEnvironment environment, Costs costs, int round) throws IOException {
		int calls = environment.scale().fractionOf(CALLS);
		try (ChildJvm child = ChildJvm.start(ColdCalls.class, List.of(), environment.baseUrl(),
				Integer.toString(environment.scale().fractionOf(this.warmUps)), Integer.toString(calls))) {
			for (int i = 0; i < ClientKind.values().length; i++) {
				String[] words = child.readLine().split(" ");
				costs.add(ClientKind.valueOf(words[0]), round,
						new ResourceUsage(Long.parseLong(words[1]), Long.parseLong(words[2])), calls);
			}
		}
	}

}
