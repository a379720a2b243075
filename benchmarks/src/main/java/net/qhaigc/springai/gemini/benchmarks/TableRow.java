package net.qhaigc.springai.gemini.benchmarks;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;

/**
 * A row of the table of results.
 *
 * @param title the first cell, which names the measurement
 * @param goal the goal for this project's client
 * @param met whether the goal was met
 * @param cells the figures of each client that supports the task
 * @param note a note to print below the table, or an empty string
 */
record TableRow(String title, String goal, boolean met, Map<PeerKind, String> cells, String note) {

	TableRow(String title, String goal, boolean met, Map<PeerKind, String> cells) {
		this(title, goal, met, cells, "");
	}

	/** Return the header of the table. */
	static String header() {
		Stream<PeerKind> peers = Stream.of(PeerKind.values());
		return "| | goal for Qhaigc | met | " + peers.map(PeerKind::title).collect(Collectors.joining(" | ")) + " |\n"
				+ "|---".repeat(3 + PeerKind.values().length) + "|\n";
	}

	@Override
	public String toString() {
		return Stream.of(PeerKind.values())
			.map((peer) -> this.cells.getOrDefault(peer, "-"))
			.collect(Collectors.joining(" | ",
					"| %s | %s | %s | ".formatted(this.title, this.goal, this.met ? "yes" : "**no**"), " |\n"));
	}

}
