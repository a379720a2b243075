package net.qhaigc.springai.gemini.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * The allocation of three turns of a conversation. The request of each turn contains all
 * preceding turns. The requests grow by the same number of bytes from turn 1 to 101 as
 * from turn 101 to 201, so the allocation must also grow by about the same number of
 * bytes in both intervals. Raw Netty is left out, since it sends prepared bytes.
 */
final class ConversationMeasurement implements Measurement {

	private static final int[] TURNS = { 1, 101, 201 };

	private static final int CALLS = 40;

	/**
	 * The factor by which {@link Scale#warmUps()} is multiplied, since the rounds of this
	 * measurement are short.
	 */
	private static final int WARM_UP_FACTOR = 5;

	private static final double MAX_GROWTH_RATIO = 1.1;

	/**
	 * All clients except raw Netty and the two clients that use Google's SDK. These two
	 * wait so long for the socket in each request of 40 KB that the measurement would
	 * take more than ten minutes.
	 */
	private static final Set<ClientKind> CLIENTS = EnumSet
		.complementOf(EnumSet.of(ClientKind.RAW, ClientKind.GOOGLE_GENAI, ClientKind.GOOGLE_SDK));

	@Override
	public TableRow measure(BenchmarkEnvironment environment) {
		List<Map<ClientKind, Exchange>> turns = new ArrayList<>();
		for (int turn : TURNS) {
			turns.add(environment.prepare(Task.conversation(turn)));
		}
		int calls = environment.scale().fractionOf(CALLS);
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		boolean goalMet = false;
		for (ClientKind kind : CLIENTS) {
			List<Exchange> exchanges = turns.stream().map((turn) -> get(turn, kind)).toList();
			for (int i = 0; i < environment.scale().warmUps() * WARM_UP_FACTOR; i++) {
				exchanges.forEach((exchange) -> measureKilobytes(exchange, calls));
			}
			Growth growth = measure(exchanges, calls, environment.scale().rounds());
			cells.put(kind, growth.cell());
			goalMet |= kind == ClientKind.QHAIGC && growth.ratio.median() <= MAX_GROWTH_RATIO;
		}
		return new TableRow(
				"Conversation: growth from turn 101 to 201, relative to turn 1 to 101; allocation in turn 1, 101, 201",
				MAX_GROWTH_RATIO + "x", goalMet, cells);
	}

	private static Growth measure(List<Exchange> turns, int calls, int rounds) {
		List<Samples> kilobytes = turns.stream().map((turn) -> new Samples(new double[rounds])).toList();
		double[] ratios = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			double[] roundKilobytes = turns.stream().mapToDouble((turn) -> measureKilobytes(turn, calls)).toArray();
			for (int turn = 0; turn < roundKilobytes.length; turn++) {
				kilobytes.get(turn).values()[round] = roundKilobytes[turn];
			}
			ratios[round] = (roundKilobytes[2] - roundKilobytes[1]) / (roundKilobytes[1] - roundKilobytes[0]);
		}
		return new Growth(new Samples(ratios), kilobytes.stream().mapToDouble(Samples::median).toArray());
	}

	private static double measureKilobytes(Exchange exchange, int calls) {
		ResourceUsage before = ResourceUsage.read();
		for (int i = 0; i < calls; i++) {
			exchange.call();
		}
		return ResourceUsage.read().since(before).allocatedBytes() / 1e3 / calls;
	}

	private static Exchange get(Map<ClientKind, Exchange> turn, ClientKind kind) {
		Exchange exchange = turn.get(kind);
		if (exchange == null) {
			throw new IllegalStateException("There is no client for " + kind);
		}
		return exchange;
	}

	/**
	 * The growth of the allocation.
	 *
	 * @param ratio the growth from turn 101 to 201, relative to that from turn 1 to 101
	 * @param kilobytes the allocation per call in each of the three turns
	 */
	private record Growth(Samples ratio, double[] kilobytes) {

		String cell() {
			return "%.2fx (%s), %.0f / %.0f / %.0f KB".formatted(this.ratio.median(), this.ratio.spread("%.2f"),
					this.kilobytes[0], this.kilobytes[1], this.kilobytes[2]);
		}

	}

}
