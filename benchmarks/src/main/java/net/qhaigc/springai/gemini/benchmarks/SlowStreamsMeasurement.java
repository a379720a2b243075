package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;

/**
 * Many concurrent slow streams. Each client runs in a separate JVM, one after another,
 * with as many connections as streams if that can be configured.
 *
 * @param streams the number of streams
 * @param chunks the number of chunks of a stream
 * @param intervalMillis the interval between chunks in milliseconds
 * @param maxSeconds the maximum time for this project
 * @param maxThreads the maximum number of additional threads for this project
 * @param maxMiB the maximum resident memory for this project
 * @param peers the clients
 */
record SlowStreamsMeasurement(int streams, int chunks, int intervalMillis, double maxSeconds, int maxThreads,
		int maxMiB, Set<PeerKind> peers) implements Measurement {

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException {
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
		return new TableRow(
				"%,d slow streams of %d chunks at intervals of %d ms; ideal %.1f s".formatted(this.streams, this.chunks,
						this.intervalMillis, (this.chunks - 1) * this.intervalMillis / 1e3),
				"all, %.1f s, %d threads, %d MiB".formatted(this.maxSeconds, this.maxThreads, this.maxMiB), met, cells);
	}

	private Outcome run(PeerKind kind, String baseUrl, int count, int length) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(kind.name(), baseUrl));
		for (int number : new int[] { count, length, this.intervalMillis }) {
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
