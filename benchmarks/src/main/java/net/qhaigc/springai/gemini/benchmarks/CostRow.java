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
 * CPU and allocation. The clients take turns in each round, so that what disturbs the
 * machine disturbs all of them; CPU is told as a ratio to raw Netty's in the same round.
 *
 * @param title what is done
 * @param goal what ours is to reach
 * @param check the same for the machine
 * @param task what is asked
 * @param chunks how many chunks a stream has; 0 for a call
 * @param exchanges how many exchanges a client does in each round
 * @param left clients that cannot do it
 */
record CostRow(String title, String goal, Predicate<Costs> check, Task task, int chunks, int exchanges,
		Set<PeerKind> left) implements Row {

	static CostRow call(String title, String goal, Predicate<Costs> check, Task task, int exchanges, PeerKind... left) {
		Set<PeerKind> leftOut = EnumSet.noneOf(PeerKind.class);
		leftOut.addAll(Set.of(left));
		return new CostRow(title, goal, check, task, 0, exchanges, leftOut);
	}

	/** The figures are those of a chunk. */
	static CostRow stream(String title, String goal, Predicate<Costs> check, int chunks, int exchanges) {
		return new CostRow(title, goal, check, Task.stream(chunks, 0), chunks, exchanges,
				EnumSet.noneOf(PeerKind.class));
	}

	@Override
	public Line measure(Lab lab) throws InterruptedException {
		Costs costs = costs(lab);
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		costs.peers().forEach((kind) -> cells.put(kind, costs.cell(kind)));
		return new Line(this.title, this.goal, this.check.test(costs), cells);
	}

	private Costs costs(Lab lab) throws InterruptedException {
		Map<PeerKind, Exchange> peers = lab.prepare(this.task);
		peers.keySet().removeAll(this.left);
		int count = lab.scale().exchanges(this.exchanges);
		for (int i = 0; i < lab.scale().warmUps(); i++) {
			for (Exchange exchange : peers.values()) {
				exchange(exchange, count);
			}
		}
		Costs costs = new Costs(peers.keySet(), lab.scale().rounds());
		for (int round = 0; round < lab.scale().rounds(); round++) {
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
				throw new IllegalStateException("An empty answer came");
			}
		}
	}

}
