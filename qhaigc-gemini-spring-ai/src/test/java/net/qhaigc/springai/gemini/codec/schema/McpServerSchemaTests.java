package net.qhaigc.springai.gemini.codec.schema;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.support.RequestSchema;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaEncoder} with the tools of MCP servers. The input schemas of
 * {@code git} and {@code fetch} are modeled on those that the servers publish. All other
 * input schemas are copies of the published ones (MIT license), with shortened
 * descriptions.
 */
class McpServerSchemaTests {

	private static final List<String> SERVERS = List.of("everything", "fetch", "filesystem", "git", "github", "memory",
			"notion", "postgres", "puppeteer", "sequential-thinking", "slack");

	private final SchemaEncoder encoder = new SchemaEncoder(new WarnOnce());

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void encodesParametersOfEveryToolAsValidSchema(String tool, String inputSchema) {
		boolean hasParameters = WireJson.readValue(inputSchema) instanceof Map<?, ?> schema
				&& schema.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty();
		for (SchemaMode mode : SchemaMode.values()) {
			SchemaEncoder.EncodedSchema encoded = this.encoder.encodeParameters(tool, inputSchema, mode, true);
			Object parameters = (encoded.schema() != null) ? encoded.schema() : encoded.jsonSchema();
			assertThat(parameters != null).isEqualTo(hasParameters);
			if (mode != SchemaMode.AUTO) {
				assertThat(encoded).extracting((mode == SchemaMode.JSON_SCHEMA) ? "schema" : "jsonSchema").isNull();
			}
			String field = (encoded.schema() != null) ? "parameters" : "parametersJsonSchema";
			String declaration = (parameters != null) ? ",\"%s\":%s".formatted(field, WireJson.write(parameters)) : "";
			RequestSchema.validate("""
					{"contents":[{"parts":[{"text":"Hi"}]}],"tools":[{"functionDeclarations":[{"name":"it"%s}]}]}"""
				.formatted(declaration));
		}
	}

	static Stream<Arguments> encodesParametersOfEveryToolAsValidSchema() {
		return SERVERS.stream()
			.flatMap((server) -> tools(server).map(
					(tool) -> Arguments.of(server + ": " + tool.get("name"), WireJson.write(tool.get("inputSchema")))));
	}

	@Test
	void keepsBoundsAndDefaultsOfFetch() {
		assertThat(parameters("fetch", "fetch")).isEqualTo(
				json("""
						{"type":"OBJECT","title":"Fetch","description":"Parameters for fetching a URL.","properties":{
						  "url":{"type":"STRING","title":"Url","description":"URL to fetch. Format: uri","minLength":1},
						  "max_length":{"type":"INTEGER","title":"Max Length",
						   "description":"Maximum number of characters to return.",
						   "minimum":1,"maximum":999999,"default":5000},
						  "start_index":{"type":"INTEGER","title":"Start Index","description":"On return output starting at this \
						character index, useful if a previous fetch was truncated and more context is required.",
						   "minimum":0,"default":0},
						  "raw":{"type":"BOOLEAN","title":"Raw","description":"Get the actual HTML content of the requested page, \
						without simplification.","default":false}},
						 "required":["url"],"propertyOrdering":["url","max_length","start_index","raw"]}"""));
	}

	@Test
	void flattensAlternativesAndInlinesReferencesOfNotion() {
		assertThat(parameters("notion", "API-post-page")).contains("""
				"parent":{"anyOf":[\
				{"type":"OBJECT","properties":{"page_id":{"type":"STRING","description":"Format: uuid"}},\
				"required":["page_id"],"propertyOrdering":["page_id"]},\
				{"type":"OBJECT","properties":{"type":{"type":"STRING","enum":["database_id"]},\
				"database_id":{"type":"STRING","description":"Format: uuid"}},\
				"required":["database_id"],"propertyOrdering":["type","database_id"]},\
				{"type":"OBJECT","properties":{"type":{"type":"STRING","enum":["workspace"]}},\
				"required":["type"],"propertyOrdering":["type"]},\
				{"type":"STRING"}]}""");
	}

	private String parameters(String server, String tool) {
		Map<?, ?> found = tools(server).filter((candidate) -> tool.equals(candidate.get("name")))
			.findFirst()
			.orElseThrow();
		return WireJson.write(
				this.encoder.encodeParameters(tool, WireJson.write(found.get("inputSchema")), SchemaMode.SCHEMA, true)
					.schema());
	}

	private static Stream<Map<?, ?>> tools(String server) {
		try (InputStream in = new ClassPathResource("mcp/" + server + ".json").getInputStream()) {
			List<?> tools = (List<?>) WireJson.readValue(in.readAllBytes());
			return tools.stream().map((tool) -> (Map<?, ?>) tool);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String json(String text) {
		return WireJson.write(WireJson.readValue(text));
	}

}
