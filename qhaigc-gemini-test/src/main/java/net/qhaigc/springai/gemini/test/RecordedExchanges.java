package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Answers with the exchanges of a folder: a request gets what was recorded for one like
 * it; of several, each in turn and the last one from then on.
 */
final class RecordedExchanges implements Function<ReceivedRequest, Reply> {

	/**
	 * The names of what clients make up, so that it does not count.
	 */
	private static final Set<String> MADE_UP = Set.of("id", "tool_call_id");

	private final Path folder;

	private final List<Recorded> cassettes;

	RecordedExchanges(Path folder) {
		this.folder = folder;
		this.cassettes = files(folder).map(RecordedExchanges::read).toList();
		if (this.cassettes.isEmpty()) {
			throw new IllegalArgumentException("There are no recorded exchanges (*.json) in " + folder);
		}
	}

	/**
	 * The recorded exchanges of a folder, in order.
	 */
	static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".json")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Recorded read(Path file) {
		try {
			return new Recorded(String.valueOf(file.getFileName()), RecordedExchange.read(Files.readString(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized Reply apply(ReceivedRequest request) {
		List<String> differences = new ArrayList<>();
		Recorded last = null;
		for (Recorded recorded : this.cassettes) {
			String difference = recorded.difference(request);
			if (difference != null) {
				differences.add(recorded.file + ": " + difference);
			}
			else if (!recorded.played) {
				recorded.played = true;
				return new Reply(recorded.cassette.body());
			}
			else {
				last = recorded;
			}
		}
		if (last == null) {
			throw new IllegalStateException("No exchange in " + this.folder + " was recorded for " + request
					+ ". They differ:\n" + String.join("\n", differences));
		}
		return new Reply(last.cassette.body());
	}

	/**
	 * An exchange, and whether it was played.
	 */
	private static final class Recorded {

		private final String file;

		private final RecordedExchange cassette;

		private boolean played;

		Recorded(String file, RecordedExchange cassette) {
			this.file = file;
			this.cassette = cassette;
		}

		@Nullable String difference(ReceivedRequest request) {
			if (!this.cassette.isFor(request, request.localPath())) {
				return this.cassette.method() + " " + this.cassette.path();
			}
			return JsonDifference.between(this.cassette.request(), request.json())
				.stream()
				.filter((difference) -> !difference.isSpelling() && !difference.isWithin(MADE_UP))
				.map(JsonDifference::toString)
				.findFirst()
				.orElse(null);
		}

	}

}
