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
 * Replies to each request with the response of a matching exchange that is recorded in a
 * folder. If several exchanges match, their responses are used one after the other, in
 * the order of the file names. When all of them have been used, the last one is repeated.
 */
final class RecordedExchanges implements Function<ReceivedRequest, Reply> {

	/**
	 * Properties that are ignored when requests are compared, since clients generate
	 * their values.
	 */
	private static final Set<String> GENERATED_PROPERTIES = Set.of("id", "tool_call_id");

	private final Path folder;

	private final List<ReplayableExchange> exchanges;

	RecordedExchanges(Path folder) {
		this.folder = folder;
		this.exchanges = jsonFiles(folder).map(RecordedExchanges::read).toList();
		if (this.exchanges.isEmpty()) {
			throw new IllegalArgumentException("The folder " + folder + " contains no recorded exchanges (*.json)");
		}
	}

	/**
	 * Return the JSON files in a folder, sorted by name.
	 */
	static Stream<Path> jsonFiles(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.filter((file) -> file.toString().endsWith(".json")).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ReplayableExchange read(Path file) {
		try {
			return new ReplayableExchange(String.valueOf(file.getFileName()),
					RecordedExchange.read(Files.readString(file)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized Reply apply(ReceivedRequest request) {
		List<String> differences = new ArrayList<>();
		ReplayableExchange last = null;
		for (ReplayableExchange exchange : this.exchanges) {
			String difference = exchange.difference(request);
			if (difference != null) {
				differences.add(exchange.file + ": " + difference);
			}
			else if (!exchange.used) {
				exchange.used = true;
				return new Reply(exchange.recorded.toReplyBody());
			}
			else {
				last = exchange;
			}
		}
		if (last == null) {
			throw new IllegalStateException("No exchange in " + this.folder + " matches " + request + ". Differences:\n"
					+ String.join("\n", differences));
		}
		return new Reply(last.recorded.toReplyBody());
	}

	/**
	 * A recorded exchange, its file, and whether its response has been used.
	 */
	private static final class ReplayableExchange {

		private final String file;

		private final RecordedExchange recorded;

		private boolean used;

		ReplayableExchange(String file, RecordedExchange recorded) {
			this.file = file;
			this.recorded = recorded;
		}

		/**
		 * Return the first difference from a request, or null if the request matches.
		 */
		@Nullable String difference(ReceivedRequest request) {
			if (!this.recorded.hasSameTargetAs(request)) {
				return "recorded for " + this.recorded.method() + " " + this.recorded.path();
			}
			return JsonDifference.between(this.recorded.requestBody(), request.json())
				.stream()
				.filter((difference) -> !difference.isSameNumber() && !difference.isWithin(GENERATED_PROPERTIES))
				.map(JsonDifference::toString)
				.findFirst()
				.orElse(null);
		}

	}

}
