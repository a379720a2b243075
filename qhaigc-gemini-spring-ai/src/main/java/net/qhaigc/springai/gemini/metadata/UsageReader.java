package net.qhaigc.springai.gemini.metadata;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import net.qhaigc.springai.gemini.wire.UsageMetadata;
import net.qhaigc.springai.gemini.wire.WireJson;

/**
 * Reads the counts of tokens that metadata holds: a record, or a map where the metadata
 * went through JSON.
 */
final class UsageReader {

	private UsageReader() {
	}

	static @Nullable UsageMetadata read(@Nullable Object value) {
		if (!(value instanceof Map<?, ?>)) {
			return (value instanceof UsageMetadata usage) ? usage : null;
		}
		JsonView counts = JsonView.of(value);
		Map<String, Object> fields = new LinkedHashMap<>(counts.asMap());
		fields.remove("extra");
		fields.putAll(counts.object("extra").asMap());
		try {
			byte[] json = WireJson.write(Map.of("usageMetadata", fields)).getBytes(StandardCharsets.UTF_8);
			return WireJson.readResponse(json, 0, json.length).usageMetadata();
		}
		catch (JacksonException ex) {
			return null;
		}
	}

}
