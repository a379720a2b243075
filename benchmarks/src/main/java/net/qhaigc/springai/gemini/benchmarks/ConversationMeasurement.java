package net.qhaigc.springai.gemini.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * The allocation of the turns of a conversation, each of which sends all messages before
 * it. It must not grow faster than the bytes of the requests, so the second half of the
 * turns must add as much as the first half.
 */
final class ConversationMeasurement implements Measurement {

	private static final int[] TURNS = { 1, 101, 201 };

	private static final int CALLS = 200;

	private static final double MAX_GROWTH = 1.1;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) {
		List<Map<PeerKind, Exchange>> turns = new ArrayList<>();
		for (int turn : TURNS) {
			turns.add(environment.prepare(Task.conversation(turn)));
		}
		int calls = environment.scale().exchanges(CALLS);
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		boolean met = false;
		for (PeerKind kind : PeerKind.values()) {
			double[] kilobytes = new double[TURNS.length];
			for (int i = 0; i < TURNS.length; i++) {
				kilobytes[i] = kilobytes(of(turns.get(i), kind), calls, environment.scale().warmUps());
			}
			double growth = (kilobytes[2] - kilobytes[1]) / (kilobytes[1] - kilobytes[0]);
			cells.put(kind, "%.2fx, %.0f / %.0f / %.0f KB".formatted(growth, kilobytes[0], kilobytes[1], kilobytes[2]));
			met |= kind == PeerKind.QHAIGC && growth <= MAX_GROWTH;
		}
		return new TableRow(
				"Conversation: growth from turn 101 to 201, relative to turn 1 to 101; allocation in these turns",
				MAX_GROWTH + "x", met, cells);
	}

	private static double kilobytes(Exchange exchange, int calls, int warmUps) {
		for (int i = 0; i < calls * warmUps; i++) {
			exchange.call();
		}
		ResourceUsage before = ResourceUsage.read();
		for (int i = 0; i < calls; i++) {
			exchange.call();
		}
		return ResourceUsage.read().since(before).allocatedBytes() / 1e3 / calls;
	}

	private static Exchange of(Map<PeerKind, Exchange> turn, PeerKind kind) {
		Exchange exchange = turn.get(kind);
		if (exchange == null) {
			throw new IllegalStateException("There is no client for " + kind);
		}
		return exchange;
	}

}
