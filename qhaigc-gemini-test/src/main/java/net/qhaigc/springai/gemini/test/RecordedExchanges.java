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
 * Replies with the responses that are recorded in a folder. If several exchanges have the
 * same request, each is used once, in order, and the last one is repeated.
 */
final class RecordedExchanges implements Function<ReceivedRequest, Reply> {

	/**
	 * The names of properties that clients generate, which are ignored when requests are
	 * compared.
	 */
	private static final Set<String> GENERATED_PROPERTIES = Set.of("id", "tool_call_id");

	private final Path folder;

	private final List<Candidate> candidates;

	RecordedExchanges(Path folder) {
		this.folder = folder;
		this.candidates = files(folder).map(RecordedExchanges::read).toList();
		if (this.candidates.isEmpty()) {
			throw new IllegalArgumentException("The folder " + folder + " contains no recorded exchanges (*.json)");
		}
	}

	/**
	 * Return the files of a folder, sorted by name.
	 */
	static Stream<Path> files(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".json")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Candidate read(Path file) {
		try {
			return new Candidate(String.valueOf(file.getFileName()), RecordedExchange.read(Files.readString(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized Reply apply(ReceivedRequest request) {
		List<String> differences = new ArrayList<>();
		Candidate last = null;
		for (Candidate candidate : this.candidates) {
			String difference = candidate.difference(request);
			if (difference != null) {
				differences.add(candidate.file + ": " + difference);
			}
			else if (!candidate.used) {
				candidate.used = true;
				return new Reply(candidate.exchange.toReplyBody());
			}
			else {
				last = candidate;
			}
		}
		if (last == null) {
			throw new IllegalStateException("No exchange in " + this.folder + " matches " + request + ". Differences:\n"
					+ String.join("\n", differences));
		}
		return new Reply(last.exchange.toReplyBody());
	}

	/**
	 * An exchange, and whether its response has been used.
	 */
	private static final class Candidate {

		private final String file;

		private final RecordedExchange exchange;

		private boolean used;

		Candidate(String file, RecordedExchange exchange) {
			this.file = file;
			this.exchange = exchange;
		}

		/**
		 * Return the first difference from a request, or null if the request matches.
		 */
		@Nullable String difference(ReceivedRequest request) {
			if (!this.exchange.hasSameTargetAs(request)) {
				return this.exchange.method() + " " + this.exchange.path();
			}
			return JsonDifference.between(this.exchange.requestBody(), request.json())
				.stream()
				.filter((difference) -> !difference.isSameNumber() && !difference.isWithin(GENERATED_PROPERTIES))
				.map(JsonDifference::toString)
				.findFirst()
				.orElse(null);
		}

	}

}
