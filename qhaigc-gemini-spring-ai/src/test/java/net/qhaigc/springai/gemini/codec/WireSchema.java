package net.qhaigc.springai.gemini.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The strict schema of Google's request, where the folder that has it is there.
 */
final class WireSchema {

	private static final Path FILE = Stream
		.of("../shared/wire/generate-content-request.schema.json",
				"../../shared/wire/generate-content-request.schema.json")
		.map(Path::of)
		.filter(Files::exists)
		.findFirst()
		.orElse(Path.of("missing"));

	private static final Schema SCHEMA = load();

	private WireSchema() {
	}

	static boolean isPresent() {
		return Files.exists(FILE);
	}

	static void assertAccepts(Map<String, Object> fields) {
		assumeTrue(isPresent(), "the strict schema is not there");
		String request = WireJson.write(Stream.of(fields, Map.of("contents", List.of()))
			.flatMap((part) -> part.entrySet().stream())
			.collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
		assertThat(SCHEMA.validate(
				request.replace("\"contents\":[]", "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]"),
				InputFormat.JSON))
			.as(request)
			.isEmpty();
	}

	private static Schema load() {
		SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
		try {
			return registry.getSchema(isPresent() ? Files.readString(FILE) : "{}");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
