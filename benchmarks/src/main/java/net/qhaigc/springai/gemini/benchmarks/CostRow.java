package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import net.qhaigc.springai.gemini.benchmarks.peer.Exchange;
import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;
import net.qhaigc.springai.gemini.benchmarks.peer.Task;

/**
 * CPU time and allocation. The clients run alternately in each round, so that other load
 * on the machine affects all of them. CPU time is a ratio to raw Netty in the same round.
 *
 * @param title the measured operation
 * @param goal the goal of this project, as text
 * @param check whether the goal was met
 * @param task the request
 * @param chunks the number of chunks of a stream; 0 for a call
 * @param exchanges the number of exchanges of a client in each round
 * @param excluded the clients that do not support the operation
 */
record CostRow(String title, String goal, Predicate<Costs> check, Task task, int chunks, int exchanges,
		Set<PeerKind> excluded) implements Row {

	static CostRow call(String title, String goal, Predicate<Costs> check, Task task, int exchanges,
			PeerKind... excluded) {
		Set<PeerKind> kinds = EnumSet.noneOf(PeerKind.class);
		kinds.addAll(Set.of(excluded));
		return new CostRow(title, goal, check, task, 0, exchanges, kinds);
	}

	/** The costs are those of one chunk. */
	static CostRow stream(String title, String goal, Predicate<Costs> check, int chunks, int exchanges) {
		return new CostRow(title, goal, check, Task.stream(chunks, 0), chunks, exchanges,
				EnumSet.noneOf(PeerKind.class));
	}

	@Override
	public Line measure(BenchmarkEnvironment environment) throws InterruptedException {
		Costs costs = costs(environment);
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		costs.peers().forEach((kind) -> cells.put(kind, costs.cell(kind)));
		return new Line(this.title, this.goal, this.check.test(costs), cells);
	}

	private Costs costs(BenchmarkEnvironment environment) throws InterruptedException {
		Map<PeerKind, Exchange> peers = environment.prepare(this.task);
		peers.keySet().removeAll(this.excluded);
		int count = environment.scale().exchanges(this.exchanges);
		for (int i = 0; i < environment.scale().warmUps(); i++) {
			for (Exchange exchange : peers.values()) {
				exchange(exchange, count);
			}
		}
		Costs costs = new Costs(peers.keySet(), environment.scale().rounds());
		for (int round = 0; round < environment.scale().rounds(); round++) {
			for (Map.Entry<PeerKind, Exchange> peer : peers.entrySet()) {
				Meter before = Meter.read();
				exchange(peer.getValue(), count);
				costs.add(peer.getKey(), round, Meter.read().since(before), count * Math.max(1, this.chunks));
			}
		}
		return costs;
	}

	private void exchange(Exchange exchange, int count) throws InterruptedException {
		for (int i = 0; i < count; i++) {
			if (this.chunks > 0) {
				StreamRun.whole(exchange, this.chunks);
			}
			else if (exchange.call() == 0) {
				throw new IllegalStateException("The response was empty");
			}
		}
	}

}
