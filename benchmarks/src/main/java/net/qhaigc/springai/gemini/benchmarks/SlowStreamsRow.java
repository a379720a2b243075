package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;

/**
 * Many slow streams at a time. Each client has a JVM of its own, one after the other, and
 * as many connections as there are streams, where it can be told.
 *
 * @param streams how many streams
 * @param chunks how many chunks each has
 * @param millisApart how long after one chunk the next is sent
 * @param allowedSeconds what ours may take
 * @param allowedThreads threads that ours may have beyond the event loops
 * @param allowedMiB resident memory that ours may need
 * @param peers the clients that are tried
 */
record SlowStreamsRow(int streams, int chunks, int millisApart, double allowedSeconds, int allowedThreads,
		int allowedMiB, Set<PeerKind> peers) implements Row {

	@Override
	public Line measure(Lab lab) throws IOException {
		int count = lab.scale().exchanges(this.streams);
		int length = lab.scale().exchanges(this.chunks);
		Map<PeerKind, String> cells = new EnumMap<>(PeerKind.class);
		boolean met = false;
		for (PeerKind kind : this.peers) {
			Outcome outcome = run(kind, lab.baseUrl(), count, length);
			cells.put(kind, outcome.cell(count));
			if (kind == PeerKind.QHAIGC) {
				met = outcome.completed == count && outcome.seconds <= this.allowedSeconds
						&& outcome.threads <= this.allowedThreads && outcome.residentMiB <= this.allowedMiB;
			}
		}
		return new Line(
				"%,d slow streams, %d chunks %d ms apart; ideal %.1f s".formatted(this.streams, this.chunks,
						this.millisApart, (this.chunks - 1) * this.millisApart / 1e3),
				"all, %.1f s, %d thread, %d MiB".formatted(this.allowedSeconds, this.allowedThreads, this.allowedMiB),
				met, cells);
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
