package net.qhaigc.springai.gemini.codec.schema;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.codec.warning.WarnOnce;
import net.qhaigc.springai.gemini.options.SchemaMode;
import net.qhaigc.springai.gemini.support.RequestSchema;
import net.qhaigc.springai.gemini.wire.Schema;
import net.qhaigc.springai.gemini.wire.WireJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SchemaEncoder}. Most of the encoded schemas are also validated with
 * {@link RequestSchema}.
 */
class SchemaEncoderTests {

	private static final String OBJECT_IN_STRING = """
			{"type":"STRING","description":"A JSON object in a string"}""";

	/** For a model that does not accept JSON Schema with references. */
	private static final boolean WITHOUT_REFERENCES = false;

	/** For a model that accepts JSON Schema with references. */
	private static final boolean WITH_REFERENCES = true;

	private final SchemaEncoder encoder = new SchemaEncoder(new WarnOnce());

	@Nested
	class Objects {

		@Test
		void keepsKeywordsThatGeminiSupports() {
			assertThat(encodedSchema(
					"""
							{"type":"object","title":"Order","description":"An order","minProperties":1,"maxProperties":9,
							 "required":["id"],"properties":{
							  "id":{"type":"string","minLength":1,"maxLength":8,"pattern":"^[a-z]+$","format":"date-time",
							        "default":"a","example":"b"},
							  "price":{"type":"number","minimum":0.5,"maximum":10,"nullable":true},
							  "tags":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"string","enum":["x","y"]}}}}"""))
				.isEqualTo(json("""
						{"type":"OBJECT","title":"Order","description":"An order","properties":{
						  "id":{"type":"STRING","format":"date-time","minLength":1,"maxLength":8,"pattern":"^[a-z]+$",
						        "default":"a","example":"b"},
						  "price":{"type":"NUMBER","nullable":true,"minimum":0.5,"maximum":10},
						  "tags":{"type":"ARRAY","items":{"type":"STRING","enum":["x","y"]},"minItems":1,"maxItems":3}},
						 "required":["id"],"propertyOrdering":["id","price","tags"],"minProperties":1,
						 "maxProperties":9}"""));
		}

		@Test
		void keepsOrderOfPropertiesUnlessSchemaSpecifiesAnotherOrder() {
			assertThat(translate(
					"""
							{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string"},"m":{"type":"string"}}}""")
				.propertyOrdering()).containsExactly("z", "a", "m");
			assertThat(translate("""
					{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string"},"m":{"type":"string"}},
					 "propertyOrdering":["m","nobody"]}""").propertyOrdering()).containsExactly("m", "z", "a");
		}

		@Test
		void dropsUnknownAndRepeatedNamesFromRequired() {
			assertThat(translate("""
					{"type":"object","properties":{"a":{"type":"string"}},"required":["a","b","a",7,null]}""")
				.required()).containsExactly("a");
		}

		@Test
		void dropsKeywordsThatGeminiDoesNotSupport() {
			assertThat(encodedProperty("""
					{"$schema":"https://json-schema.org/draft/2020-12/schema","$comment":"x","type":"object",
					 "additionalProperties":false,"properties":{"a":{"type":"string","x-order":1,"markdown":true}}}"""))
				.isEqualTo("""
						{"type":"OBJECT","properties":{"a":{"type":"STRING"}},"propertyOrdering":["a"]}""");
		}

	}

	@Nested
	class Types {

		@ParameterizedTest
		@ValueSource(strings = { "{'type':['string','null']}", "{'type':['null','string']}",
				"{'anyOf':[{'type':'string'},{'type':'null'}]}", "{'oneOf':[{'type':'null'},{'type':'string'}]}",
				"{'anyOf':[{'type':['string','null']}]}", "{'anyOf':[{'type':'string'},{'const':null}]}",
				"{'anyOf':[{'type':'string'},{'enum':[null]}]}", "{'type':'string','nullable':true}" })
		void translatesNullTypeToNullable(String schema) {
			assertThat(encodedProperty(schema.replace('\'', '"'))).isEqualTo("{\"type\":\"STRING\",\"nullable\":true}");
		}

		@Test
		void splitsSeveralTypesIntoAlternatives() {
			assertThat(encodedProperty("""
					{"type":["string","integer","null"],"description":"Either","minimum":1,"minLength":2}"""))
				.isEqualTo("""
						{"anyOf":[{"type":"STRING","description":"Either","nullable":true,"minLength":2},\
						{"type":"INTEGER","description":"Either","nullable":true,"minimum":1}]}""");
		}

		@Test
		void keepsNullTypeIfThereIsNoOtherType() {
			assertThat(encodedProperty("{\"type\":\"null\"}")).isEqualTo("{\"type\":\"NULL\"}");
			assertThat(encodedProperty("{\"const\":null}")).isEqualTo("{\"type\":\"NULL\"}");
			assertThat(encodedProperty("{\"anyOf\":[{\"type\":\"null\"}]}")).isEqualTo("{\"type\":\"NULL\"}");
		}

