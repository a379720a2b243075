package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;
import net.qhaigc.springai.gemini.benchmarks.client.Transport;

/**
 * Measures the CPU time and the memory allocation of clients. Each round measures all
 * clients, so that other load on the machine affects all of them. CPU time is reported
 * relative to that of raw Netty in the same round.
 *
 * @param title the title of the row
 * @param goal the goal for this project's client
 * @param check tests whether the costs meet the goal
 * @param task the task of each exchange
 * @param chunks the number of chunks of a stream, or 0 for a call
 * @param exchanges the number of exchanges of a client in each round of a full run
 * @param excluded the clients that are not measured, because they do not support the task
 * or take too long
 * @param transport how requests are sent; null for HTTP/1.1 without TLS or compression
 */
record CostMeasurement(String title, String goal, Predicate<Costs> check, Task task, int chunks, int exchanges,
		Set<ClientKind> excluded, @Nullable Transport transport) implements Measurement {

	static CostMeasurement call(String title, String goal, Predicate<Costs> check, Task task, int exchanges) {
		return new CostMeasurement(title, goal, check, task, 0, exchanges, Set.of(), null);
	}

	/** Return a copy of this measurement that does not measure the given clients. */
	CostMeasurement excluding(ClientKind... clients) {
		return new CostMeasurement(this.title, this.goal, this.check, this.task, this.chunks, this.exchanges,
				Set.of(clients), this.transport);
	}

	/** Create a measurement of a call over the given transport. */
	static CostMeasurement call(String title, String goal, Predicate<Costs> check, Transport transport, int exchanges) {
		return new CostMeasurement(title, goal, check, Task.call(), 0, exchanges, Set.of(), transport);
	}

	/** Create a measurement of a stream, whose costs are reported per chunk. */
	static CostMeasurement stream(String title, String goal, Predicate<Costs> check, int chunks, int exchanges) {
		return new CostMeasurement(title, goal, check, Task.stream(chunks, 0), chunks, exchanges, Set.of(), null);
	}

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException, InterruptedException {
		Costs costs = measureCosts(environment);
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		costs.clients().forEach((kind) -> cells.put(kind, costs.cell(kind)));
		return new TableRow(this.title, this.goal, this.check.test(costs), cells);
	}

	private Costs measureCosts(BenchmarkEnvironment environment) throws IOException, InterruptedException {
		Map<ClientKind, Exchange> clients = (this.transport != null) ? environment.prepare(this.task, this.transport)
				: environment.prepare(this.task);
		clients.keySet().removeAll(this.excluded);
		int count = environment.scale().fractionOf(this.exchanges);
		for (int i = 0; i < environment.scale().warmUps(); i++) {
			for (Exchange exchange : clients.values()) {
				run(exchange, count);
			}
		}
		Costs costs = new Costs(clients.keySet(), environment.scale().rounds());
		for (int round = 0; round < environment.scale().rounds(); round++) {
			for (Map.Entry<ClientKind, Exchange> client : clients.entrySet()) {
				ResourceUsage before = ResourceUsage.read();
				run(client.getValue(), count);
				costs.add(client.getKey(), round, ResourceUsage.read().since(before), count * Math.max(1, this.chunks));
			}
		}
		return costs;
	}

	private void run(Exchange exchange, int count) throws InterruptedException {
		for (int i = 0; i < count; i++) {
			if (this.chunks > 0) {
				StreamRun.run(exchange, this.chunks);
			}
			else if (exchange.call() == 0) {
				throw new IllegalStateException("The response is empty");
			}
		}
	}

}
