package net.qhaigc.springai.gemini.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;

/**
 * A row of the table of results.
 *
 * @param title the first cell, which names the measurement
 * @param goal the goal for this project's client
 * @param met whether the goal was met
 * @param cells the figures of each measured client
 * @param note a note to print below the table, or an empty string
 */
record TableRow(String title, String goal, boolean met, Map<ClientKind, String> cells, String note) {

	TableRow(String title, String goal, boolean met, Map<ClientKind, String> cells) {
		this(title, goal, met, cells, "");
	}

	/** Return the header of the table. */
	static String header() {
		Stream<ClientKind> clients = Stream.of(ClientKind.values());
		return "| | goal for Qhaigc | met | " + clients.map(ClientKind::title).collect(Collectors.joining(" | "))
				+ " |\n" + "|---".repeat(3 + ClientKind.values().length) + "|\n";
	}

	@Override
	public String toString() {
		return Stream.of(ClientKind.values())
			.map((client) -> this.cells.getOrDefault(client, "-"))
			.collect(Collectors.joining(" | ",
					"| %s | %s | %s | ".formatted(this.title, this.goal, this.met ? "yes" : "**no**"), " |\n"));
	}

}
