package net.qhaigc.springai.gemini.codec.schema;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.junit.jupiter.api.Test;

import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.core.ParameterizedTypeReference;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.support.RequestSchema;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaEncoder} with the schemas that Spring AI's
 * {@code BeanOutputConverter} generates for Java types.
 */
class BeanOutputSchemaTests {

	private final SchemaEncoder encoder = new SchemaEncoder(new WarnOnce());

	@Test
	void encodesNestedRecord() {
		assertThat(encodedOutput(new BeanOutputConverter<>(Order.class))).isEqualTo(json("""
				{"type":"OBJECT","properties":{
				  "customer":{"type":"OBJECT","properties":{"name":{"type":"STRING","description":"Full name"},
				   "status":{"type":"STRING","enum":["NEW","OLD"]}},
				   "required":["name","status"],"propertyOrdering":["name","status"]},
				  "lines":{"type":"ARRAY","items":{"type":"OBJECT","properties":{
				    "amount":{"type":"INTEGER","format":"int32"},"price":{"type":"NUMBER","format":"double"}},
				    "required":["amount","price"],"propertyOrdering":["amount","price"]}}},
				 "required":["customer","lines"],"propertyOrdering":["customer","lines"]}"""));
	}

	@Test
	void encodesDates() {
		assertThat(encodedOutput(new BeanOutputConverter<>(Dates.class))).isEqualTo(
				json("""
						{"type":"OBJECT","properties":{"at":{"type":"STRING","format":"date-time"},
						  "day":{"type":"STRING","description":"Format: date"}},"required":["at","day"],"propertyOrdering":["at","day"]}"""));
	}

	@Test
	void makesOptionalsNullable() {
		assertThat(encodedOutput(new BeanOutputConverter<>(Maybe.class)))
			.contains("\"count\":{\"type\":\"INTEGER\",\"format\":\"int32\",\"nullable\":true}")
			.contains("\"name\":{\"type\":\"STRING\",\"nullable\":true}");
	}

	@Test
	void sendsRecordWithMapsAsJsonSchema() {
		assertThat(WireJson
			.write(this.encoder.encodeOutput(new BeanOutputConverter<>(Maps.class).getJsonSchema(), null, true)
				.jsonSchema()))
			.isEqualTo(json("""
					{"type":"object","properties":{
					  "counts":{"type":"object"},
					  "tags":{"type":"array","items":{"type":"string"}}},
					 "required":["counts","tags"],"additionalProperties":false}"""));
	}

	@Test
	void encodesGenericTypes() {
		assertThat(encodedOutput(new BeanOutputConverter<>(new ParameterizedTypeReference<List<Page<Status>>>() {
		}))).isEqualTo(json("""
				{"type":"ARRAY","items":{"type":"OBJECT","properties":{
				  "content":{"type":"ARRAY","items":{"type":"STRING","enum":["NEW","OLD"]}},
				  "number":{"type":"INTEGER","format":"int32"}},
				 "required":["content","number"],"propertyOrdering":["content","number"]}}"""));
	}

	@Test
	void encodesEnum() {
		assertThat(encodedOutput(new BeanOutputConverter<>(Status.class)))
			.isEqualTo("{\"type\":\"STRING\",\"enum\":[\"NEW\",\"OLD\"]}");
	}

	@Test
	void sendsRecursiveRecordAsJsonSchema() {
		SchemaEncoder.EncodedSchema encoded = this.encoder
			.encodeOutput(new BeanOutputConverter<>(Tree.class).getJsonSchema(), null, true);
		assertThat(WireJson.write(encoded.jsonSchema())).isEqualTo("""
				{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}},\
				"name":{"type":"string"}},"required":["children","name"],"additionalProperties":false}""");
		assertThat(encoded.schema()).isNull();
	}

	@Test
	void doesNotRequireRecursivePropertyOutsideArray() {
		assertThat(WireJson
			.write(this.encoder.encodeOutput(new BeanOutputConverter<>(Chain.class).getJsonSchema(), null, true)
				.jsonSchema()))
			.contains("\"required\":[\"name\"]", "\"next\":{\"$ref\":\"#\"}");
	}

	private String encodedOutput(BeanOutputConverter<?> converter) {
		String schema = WireJson.write(this.encoder.encodeOutput(converter.getJsonSchema(), null, true).schema());
		RequestSchema.validate("""
				{"contents":[{"parts":[{"text":"Hi"}]}],"generationConfig":{"responseSchema":%s}}""".formatted(schema));
		return schema;
	}

	private static String json(String text) {
		return WireJson.write(WireJson.readValue(text));
	}

	enum Status {

		NEW, OLD

	}

	record Customer(@JsonPropertyDescription("Full name") String name, Status status) {
	}

	record Line(int amount, double price) {
	}

	record Order(Customer customer, List<Line> lines) {
	}

	record Dates(LocalDate day, OffsetDateTime at) {
	}

	record Maybe(Optional<Integer> count, @JsonProperty(required = false) Optional<String> name) {
	}

	record Maps(Map<String, Integer> counts, Set<String> tags) {
	}

	record Page<T>(int number, List<T> content) {
	}

	record Tree(String name, List<Tree> children) {
	}

	record Chain(String name, Chain next) {
	}

}
