package net.qhaigc.springai.gemini.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration metadata of the starter, as generated from the properties.
 *
 * @param properties the properties
 * @param hints the hints for the values of properties
 */
public record ConfigurationMetadata(List<JsonNode> properties, List<JsonNode> hints) {

	public static ConfigurationMetadata load() {
		try (InputStream in = QhaigcProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			JsonNode metadata = JsonMapper.shared().readTree(Objects.requireNonNull(in));
			return new ConfigurationMetadata(metadata.path("properties").valueStream().toList(),
					metadata.path("hints").valueStream().toList());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static String name(JsonNode element) {
		return element.path("name").asString();
	}

}
