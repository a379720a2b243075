package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;

/**
 * Many concurrent slow streams. The clients run one after the other, each in a separate
 * JVM, and with as many connections as there are streams if that can be configured.
 *
 * @param streams the number of streams
 * @param chunks the number of chunks of each stream
 * @param millisApart the delay between two chunks in milliseconds
 * @param maxSeconds the maximum time of this project
 * @param maxThreads the maximum number of its threads in addition to the event loops
 * @param maxMiB its maximum resident memory
 * @param peers the clients that are measured
 */
record SlowStreamsRow(int streams, int chunks, int millisApart, double maxSeconds, int maxThreads, int maxMiB,
		Set<PeerKind> peers) implements Row {

	@Override
	public Line measure(BenchmarkEnvironment environment) throws IOException {
		int count = environment.scale().exchanges(this.streams);
		int length = environment.scale().exchanges(this.chunks);
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		boolean met = false;
		for (PeerKind kind : this.peers) {
			Outcome outcome = run(kind, environment.baseUrl(), count, length);
			cells.put(kind, outcome.cell(count));
			if (kind == PeerKind.QHAIGC) {
				met = outcome.completed == count && outcome.seconds <= this.maxSeconds
						&& outcome.threads <= this.maxThreads && outcome.residentMiB <= this.maxMiB;
			}
		}
		return new Line(
				"%,d slow streams, %d chunks %d ms apart; ideal %.1f s".formatted(this.streams, this.chunks,
						this.millisApart, (this.chunks - 1) * this.millisApart / 1e3),
				"all, %.1f s, %d thread, %d MiB".formatted(this.maxSeconds, this.maxThreads, this.maxMiB), met, cells);
	}

	private Outcome run(PeerKind kind, String baseUrl, int count, int length) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(kind.name(), baseUrl));
		for (int number : new int[] { count, length, this.millisApart }) {
			arguments.add(Integer.toString(number));
		}
		try (ChildJvm child = ChildJvm.start(SlowStreams.class, List.of(), arguments.toArray(String[]::new))) {
			String[] words = child.readLine().split(" ");
			return new Outcome(Integer.parseInt(words[0]), Double.parseDouble(words[1]), Integer.parseInt(words[2]),
					Integer.parseInt(words[3]));
		}
	}

	private record Outcome(int completed, double seconds, int threads, int residentMiB) {

		String cell(int streams) {
			return "%s, %.1f s, %d threads, %d MiB".formatted(
					(this.completed == streams) ? "all" : "%,d".formatted(this.completed), this.seconds, this.threads,
					this.residentMiB);
		}

	}

}