		@Test
		void infersMissingTypeFromKeywords() {
			assertThat(encodedProperty("{\"properties\":{\"a\":{\"minimum\":1}}}")).isEqualTo("""
					{"type":"OBJECT","properties":{"a":{"type":"NUMBER","minimum":1}},"propertyOrdering":["a"]}""");
			assertThat(encodedProperty("{\"minItems\":1}"))
				.isEqualTo("{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\"},\"minItems\":1}");
			assertThat(encodedProperty("{\"pattern\":\"a+\"}")).isEqualTo("{\"type\":\"STRING\",\"pattern\":\"a+\"}");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "true", "false", "null", "7", "\"text\"", "[]", "{\"type\":\"any\"}",
				"{\"type\":7}", "{\"type\":[]}" })
		void usesStringIfTypeCannotBeInferred(String schema) {
			assertThat(encodedProperty(schema)).isEqualTo("{\"type\":\"STRING\"}");
		}

		@Test
		void keepsLimitsOfZero() {
			assertThat(encodedProperty("{\"type\":\"string\",\"minLength\":0}"))
				.isEqualTo("{\"type\":\"STRING\",\"minLength\":0}");
			assertThat(encodedProperty(
					"{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"minItems\":0,\"maxItems\":0}"))
				.isEqualTo("{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\"},\"minItems\":0,\"maxItems\":0}");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
				{"type":"number","default":1}                     | {"type":"NUMBER","default":1}
				{"type":"integer","default":1.5}                  | {"type":"INTEGER"}
				{"type":"string","default":1}                     | {"type":"STRING"}
				{"type":"string","examples":[1,"a","b"]}          | {"type":"STRING","example":"a"}
				{"type":"boolean","example":"yes","examples":[true]} | {"type":"BOOLEAN","example":true}
				""")
		void keepsDefaultsAndExamplesOfMatchingType(String schema, String expected) {
			assertThat(encodedProperty(schema)).isEqualTo(expected);
		}

		@Test
		void readsTypesInUpperCase() {
			assertThat(encodedProperty("{\"type\":\"INTEGER\",\"format\":\"int32\"}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"format\":\"int32\"}");
		}

		@Test
		void replacesExclusiveBoundsOfIntegersWithNextInteger() {
			assertThat(encodedProperty("{\"type\":\"integer\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":10.5}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"minimum\":1,\"maximum\":10}");
			assertThat(encodedProperty("{\"type\":\"integer\",\"minimum\":3,\"exclusiveMinimum\":true}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"minimum\":4}");
			assertThat(encodedProperty("{\"type\":\"number\",\"minimum\":-1,\"exclusiveMinimum\":0}"))
				.isEqualTo("{\"type\":\"NUMBER\",\"minimum\":0}");
		}

		@Test
		void keepsStricterOfInclusiveAndExclusiveBound() {
			assertThat(encodedProperty("{\"type\":\"integer\",\"maximum\":5,\"exclusiveMaximum\":10}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"maximum\":5}");
			assertThat(encodedProperty("{\"type\":\"integer\",\"maximum\":10,\"exclusiveMaximum\":5}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"maximum\":4}");
			assertThat(encodedProperty("{\"type\":\"integer\",\"minimum\":5,\"exclusiveMinimum\":1}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"minimum\":5}");
		}

		@Test
		void declaresItemsAsStringsIfTheirTypeIsUnknown() {
			assertThat(encodedProperty("{\"type\":\"array\"}"))
				.isEqualTo("{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\"}}");
			assertThat(encodedProperty("{\"type\":\"array\",\"items\":true}"))
				.isEqualTo("{\"type\":\"ARRAY\",\"items\":{\"type\":\"STRING\"}}");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{'prefixItems':[{'type':'number'},{'type':'string'}],'items':false}",
				"{'items':[{'type':'number'},{'type':'string'}]}" })
		void translatesTupleToArrayOfSameSize(String schema) {
			assertThat(encodedProperty(schema.replace('\'', '"'))).isEqualTo("""
					{"type":"ARRAY","items":{"anyOf":[{"type":"NUMBER"},{"type":"STRING"}]},\
					"minItems":2,"maxItems":2}""");
		}

	}

	@Nested
	class EnumValues {

		@Test
		void translatesConstToEnum() {
			assertThat(encodedProperty("{\"const\":\"circle\"}"))
				.isEqualTo("{\"type\":\"STRING\",\"enum\":[\"circle\"]}");
		}

		@Test
		void listsNonStringValuesInDescription() {
			assertThat(encodedProperty("{\"type\":\"integer\",\"enum\":[1,2],\"description\":\"Speed.\"}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"description\":\"Speed. One of: 1, 2\"}");
			assertThat(encodedProperty("{\"enum\":[1.5,2.5]}"))
				.isEqualTo("{\"type\":\"NUMBER\",\"description\":\"One of: 1.5, 2.5\"}");
			assertThat(encodedProperty("{\"const\":true}"))
				.isEqualTo("{\"type\":\"BOOLEAN\",\"description\":\"One of: true\"}");
		}

		@Test
		void translatesNullAmongValuesToNullable() {
			assertThat(encodedProperty("{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]}"))
				.isEqualTo("{\"type\":\"STRING\",\"nullable\":true,\"enum\":[\"a\"]}");
			assertThat(encodedProperty("{\"enum\":[\"a\",null]}"))
				.isEqualTo("{\"type\":\"STRING\",\"nullable\":true,\"enum\":[\"a\"]}");
		}

		@Test
		void splitsValuesOfSeveralTypesIntoAlternatives() {
			assertThat(encodedProperty("{\"enum\":[\"auto\",1,2]}")).isEqualTo("""
					{"anyOf":[{"type":"STRING","enum":["auto"]},\
					{"type":"INTEGER","description":"One of: 1, 2"}]}""");
		}

		@Test
		void dropsEmptyAndRepeatedStrings() {
			assertThat(encodedProperty("{\"type\":\"string\",\"enum\":[\"\",\"a\",\"a\"]}"))
				.isEqualTo("{\"type\":\"STRING\",\"enum\":[\"a\"]}");
			assertThat(encodedProperty("{\"type\":\"string\",\"enum\":[\"\"]}")).isEqualTo("{\"type\":\"STRING\"}");
			assertThat(encodedProperty("{\"type\":\"string\",\"enum\":[]}")).isEqualTo("{\"type\":\"STRING\"}");
		}

		@Test
		void convertsNumbersOfStringEnumToStrings() {
			assertThat(encodedProperty("{\"type\":\"string\",\"enum\":[1,2]}"))
				.isEqualTo("{\"type\":\"STRING\",\"enum\":[\"1\",\"2\"]}");
		}

	}

	@Nested
	class Formats {

		@ParameterizedTest
		@ValueSource(strings = { "{'type':'STRING','format':'date-time'}", "{'type':'STRING','format':'enum'}",
				"{'type':'NUMBER','format':'float'}", "{'type':'NUMBER','format':'double'}",
				"{'type':'INTEGER','format':'int32'}", "{'type':'INTEGER','format':'int64'}" })
		void keepsFormatsThatGeminiSupports(String schema) {
			assertThat(encodedProperty(schema.replace('\'', '"'))).isEqualTo(schema.replace('\'', '"'));
		}

		@ParameterizedTest
		@CsvSource({ "string,date", "string,uri", "string,uuid", "string,duration", "string,email", "integer,uint8",
				"number,decimal", "number,int32" })
		void movesFormatsThatGeminiDoesNotSupportToDescription(String type, String format) {
			assertThat(encodedProperty("{\"type\":\"%s\",\"format\":\"%s\"}".formatted(type, format)))
				.isEqualTo("{\"type\":\"%s\",\"description\":\"Format: %s\"}".formatted(type.toUpperCase(Locale.ROOT),
						format));
		}

		@Test
		void placesFormatAtEndOfDescription() {
			assertThat(encodedProperty("{\"type\":\"string\",\"format\":\"uri\",\"description\":\"The page\"}"))
				.isEqualTo("{\"type\":\"STRING\",\"description\":\"The page. Format: uri\"}");
			assertThat(encodedProperty("{\"type\":\"integer\",\"format\":\"uint8\",\"enum\":[1,2]}"))
				.isEqualTo("{\"type\":\"INTEGER\",\"description\":\"One of: 1, 2. Format: uint8\"}");
		}

	}

	@Nested
	class Combinations {

		@Test
		void movesSiblingKeywordsOfAnyOfIntoAlternatives() {
			assertThat(encodedProperty("""
					{"title":"Pet","description":"The pet.","default":"cat","nullable":true,"anyOf":[
					 {"type":"object","properties":{"bark":{"type":"boolean"}},"description":"A dog."},
					 {"type":"string","title":"Name","examples":["cat"]},{"type":"null"}]}""")).isEqualTo(json("""
					{"anyOf":[
					 {"type":"OBJECT","title":"Pet","description":"The pet. A dog.","nullable":true,
					  "properties":{"bark":{"type":"BOOLEAN"}},"propertyOrdering":["bark"]},
					 {"type":"STRING","title":"Name","description":"The pet.","nullable":true,"default":"cat",
					  "example":"cat"}]}"""));
		}

		@Test
		void movesSiblingKeywordsIntoNestedAlternatives() {
			assertThat(encodedProperty("""
					{"description":"d","anyOf":[{"type":["string","number","null"]},
					 {"anyOf":[{"type":"boolean"},{"type":"null"}]}]}""")).isEqualTo("""
					{"anyOf":[{"type":"STRING","description":"d","nullable":true},\
					{"type":"NUMBER","description":"d","nullable":true},\
					{"type":"BOOLEAN","description":"d","nullable":true}]}""");
		}

		@Test
		void replacesAnyOfWithSingleAlternativeIfAllAreEqual() {
			assertThat(
					encodedProperty("{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"string\"}],\"description\":\"d\"}"))
				.isEqualTo("{\"type\":\"STRING\",\"description\":\"d\"}");
		}

		@Test
		void translatesOneOfToAnyOf() {
			assertThat(encodedProperty(
					"{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}],\"description\":\"Id\"}"))
				.isEqualTo("""
						{"anyOf":[{"type":"STRING","description":"Id"},{"type":"INTEGER","description":"Id"}]}""");
		}

		@Test
		void flattensNestedAlternatives() {
			assertThat(encodedProperty(
					"""
							{"anyOf":[{"oneOf":[{"type":"string"},{"type":"integer"}]},{"type":"string"},{"type":"boolean"}]}"""))
				.isEqualTo("{\"anyOf\":[{\"type\":\"STRING\"},{\"type\":\"INTEGER\"},{\"type\":\"BOOLEAN\"}]}");
		}

		@Test
		void mergesSiblingPropertiesIntoEachAlternative() {
			assertThat(encodedProperty("""
					{"type":"object","properties":{"kind":{"type":"string"}},"required":["kind"],"anyOf":[
					 {"properties":{"radius":{"type":"number"}},"required":["radius"]},
					 {"properties":{"side":{"type":"number"}}}]}""")).isEqualTo(json("""
					{"anyOf":[
					 {"type":"OBJECT","properties":{"kind":{"type":"STRING"},"radius":{"type":"NUMBER"}},
					  "required":["kind","radius"],"propertyOrdering":["kind","radius"]},
					 {"type":"OBJECT","properties":{"kind":{"type":"STRING"},"side":{"type":"NUMBER"}},
					  "required":["kind"],"propertyOrdering":["kind","side"]}]}"""));
		}

		@Test
		void dropsAlternativesThatOnlyRequireProperties() {
			assertThat(encodedProperty("""
					{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},
					 "anyOf":[{"required":["a"]},{"required":["b"]}]}""")).isEqualTo(json("""
					{"type":"OBJECT","properties":{"a":{"type":"STRING"},"b":{"type":"STRING"}},
					 "propertyOrdering":["a","b"]}"""));
		}

		@Test
		void mergesAllOf() {
			assertThat(encodedProperty("""
					{"description":"Whole","allOf":[
					 {"type":"object","properties":{"a":{"type":"integer","minimum":1}},"required":["a"],
					  "description":"Part"},
					 {"properties":{"a":{"minimum":5,"maximum":9},"b":{"type":"string"}},"required":["b"]}]}"""))
				.isEqualTo(json("""
						{"type":"OBJECT","description":"Whole","properties":{
						  "a":{"type":"INTEGER","minimum":5,"maximum":9},"b":{"type":"STRING"}},
						 "required":["a","b"],"propertyOrdering":["a","b"]}"""));
		}

		@Test
		void recordsUnsupportedKeywords() {
			SchemaTranslator translator = new SchemaTranslator(JsonSchema.parse("""
					{"type":"object","patternProperties":{"^x":{}},"if":{},"then":{},"properties":{
					 "tags":{"type":"array","uniqueItems":true,"items":{"type":"string","not":{"const":"x"}}},
					 "map":{"type":"object","additionalProperties":{"type":"integer"}}}}"""), true);
			assertThat(WireJson.write(translator.translate())).isEqualTo(json("""
					{"type":"OBJECT","properties":{"tags":{"type":"ARRAY","items":{"type":"STRING"}},
					 "map":{"type":"STRING","description":"A JSON object in a string, with values of this JSON Schema: \
					{\\"type\\":\\"integer\\"}"}},"propertyOrdering":["tags","map"]}"""));
			assertThat(translator.dropped()).containsExactly("$: patternProperties", "$: if", "$: then",
					"$.tags: uniqueItems", "$.tags[]: not", "$.map: additionalProperties");
		}

		@Test
		void recordsWhatGeminiCannotExpress() {
			SchemaTranslator translator = new SchemaTranslator(JsonSchema.parse("""
					{"type":"object","anyOf":[{"required":["word"]},{"required":["self"]}],"properties":{
					 "gone":{"$ref":"#/$defs/gone"},"self":{"$ref":"#"},
					 "word":{"type":"string","enum":["","a"]}}}"""), true);
			translator.translate();
			assertThat(translator.dropped()).containsExactly("$: anyOf", "$.gone: $ref #/$defs/gone",
					"$.self: recursive $ref #", "$.word: the empty string in enum");
		}

	}

	@Nested
	class References {

		@ParameterizedTest
		@ValueSource(strings = { "#/$defs/Name", "#/definitions/Old", "#/properties/first", "#/$defs/A~1B%20C",
				"#anchored", "#/x/list/1", "https://example.com/s.json#/$defs/Name" })
		void inlinesReference(String reference) {
			Schema schema = translate("""
					{"$id":"https://example.com/s.json","type":"object","properties":{
					  "first":{"type":"integer"},"it":{"$ref":"%s"}},
					 "$defs":{"Name":{"type":"integer"},"A/B C":{"type":"integer"},
					          "X":{"$anchor":"anchored","type":"integer"}},
					 "definitions":{"Old":{"type":"integer"}},"x":{"list":[{},{"type":"integer"}]}}"""
				.formatted(reference));
			assertThat(WireJson.write(properties(schema).get("it"))).isEqualTo("{\"type\":\"INTEGER\"}");
		}

		@Test
		void prefersSiblingKeywordsToThoseOfReferencedSchema() {
			assertThat(encodedProperty("""
					{"$ref":"#/$defs/Color","description":"The border's"}""", """
					{"Color":{"type":"string","enum":["red"],"description":"Any color"}}""")).isEqualTo("""
					{"type":"STRING","description":"The border's","enum":["red"]}""");
		}

		@Test
		void replacesUnresolvableReferenceWithObjectInString() {
			assertThat(encodedProperty("{\"$ref\":\"https://elsewhere.example/s.json\",\"description\":\"Remote\"}"))
				.isEqualTo("{\"type\":\"STRING\",\"description\":\"Remote. A JSON object in a string\"}");
			assertThat(encodedProperty("{\"$ref\":\"#/$defs/Gone\"}")).isEqualTo(OBJECT_IN_STRING);
			assertThat(encodedProperty("{\"$ref\":\"#/%zz\"}")).isEqualTo(OBJECT_IN_STRING);
			assertThat(encodedProperty("{\"$ref\":\"#/$defs/Two/anyOf/2\"}", """
					{"Two":{"anyOf":[{"type":"string"},{"type":"integer"}]}}""")).isEqualTo(OBJECT_IN_STRING);
		}

		@Test
		void replacesRecursionWithObjectInString() {
			assertThat(encodedProperty("{\"$ref\":\"#/$defs/Node\"}", """
					{"Node":{"type":"object","properties":{"value":{"type":"string"},
					 "next":{"$ref":"#/$defs/Node","description":"The next one"}}}}""")).isEqualTo(json("""
					{"type":"OBJECT","properties":{"value":{"type":"STRING"},
					 "next":{"type":"STRING","description":"The next one. A JSON object in a string"}},
					 "propertyOrdering":["value","next"]}"""));
		}

		@ParameterizedTest
		@ValueSource(strings = { "{'$ref':'#/$defs/A'}", "{'allOf':[{'$ref':'#/$defs/A'}]}",
				"{'anyOf':[{'$ref':'#/$defs/A'},{'type':'null'}]}" })
		void replacesCycleOfReferencesWithObjectInString(String schema) {
			assertThat(encodedProperty(schema.replace('\'', '"'), """
					{"A":{"$ref":"#/$defs/B"},"B":{"allOf":[{"$ref":"#/$defs/A"}]}}""")).contains("JSON object");
		}

		@Test
		void doesNotTreatRepeatedReferenceAsRecursion() {
			assertThat(encoder().encodeParameters("tool", """
					{"type":"object","properties":{"from":{"$ref":"#/$defs/City"},"to":{"$ref":"#/$defs/City"}},
					 "$defs":{"City":{"type":"string"}}}""", null, WITH_REFERENCES).jsonSchema()).isNull();
		}

		@Test
		void sendsSchemaThatAcceptsAnyObjectIfReferencesMultiplyExponentially() {
			String definitions = IntStream.range(0, 40)
				.mapToObj((
						i) -> "\"D%d\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/D%d\"},\"b\":{\"$ref\":\"#/$defs/D%d\"}}}"
							.formatted(i, i + 1, i + 1))
				.collect(Collectors.joining(","));
			assertThat(encodedSchema("{\"$ref\":\"#/$defs/D0\",\"$defs\":{%s}}".formatted(definitions)))
				.isEqualTo("{\"type\":\"OBJECT\"}");
		}

	}

	@Nested
	class ObjectsWithoutProperties {

		private static final String SCHEMA = """
				{"type":"object","properties":{
				  "counts":{"type":"object","additionalProperties":{"type":"integer"},"description":"The counts"},
				  "list":{"type":"array","items":{"type":"object"}},
				  "either":{"anyOf":[{"type":"object","properties":{}},{"type":"integer"},{"type":"null"}]}}}""";

		@Test
		void areSentAsJsonSchemaToModelsThatSupportReferences() {
			SchemaEncoder.EncodedSchema encoded = encoder().encodeParameters("tool", SCHEMA, null, WITH_REFERENCES);
			assertThat(encoded.schema()).isNull();
			assertThat(WireJson.write(encoded.jsonSchema())).isEqualTo(json(SCHEMA));
			assertThat(encoded.embeddedJson().isEmpty()).isTrue();
		}

		@ParameterizedTest
		@CsvSource({ "AUTO,false", "SCHEMA,false", "SCHEMA,true" })
		void areDeclaredAsStringsInSchemaModeAndForModelsThatDoNotSupportReferences(SchemaMode mode,
				boolean references) {
			assertThat(WireJson.write(encoder().encodeParameters("tool", SCHEMA, mode, references).schema())).isEqualTo(
					json("""
							{"type":"OBJECT","properties":{
							  "counts":{"type":"STRING","description":"The counts. A JSON object in a string, with values of \
							this JSON Schema: {\\"type\\":\\"integer\\"}"},
							  "list":{"type":"ARRAY","items":{"type":"STRING","description":"A JSON object in a string"}},
							  "either":{"anyOf":[
							    {"type":"STRING","description":"A JSON object in a string","nullable":true},
							    {"type":"INTEGER","nullable":true}]}},
							 "propertyOrdering":["counts","list","either"]}"""));
		}

		@Test
		void areParsedFromStrings() {
			EmbeddedJson embedded = encoder().encodeParameters("tool", SCHEMA, SchemaMode.SCHEMA, WITH_REFERENCES)
				.embeddedJson();
			assertThat(embedded.parseText("""
					{"counts":"{\\"a\\": 1.50}","list":["{}","no",5],"either":"{\\"b\\":{}}","other":"{}"}"""))
				.isEqualTo("""
						{"counts":{"a":1.50},"list":[{},"no",5],"either":{"b":{}},"other":"{}"}""");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"counts\": {\"a\": 1}, \"either\": 5}", "{\"counts\": \"[1]\"}",
				"{\"list\": \"{}\"}", "[]", "no JSON", "" })
		void textIsReturnedUnchangedIfItContainsNoneOfThemInString(String json) {
			assertThat(encoder().encodeParameters("tool", SCHEMA, SchemaMode.SCHEMA, WITH_REFERENCES)
				.embeddedJson()
				.parseText(json)).isSameAs(json);
		}

		@Test
		void areDeclaredAsStringsInAlternativesAtRootOfOutput() {
			String schema = """
					{"anyOf":[{"type":"object","properties":{}},{"type":"object","properties":{"a":{"type":"integer"}}}]}""";
			SchemaEncoder.EncodedSchema encoded = encoder().encodeOutput(schema, SchemaMode.SCHEMA, WITH_REFERENCES);
			assertThat(WireJson.write(encoded.schema())).isEqualTo(json("""
					{"anyOf":[{"type":"STRING","description":"A JSON object in a string"},
					 {"type":"OBJECT","properties":{"a":{"type":"INTEGER"}},"propertyOrdering":["a"]}]}"""));
			assertThat(encoded.embeddedJson().parseText("\"{\\\"b\\\":1}\"")).isEqualTo("{\"b\":1}");
			assertThat(WireJson
				.write(encoder().encodeParameters("tool", schema, SchemaMode.SCHEMA, WITH_REFERENCES).schema()))
				.isEqualTo(json("""
						{"type":"OBJECT","properties":{"a":{"type":"INTEGER"}},"propertyOrdering":["a"]}"""));
		}

		@Test
		void areSentUnchangedInJsonSchema() {
			String schema = "{\"type\":\"object\",\"properties\":{\"any\":{},\"map\":{\"type\":\"object\"}}}";
			assertThat(WireJson.write(encoder().encodeParameters("tool", schema, null, WITH_REFERENCES).jsonSchema()))
				.isEqualTo(schema);
		}

		@Test
		void remainObjectsAtRootOfOutput() {
			String map = "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}";
			assertThat(WireJson.write(encoder().encodeOutput(map, null, WITH_REFERENCES).jsonSchema())).isEqualTo(map);
			SchemaEncoder.EncodedSchema schema = encoder().encodeOutput(map, SchemaMode.SCHEMA, WITH_REFERENCES);
			assertThat(WireJson.write(schema.schema())).isEqualTo("{\"type\":\"OBJECT\"}");
			assertThat(schema.embeddedJson().isEmpty()).isTrue();
		}

	}

	@Nested
	class Modes {

		private static final String TREE = """
				{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{
				  "name":{"type":"string","const":"n"},
				  "children":{"type":"array","items":{"$ref":"#"}}},
				 "required":["name","children"],"additionalProperties":false}""";

		private static final String NORMALIZED_TREE = """
				{"type":"object","properties":{"name":{"type":"string","enum":["n"]},\
				"children":{"type":"array","items":{"$ref":"#"}}},"required":["name","children"],\
				"additionalProperties":false}""";

		@Test
		void sendsRecursionAsJsonSchemaToModelsThatSupportReferences() {
			SchemaEncoder.EncodedSchema encoded = encoder().encodeParameters("tool", TREE, SchemaMode.AUTO,
					WITH_REFERENCES);
			assertThat(encoded.schema()).isNull();
			assertThat(WireJson.write(encoded.jsonSchema())).isEqualTo(NORMALIZED_TREE);
			assertThat(encoder().encodeParameters("tool", TREE, null, WITH_REFERENCES)).isEqualTo(encoded);
		}

		@Test
		void replacesRecursionWithObjectInStringForModelsThatDoNotSupportReferences() {
			SchemaEncoder.EncodedSchema encoded = encoder().encodeParameters("tool", TREE, SchemaMode.AUTO,
					WITHOUT_REFERENCES);
			assertThat(encoded.jsonSchema()).isNull();
			assertThat(WireJson.write(encoded.schema())).contains("\"items\":" + OBJECT_IN_STRING);
		}

		@Test
		void neverSendsJsonSchemaInSchemaMode() {
			assertThat(encoder().encodeParameters("tool", TREE, SchemaMode.SCHEMA, WITH_REFERENCES).jsonSchema())
				.isNull();
		}

		@Test
		void alwaysSendsJsonSchemaInJsonSchemaMode() {
			SchemaEncoder.EncodedSchema encoded = encoder().encodeParameters("tool",
					"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}}}",
					SchemaMode.JSON_SCHEMA, WITHOUT_REFERENCES);
			assertThat(encoded.schema()).isNull();
			assertThat(WireJson.write(encoded.jsonSchema()))
				.isEqualTo("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":[\"string\",\"null\"]}}}");
		}

		@Test
		void movesReferencedSchemasToDefsAndDropsKeywordsNextToReferences() {
			assertThat(normalize("""
					{"type":"object","properties":{
					  "a":{"$ref":"#/definitions/Item","description":"dropped"},
					  "b":{"$ref":"#/properties/c"},"c":{"type":"integer","nullable":true},
					  "d":{"$ref":"#/nowhere"}},
					 "definitions":{"Item":{"$comment":"x","type":"string"}}}""")).isEqualTo("""
					{"type":"object","properties":{"a":{"$ref":"#/$defs/Item"},"b":{"$ref":"#/$defs/c"},\
					"c":{"type":["integer","null"]},"d":{"type":"object"}},\
					"$defs":{"Item":{"type":"string"},"c":{"type":["integer","null"]}}}""");
		}

		@Test
		void appendsNumbersToNamesOfDefinitionsWithSameName() {
			assertThat(normalize("""
					{"type":"object","properties":{"a":{"$ref":"#/$defs/Item"},"b":{"$ref":"#/definitions/Item"},
					 "c":{"$ref":"#/definitions/more/Item"},"d":{"$ref":"#/definitions/Item"}},
					 "$defs":{"Item":{"type":"string"}},
					 "definitions":{"Item":{"type":"integer"},"more":{"Item":{"type":"boolean"}}}}""")).isEqualTo("""
					{"type":"object","properties":{"a":{"$ref":"#/$defs/Item"},"b":{"$ref":"#/$defs/Item_2"},\
					"c":{"$ref":"#/$defs/Item_3"},"d":{"$ref":"#/$defs/Item_2"}},\
					"$defs":{"Item":{"type":"string"},"Item_2":{"type":"integer"},"Item_3":{"type":"boolean"}}}""");
		}

		@Test
		void replacesRootReferenceWithItsTarget() {
			assertThat(normalize("""
					{"$ref":"#/$defs/Node","$defs":{"Node":{"type":"object","properties":{
					 "next":{"anyOf":[{"$ref":"#/$defs/Node"},{"type":"null"}]}},"required":["next"]}}}"""))
				.isEqualTo("""
						{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},\
						"required":[]}""");
		}

		@Test
		void keepsRecursivePropertyRequiredOnlyIfRecursionIsInArray() {
			assertThat(normalize("""
					{"type":"object","properties":{"person":{"$ref":"#/$defs/Person"}},"required":["person"],
					 "$defs":{"Person":{"type":"object","required":["boss","friends","home"],"properties":{
					   "boss":{"$ref":"#/$defs/Person"},
					   "friends":{"type":"array","items":{"$ref":"#/$defs/Person"}},
					   "home":{"type":"object","required":["owner"],"properties":{
					     "owner":{"$ref":"#/$defs/Person"}}}}}}}""")).contains("\"required\":[\"person\"]")
				.contains("\"required\":[\"friends\"]")
				.contains("\"properties\":{\"owner\":{\"$ref\":\"#/$defs/Person\"}}");
		}

		@Test
		void returnsUnmodifiableJsonSchema() {
			Map<String, Object> schema = encoder().encodeParameters("tool", TREE, null, WITH_REFERENCES).jsonSchema();
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(schema::clear);
			assertThat(schema.get("properties")).isInstanceOfSatisfying(Map.class,
					(properties) -> assertThatExceptionOfType(UnsupportedOperationException.class)
						.isThrownBy(properties::clear));
		}

		private String normalize(String schema) {
			return WireJson.write(
					encoder().encodeParameters("tool", schema, SchemaMode.JSON_SCHEMA, WITH_REFERENCES).jsonSchema());
		}

	}

	@Nested
	class Parameters {

		@ParameterizedTest
		@ValueSource(strings = { "", " ", "null", "{}", "{\"type\":\"object\"}",
				"{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}" })
		void returnsNoSchemaForToolWithoutParameters(String schema) {
			for (SchemaMode mode : SchemaMode.values()) {
				SchemaEncoder.EncodedSchema encoded = encoder().encodeParameters("tool", schema, mode, WITH_REFERENCES);
				assertThat(encoded.schema()).as("%s", mode).isNull();
				assertThat(encoded.jsonSchema()).as("%s", mode).isNull();
			}
		}

		@Test
		void mergesAlternativesAtRootIntoObject() {
			assertThat(encodedSchema(
					"""
							{"oneOf":[
							 {"type":"object","properties":{"kind":{"const":"a"},"x":{"type":"string"}},"required":["kind","x"]},
							 {"type":"object","properties":{"kind":{"const":"b"},"x":{"type":"integer"}},"required":["kind"]}]}"""))
				.isEqualTo(json("""
						{"type":"OBJECT","properties":{"kind":{"type":"STRING","enum":["a","b"]},
						  "x":{"anyOf":[{"type":"STRING"},{"type":"INTEGER"}]}},
						 "required":["kind"],"propertyOrdering":["kind","x"]}"""));
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "not json", "{\"type\":\"object\"", "[]", "7", "\"text\"", "false", "{\"type\":\"string\"}",
						"{\"type\":\"array\",\"items\":{\"type\":\"string\"}}", "{\"type\":\"object\"} trailing" })
		@ExtendWith(OutputCaptureExtension.class)
		void replacesInvalidSchemaAndWarnsOnce(String schema, CapturedOutput output) {
			for (SchemaMode mode : SchemaMode.values()) {
				SchemaEncoder.EncodedSchema encoded = encoder().encodeParameters("weather_report", schema, mode,
						WITH_REFERENCES);
				assertThat(WireJson.write(encoded.schema())).isEqualTo("{\"type\":\"OBJECT\"}");
				assertThat(encoded.jsonSchema()).isNull();
			}
			assertThat(output.getOut().split("weather_report", -1)).hasSize(2);
		}

		@Test
		@ExtendWith(OutputCaptureExtension.class)
		void replacesInvalidSchemaForUnifiedEndpointAndWarnsOnce(CapturedOutput output) {
			assertThat(encoder().parseParameters("weather_report", "not json")).isEqualTo(Map.of("type", "object"));
			assertThat(encoder().parseParameters("weather_report", "7")).isEqualTo(Map.of("type", "object"));
			assertThat(output.getOut().split("weather_report", -1)).hasSize(2);
		}

		@Test
		void limitsNesting() {
			String open = String.join("", Collections.nCopies(90, "{\"type\":\"object\",\"properties\":{\"a\":"));
			String deep = open + "{\"type\":\"string\"}" + "}}".repeat(90);
			assertThat(encodedSchema(deep))
				.startsWith("{\"type\":\"OBJECT\",\"properties\":{\"a\":{\"type\":\"OBJECT\"");
			assertThat(encodedSchema("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000)))
				.isEqualTo("{\"type\":\"OBJECT\"}");
			assertThat(WireJson
				.write(encoder().encodeParameters("tool", deep, SchemaMode.JSON_SCHEMA, WITH_REFERENCES).schema()))
				.isEqualTo("{\"type\":\"OBJECT\"}");
		}

	}

	@Nested
	class MalformedSchemas {

		@Test
		void ignoresKeywordsOfWrongType() {
			assertThat(encodedSchema("""
					{"type":"object","properties":{"a":{"type":"string","minLength":"x","enum":"y","format":7,
					 "description":["d"],"maxLength":-1,"default":null},"b":null,"c":[],
					 "d":{"type":"array","items":"string","minItems":1.0},
					 "e":{"type":"integer","minimum":"1","maximum":1e2}},
					 "required":true,"anyOf":{},"allOf":"x","$ref":7,"description":" ","title":null}"""))
				.isEqualTo(json("""
						{"type":"OBJECT","properties":{"a":{"type":"STRING"},"b":{"type":"STRING"},
						 "c":{"type":"STRING"},"d":{"type":"ARRAY","items":{"type":"STRING"},"minItems":1},
						 "e":{"type":"INTEGER","maximum":1E+2}},"propertyOrdering":["a","b","c","d","e"]}"""));
		}

		@Test
		void acceptsPropertiesNamedLikeKeywords() {
			assertThat(encodedSchema("""
					{"type":"object","properties":{"$ref":{"type":"string"},"type":{"type":"string"},
					 "properties":{"type":"object","properties":{"enum":{"type":"integer"}}},
					 "required":{"type":"boolean"}},"required":["type","$ref"]}""")).isEqualTo(json("""
					{"type":"OBJECT","properties":{"$ref":{"type":"STRING"},"type":{"type":"STRING"},
					 "properties":{"type":"OBJECT","properties":{"enum":{"type":"INTEGER"}},
					 "propertyOrdering":["enum"]},"required":{"type":"BOOLEAN"}},
					 "required":["type","$ref"],"propertyOrdering":["$ref","type","properties","required"]}"""));
		}

		@Test
		void ignoresNumbersOutOfRange() {
			assertThat(encodedSchema("""
					{"properties":{"a":{"type":"integer","exclusiveMinimum":1e99999,"minLength":1e99999},
					 "b":{"type":"string","maxLength":1e99999}}}""")).contains("\"a\":{\"type\":\"INTEGER\"");
			assertThat(encodedSchema("{\"properties\":{\"a\":{\"minimum\":1e999999}}}"))
				.contains("\"a\":{\"type\":\"NUMBER\"}");
		}

	}

	@Nested
	class StructuredOutput {

		@Test
		void acceptsAnyTypeAtRoot() {
			assertThat(WireJson.write(encoder()
				.encodeOutput("{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}", null, WITH_REFERENCES)
				.schema())).isEqualTo("{\"type\":\"ARRAY\",\"items\":{\"type\":\"INTEGER\"}}");
			assertThat(WireJson.write(
					encoder().encodeOutput("{\"type\":\"string\",\"enum\":[\"A\"]}", null, WITH_REFERENCES).schema()))
				.isEqualTo("{\"type\":\"STRING\",\"enum\":[\"A\"]}");
		}

		@Test
		void cachesOutputSchemaSeparatelyFromParametersOfToolNamedOutputSchema() {
			String schema = "{\"type\":\"object\"}";
			assertThat(encoder().encodeParameters("outputSchema", schema, null, WITHOUT_REFERENCES))
				.isEqualTo(SchemaEncoder.EncodedSchema.NONE);
			assertThat(WireJson.write(encoder().encodeOutput(schema, null, WITHOUT_REFERENCES).schema()))
				.isEqualTo("{\"type\":\"OBJECT\"}");
		}

		@Test
		void exceptionNamesOptionIfOutputSchemaIsInvalid() {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> encoder().encodeOutput("not json", null, WITH_REFERENCES))
				.withMessageContaining("outputSchema");
		}

	}

	private SchemaEncoder encoder() {
		return this.encoder;
	}

	private Schema translate(String schema) {
		Schema translated = this.encoder.encodeParameters("tool", schema, SchemaMode.SCHEMA, WITH_REFERENCES).schema();
		RequestSchema.validate("""
				{"contents":[{"parts":[{"text":"Hi"}]}],
				 "tools":[{"functionDeclarations":[{"name":"tool","parameters":%s}]}]}"""
			.formatted(WireJson.write(translated)));
		return translated;
	}

	private String encodedSchema(String schema) {
		return WireJson.write(translate(schema));
	}

	private String encodedProperty(String schema) {
		return encodedProperty(schema, "{}");
	}

	private String encodedProperty(String schema, String definitions) {
		Schema object = translate(
				"{\"type\":\"object\",\"properties\":{\"it\":%s},\"$defs\":%s}".formatted(schema, definitions));
		return WireJson.write(properties(object).get("it"));
	}

	private static Map<String, Schema> properties(Schema schema) {
		assertThat(schema.properties()).isNotNull();
		return schema.properties();
	}

	private static String json(String text) {
		return WireJson.write(WireJson.readValue(text));
	}

}
