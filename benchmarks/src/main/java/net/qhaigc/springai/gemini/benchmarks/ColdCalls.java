package net.qhaigc.springai.gemini.benchmarks;

import java.util.EnumMap;
import java.util.Map;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.MeasuredClient;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * Measures calls in a JVM that has just started, so that the code of the clients is only
 * partly compiled.
 */
final class ColdCalls {

	private static final int CONNECTIONS = 100;

	/** The number of calls of a client before the next client is called. */
	private static final int CALLS_IN_A_ROW = 500;

	private ColdCalls() {
	}

	/**
	 * Print a line for each client: its name, and the nanoseconds of CPU time and the
	 * allocated bytes of all its measured calls.
	 * @param args the URL of the server, the number of warm-up calls of each client, and
	 * the number of measured calls of each client
	 */
	public static void main(String[] args) {
		Map<ClientKind, MeasuredClient> clients = new EnumMap<>(ClientKind.class);
		Map<ClientKind, Exchange> exchanges = new EnumMap<>(ClientKind.class);
		for (ClientKind kind : ClientKind.values()) {
			clients.put(kind, kind.create(args[0], CONNECTIONS));
		}
		clients.forEach((kind, client) -> exchanges.put(kind, client.prepare(Task.call())));
		call(exchanges, Integer.parseInt(args[1]));
		call(exchanges, Integer.parseInt(args[2])).forEach(
				(kind, used) -> System.out.println(kind.name() + " " + used.cpuNanos() + " " + used.allocatedBytes()));
		System.exit(0);
	}

	private static Map<ClientKind, ResourceUsage> call(Map<ClientKind, Exchange> exchanges, int calls) {
		Map<ClientKind, ResourceUsage> used = new EnumMap<>(ClientKind.class);
		for (int done = 0; done < calls; done += CALLS_IN_A_ROW) {
			int count = Math.min(CALLS_IN_A_ROW, calls - done);
			exchanges.forEach(
					(kind, exchange) -> used.merge(kind, ResourceUsage.ofCalls(exchange, count), ResourceUsage::plus));
		}
		return used;
	}

}
