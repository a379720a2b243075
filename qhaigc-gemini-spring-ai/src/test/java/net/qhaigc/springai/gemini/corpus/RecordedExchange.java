package net.qhaigc.springai.gemini.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import net.qhaigc.springai.gemini.support.SharedFiles;

/**
 * A recorded request to Google and its response.
 */
record RecordedExchange(JsonNode json) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/** Headers that describe the transfer, not the body. */
	private static final Set<String> TRANSFER_HEADERS = Set.of("transfer-encoding", "content-encoding",
			"content-length", "connection");

	/**
	 * Return all exchanges, or an empty list if the recordings are absent and
	 * {@code qhaigc.shared.required} is not {@code true}.
	 */
	static List<RecordedExchange> all() {
		return SharedFiles.find("corpus/index.jsonl").map(RecordedExchange::read).orElse(List.of());
	}

	private static List<RecordedExchange> read(Path index) {
		try {
			List<RecordedExchange> exchanges = new ArrayList<>();
			for (String line : Files.readAllLines(index)) {
				String id = MAPPER.readTree(line).path("id").asString();
				Path file = index.resolveSibling("dev").resolve(id + ".json");
				exchanges.add(new RecordedExchange(MAPPER.readTree(Files.readString(file))));
			}
			return exchanges;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static JsonNode parse(String json) {
		return MAPPER.readTree(json);
	}

	String id() {
		return this.json.path("id").asString();
	}

	boolean hasTag(String tag) {
		return elements(this.json.path("tags")).stream().anyMatch((each) -> each.asString().equals(tag));
	}

	/**
	 * Whether the exchange is an unmodified recording in Google's standard format.
	 */
	boolean isStandardRecording() {
		return this.json.path("provenance").asString().equals("recorded") && !hasTag("enum-int")
				&& !hasTag("partial-args");
	}

	String format() {
		if (!isStreamed()) {
			return "complete";
		}
		return this.json.path("stream_format").asString().equals("json-array") ? "array" : "events";
	}

	boolean isStreamed() {
		return this.json.path("method").asString().equals("streamGenerateContent");
	}

	String model() {
		return this.json.path("model").isString() ? this.json.path("model").asString() : "gemini-2.5-flash";
	}

	int status() {
		return this.json.path("status").asInt();
	}

	Map<String, String> headers() {
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.json.path("headers").forEachEntry((name, value) -> {
			if (!TRANSFER_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
				headers.put(name, value.asString());
			}
		});
		headers.putIfAbsent("content-type", format().equals("events") ? "text/event-stream" : "application/json");
		return headers;
	}

	byte[] body() {
		return bodyText().getBytes(StandardCharsets.UTF_8);
	}

	private String bodyText() {
		if (this.json.path("sse").isString()) {
			return this.json.path("sse").asString();
		}
		return this.json.path("raw_body").isString() ? this.json.path("raw_body").asString()
				: this.json.path("response").toString();
	}

	/**
	 * Return the responses in the body: a single one, or the events of a stream.
	 */
	List<JsonNode> responses() {
		if (this.json.path("sse").isString()) {
			return bodyText().lines()
				.filter((line) -> line.startsWith("data:"))
				.map((line) -> parse(line.substring("data:".length())))
				.toList();
		}
		JsonNode body = parse(bodyText());
		return body.isArray() ? elements(body) : List.of(body);
	}

	/**
	 * Return the name of the recording that contains this exchange.
	 */
	String recording() {
		String source = this.json.path("source").asString();
		return source.substring(0, source.lastIndexOf('#'));
	}

	int numberInRecording() {
		String source = this.json.path("source").asString();
		return Integer.parseInt(source.substring(source.lastIndexOf('#') + 1));
	}

	List<JsonNode> contents() {
		return elements(this.json.path("request").path("contents"));
	}

	static List<JsonNode> elements(JsonNode array) {
		return array.isArray() ? StreamSupport.stream(array.spliterator(), false).collect(Collectors.toList())
				: List.of();
	}

	@Override
	public String toString() {
		return id();
	}

}
