package net.qhaigc.springai.gemini.test;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the rules of the native endpoints, {@code generateContent} and
 * {@code streamGenerateContent}.
 */
class NativeRulesTests {

	private static final String HI = """
			"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]""";

	@Nested
	class JsonParsing {

		@Test
		void rejectsBodyThatIsNotJsonObject() {
			assertThat(rejectionMessage("[]")).isEqualTo("Invalid JSON payload received. A JSON object is expected.");
		}

		@Test
		void returnsGoogleErrorForUnknownName() {
			assertThat(rejection("""
					{"contents": [{"role": "user", "parts": [{"text": "Hi"}], "foo": 1}]}""").json()).isEqualTo(Json
				.read("""
						{
						  "error": {
						    "code": 400,
						    "message": "Invalid JSON payload received. Unknown name \\"foo\\" at 'contents[0]': Cannot find field.",
						    "status": "INVALID_ARGUMENT",
						    "details": [
						      {
						        "@type": "type.googleapis.com/google.rpc.BadRequest",
						        "fieldViolations": [
						          {
						            "field": "contents[0]",
						            "description": "Invalid JSON payload received. Unknown name \\"foo\\" at 'contents[0]': Cannot find field."
						          }
						        ]
						      }
						    ]
						  }
						}"""));
		}

		@Test
		void reportsEachUnknownName() {
			assertThat(rejectionMessage("{\"foo\": 1, " + HI + ", \"generationConfig\": {\"bar\": 1}}")).isEqualTo("""
					Invalid JSON payload received. Unknown name "foo": Cannot find field.
					Invalid JSON payload received. Unknown name "bar" at 'generation_config': Cannot find field.""");
		}

		@Test
		void reportsPathOfUnknownNameInSchema() {
			assertThat(rejectionMessage(withTool(
					"""
							{"name": "a", "parameters": {"type": "OBJECT", "properties": {"b": {"type": "STRING", "const": "c"}}}}""")))
				.isEqualTo("Invalid JSON payload received. Unknown name \"const\" at"
						+ " 'tools[0].function_declarations[0].parameters.properties[0].value': Cannot find field.");
		}

		@Test
		void rejectsListInPlaceOfArguments() {
			assertThat(rejectionMessage("""
					{"contents": [
					  {"role": "user", "parts": [{"text": "Hi"}]},
					  {"role": "model", "parts": [{"functionCall": {"name": "a", "args": []}}]}]}""")).isEqualTo(
					"Invalid JSON payload received. Unknown name \"args\" at 'contents[1].parts[0].function_call': Proto field is not repeating, cannot start list.");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						{"functionCall": {"name": "a", "args": 5}} | function_call.args' (type.googleapis.com/google.protobuf.Struct), 5
						{"inlineData": {"mimeType": "image/png", "data": "no*base64"}} | inline_data.data' (TYPE_BYTES), Base64 decoding failed for "no*base64"
						{"text": "Hi", "thought": "yes"}                               | thought' (TYPE_BOOL), "yes"
						{"text": 1}                                                    | text' (TYPE_STRING), 1
						{"functionCall": "a"}                                          | function_call' (type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCall), "a"
						{"fileData": {"fileUri": "gs://a"}, "videoMetadata": {"startOffset": "1 s"}} | video_metadata.start_offset' (type.googleapis.com/google.protobuf.Duration), "1 s"
						""")
		void rejectsInvalidValue(String part, String message) {
			assertThat(rejectionMessage("{\"contents\": [{\"role\": \"user\", \"parts\": [" + part + "]}]}"))
				.isEqualTo("Invalid value at 'contents[0].parts[0]." + message);
		}

		@Test
		void rejectsInvalidTimestamp() {
			assertThat(rejectionMessage("{" + HI + """
					, "tools": [{"googleSearch": {"timeRangeFilter":
					  {"startTime": "yesterday", "endTime": "2026-01-01T00:00:00Z"}}}]}"""))
				.isEqualTo("Invalid value at 'tools[0].google_search.time_range_filter.start_time'"
						+ " (type.googleapis.com/google.protobuf.Timestamp), \"yesterday\"");
		}

		@Test
		void rejectsValueOfWrongType() {
			assertThat(rejectionMessage("{" + HI + ", \"generationConfig\": {\"temperature\": \"hot\"}}"))
				.isEqualTo("Invalid value at 'generation_config.temperature' (TYPE_FLOAT), \"hot\"");
			assertThat(rejectionMessage("{" + HI + ", \"generationConfig\": {\"topK\": 1.5}}"))
				.isEqualTo("Invalid value at 'generation_config.top_k' (TYPE_INT32), 1.5");
		}

		@Test
		void rejectsUnknownEnumConstant() {
			assertThat(rejectionMessage(withTool("{\"name\": \"a\", \"parameters\": {\"type\": \"FUNCTION\"}}")))
				.isEqualTo("Invalid value at 'tools[0].function_declarations[0].parameters.type'"
						+ " (type.googleapis.com/google.ai.generativelanguage.v1beta.Type), \"FUNCTION\"");
		}

		@Test
		void rejectsListInPlaceOfSingleValue() {
			assertThat(
					rejectionMessage(withTool("{\"name\": \"a\", \"parameters\": {\"type\": [\"STRING\", \"NULL\"]}}")))
				.isEqualTo("Invalid JSON payload received. Unknown name \"type\" at"
						+ " 'tools[0].function_declarations[0].parameters': Proto field is not repeating, cannot start list.");
		}

		@ParameterizedTest
		@ValueSource(strings = { """
				{"contents": {"role": "user", "parts": {"text": "Hi"}}}""", """
				{"contents": [{"parts": [{"inline_data": {"mime_type": "image/png", "data": "AA=="}}]}]}""", """
				{"contents": [{"parts": [{"text": "Hi"}]}], "safetySettings": null}""",
				"""
						{"contents": [{"parts": [{"text": "Hi"}]}], "generationConfig": {"topK": "5", "responseModalities": ["text"]}}""" })
		void acceptsNonCanonicalJsonOnlyIfLenient(String request) {
			assertThat(check(request, "gemini-2.5-flash", true)).isNull();
			assertThat(rejectionMessage(request)).contains("Google accepts this, but it is not canonical.",
					"QhaigcGateway.builder().lenient()");
		}

	}

	@Nested
	class Contents {

		@Test
		void rejectsToolResultThatIsNotObject() {
			assertThat(rejectionMessage("""
					{"contents": [
					  {"role": "user", "parts": [{"text": "Hi"}]},
					  {"role": "model", "parts": [{"functionCall": {"name": "a"}}]},
					  {"role": "user", "parts": [{"functionResponse": {"name": "a", "response": "done"}}]}]}"""))
				.isEqualTo("Invalid value at 'contents[2].parts[0].function_response.response'"
						+ " (type.googleapis.com/google.protobuf.Struct), \"done\"");
		}

		@Test
		void rejectsPartWithTwoKindsOfData() {
			assertThat(rejectionMessage(
					"{\"contents\": [{\"parts\": [{\"text\": \"a\", \"functionCall\": {\"name\": \"a\"}}]}]}"))
				.isEqualTo("Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is already set."
						+ " Cannot set 'functionCall'");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						{}                                            | contents: contents is not specified
						{"contents": []}                              | contents: contents is not specified
						{"contents": [{"role": "user"}]}              | contents[0].parts: contents.parts must not be empty.
						{"contents": [{"role": "user", "parts": []}]} | contents[0].parts: contents.parts must not be empty.
						{"contents": [{"parts": [{}]}]}               | contents[0].parts[0].data: required oneof field 'data' must have one initialized field
						{"contents": [{"parts": [{"thought": true}]}]}| contents[0].parts[0].data: required oneof field 'data' must have one initialized field
						""")
		void reportsMissingField(String request, String message) {
			assertThat(rejectionMessage(request)).isEqualTo("* GenerateContentRequest." + message + "\n");
		}

		@Test
		void rejectsUnknownRole() {
			assertThat(rejectionMessage("{\"contents\": [{\"role\": \"assistant\", \"parts\": [{\"text\": \"Hi\"}]}]}"))
				.isEqualTo("Please use a valid role: user, model.");
		}

	}

	@Nested
	class Configuration {

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						{"topP": 1.5}                            | top_p: top_p must be in the range [0.0, 1.0].
						{"topK": 0}                              | top_k: top_k must be positive.
						{"responseLogprobs": true, "logprobs": 21} | logprobs: logprobs must be in the range [0.0, 20.0].
						{"speechConfig": {"voiceConfig": {}, "multiSpeakerVoiceConfig": {"speakerVoiceConfigs": [{"speaker": "a", "voiceConfig": {}}]}}} | speech_config: voice_config and multi_speaker_voice_config are mutually exclusive.
						{"temperature": 2.5}                     | temperature: temperature must be in the range [0.0, 2.0].
						{"maxOutputTokens": 0}                   | max_output_tokens: max_output_tokens must be positive.
						{"logprobs": 3}                          | logprobs: logprobs can only be set if response_logprobs is true.
						{"stopSequences": ["1","2","3","4","5","6"]} | stop_sequences: at most 5 stop sequences are allowed.
						{"responseMimeType": "text/html"}        | response_mime_type: allowed mimetypes are `text/plain`, `application/json`, `application/xml`, `application/yaml` and `text/x.enum`.
						{"responseSchema": {"type": "STRING"}}   | response_schema: a response schema is not allowed with the response_mime_type text/plain, which is the default.
						{"responseMimeType": "application/json", "responseSchema": {"type": "STRING"}, "responseJsonSchema": {}} | response_json_schema: only one of response_schema and response_json_schema may be set.
						""")
		void rejectsInvalidConfiguration(String config, String message) {
			assertThat(rejectionMessage("{" + HI + ", \"generationConfig\": " + config + "}"))
				.isEqualTo("* GenerateContentRequest.generation_config." + message + "\n");
		}

		@Test
		void rejectsThinkingLevelBeforeGemini3() {
			assertThat(rejectionMessage(
					"{" + HI + ", \"generationConfig\": {\"thinkingConfig\": {\"thinkingLevel\": \"LOW\"}}}"))
				.isEqualTo("Thinking level is not supported for this model.");
		}

		@Test
		void rejectsThinkingBudgetWithThinkingLevel() {
			assertThat(check("{" + HI + """
					, "generationConfig": {"thinkingConfig": {"thinkingBudget": 1, "thinkingLevel": "LOW"}}}""",
					"gemini-3.5-flash", false)
				.message()).isEqualTo("You can only set only one of thinking budget and thinking level.");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						"systemInstruction": {"parts": [{"inlineData": {"mimeType": "image/png", "data": "AA=="}}]} | The system instruction must consist of text parts only.
						"systemInstruction": {"role": "system", "parts": [{"text": "a"}]} | Please use a valid role: user, model.
						"toolConfig": {"functionCallingConfig": {"mode": "ANY"}} | Function calling config is set without function_declarations.
						""")
		void rejectsInvalidSystemInstructionOrToolConfig(String fields, String message) {
			assertThat(rejectionMessage("{" + HI + ", " + fields + "}")).isEqualTo(message);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						"tools": [{"googleSearch": {"timeRangeFilter": {"startTime": "2026-01-01T00:00:00Z"}}}] | tools[0].google_search.time_range_filter: start_time and end_time must be set together.
						"safetySettings": [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}, {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "OFF"}] | safety_settings[1].category: only one setting is allowed for a category.
						""")
		void rejectsIncompleteTimeRangeAndDuplicateSafetySetting(String field, String message) {
			assertThat(rejectionMessage("{" + HI + ", " + field + "}"))
				.isEqualTo("* GenerateContentRequest." + message + "\n");
		}

	}

	@Nested
	class ResponseSchemas {

		@Test
		void rejectsInvalidSchema() {
			assertThat(rejectionMessage(withResponseSchema(
					"""
							{"type": "OBJECT", "properties": {"b": {"type": "OBJECT"}, "c": {"type": "STRING", "format": "uri"}}}""")))
				.isEqualTo(
						"""
								* GenerateContentRequest.generation_config.response_schema.properties[b].properties: should be non-empty \
								for OBJECT type
								* GenerateContentRequest.generation_config.response_schema.properties[c].format: only 'enum' and \
								'date-time' are supported for STRING type
								""");
		}

		@Test
		void rejectsSiblingFieldsOfAnyOf() {
			assertThat(rejectionMessage(withResponseSchema("""
					{"description": "a", "anyOf": [{"type": "STRING"}, {"type": "NUMBER"}]}"""))).isEqualTo(
					"Unable to submit request because one or more response schemas specified other fields alongside any_of. When using any_of, it must be the only field set. Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/control-generated-output");
		}

		private String withResponseSchema(String schema) {
			return "{" + HI
					+ ", \"generationConfig\": {\"responseMimeType\": \"application/json\", \"responseSchema\": "
					+ schema + "}}";
		}

	}

	@Nested
	class CachedContents {

		@ParameterizedTest
		@ValueSource(strings = { "\"systemInstruction\": {\"parts\": [{\"text\": \"a\"}]}",
				"\"tools\": [{\"googleSearch\": {}}]",
				"\"tools\": [{\"functionDeclarations\": [{\"name\": \"a\"}]}], \"toolConfig\": {\"functionCallingConfig\": {}}" })
		void rejectsFieldsThatBelongInCachedContent(String field) {
			assertThat(rejectionMessage("{" + HI + ", \"cachedContent\": \"cachedContents/a\", " + field + "}"))
				.isEqualTo(
						"""
								CachedContent can not be used with GenerateContent request setting system_instruction, tools or \
								tool_config.

								Proposed fix: move those values to CachedContent from GenerateContent request.""");
		}

	}

	@Nested
	class Tools {

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						{"name": "1a"} | name: Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.
						{"name": "a", "parameters": {"type": "ARRAY"}} | parameters.items: missing field.
						{"name": "a", "parameters": {"type": "OBJECT", "required": ["b"]}} | parameters.required[0]: property is not defined
						{"name": "a", "parameters": {"type": "OBJECT", "properties": {"b": {"type": "INTEGER", "enum": ["1"]}}}} | parameters.properties[b].enum: only allowed for STRING type
						{"name": "a", "parameters": {"type": "OBJECT", "properties": {"b": {"type": "STRING", "format": "date"}}}} | parameters.properties[b].format: only 'enum' and 'date-time' are supported for STRING type
						{"name": "a", "parameters": {"type": "OBJECT", "properties": {"b": {"type": "NUMBER", "format": "decimal"}}}} | parameters.properties[b].format: only 'float' and 'double' are supported for NUMBER type
						{"name": "a", "parameters": {"type": "OBJECT", "properties": {"b": {"type": "INTEGER", "format": "uint8"}}}} | parameters.properties[b].format: only 'int32' and 'int64' are supported for INTEGER type
						{"name": "a", "parameters": {"type": "OBJECT", "properties": {"b": {"type": "OBJECT"}}}} | parameters.properties[b].properties: should be non-empty for OBJECT type
						{"name": "a", "parameters": {"type": "ARRAY", "items": {"type": "OBJECT", "properties": {}}}} | parameters.items.properties: should be non-empty for OBJECT type
						{"name": "a", "parameters": {"anyOf": [{"type": "OBJECT"}]}} | parameters.any_of[0].properties: should be non-empty for OBJECT type
						{"name": "a", "parameters": {"type": "STRING", "properties": {"b": {"type": "STRING"}}}} | parameters.properties: only allowed for OBJECT type
						{"name": "a", "parameters": {"anyOf": [{"type": "ARRAY"}]}} | parameters.any_of[0].items: missing field.
						{"name": "a", "parameters": {"type": "ARRAY", "items": {"type": "ARRAY"}}} | parameters.items.items: missing field.
						{"name": "a", "response": {"type": "OBJECT"}, "responseJsonSchema": {}} | response_json_schema: only one of response and response_json_schema may be set.
						{"name": "a", "parameters": {"type": "OBJECT"}, "parametersJsonSchema": {}} | parameters_json_schema: only one of parameters and parameters_json_schema may be set.
						""")
		void rejectsInvalidDeclaration(String declaration, String message) {
			assertThat(rejectionMessage(withTool(declaration)))
				.isEqualTo("* GenerateContentRequest.tools[0].function_declarations[0]." + message + "\n");
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						{"type": "OBJECT", "properties": {"b": {"description": "b", "anyOf": [{"type": "STRING"}, {"type": "NUMBER"}]}}} | parameters.b
						{"type": "ARRAY", "items": {"nullable": true, "anyOf": [{"type": "STRING"}, {"type": "NUMBER"}]}} | parameters.items
						""")
		void rejectsSiblingFieldsOfAnyOf(String schema, String name) {
			assertThat(rejectionMessage(withTool("{\"name\": \"edit\", \"parameters\": " + schema + "}"))).isEqualTo(
					"Unable to submit request because `edit` functionDeclaration `%s` schema specified other fields alongside any_of. When using any_of, it must be the only field set. Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling"
						.formatted(name));
		}

		@Test
		void acceptsValidSchema() {
			assertThat(check(withTool("""
					{"name": "a", "parameters": {"type": "OBJECT", "properties": {
					  "at": {"type": "STRING", "format": "date-time"}, "size": {"type": "INTEGER", "format": "int32"},
					  "either": {"anyOf": [{"type": "STRING"}, {"type": "NUMBER", "format": "double"}]}}}},
					{"name": "b", "parameters": {"type": "OBJECT"}}"""), "gemini-3.5-flash", false)).isNull();
		}

		@Test
		void rejectsEmptyTool() {
			assertThat(rejectionMessage("{" + HI + ", \"tools\": [{}]}")).isEqualTo(
					"* GenerateContentRequest.tools[0].tool_type: required one_of 'tool_type' must have one initialized field\n");
		}

		@Test
		void rejectsDuplicateDeclaration() {
			assertThat(rejectionMessage(withTool("{\"name\": \"a\"}, {\"name\": \"a\"}")))
				.isEqualTo("Duplicate function declaration found: a");
		}

		@Test
		void rejectsInvalidAllowedFunctionNames() {
			String request = "{" + HI + """
					, "tools": [{"functionDeclarations": [{"name": "a"}]}], "toolConfig": {"functionCallingConfig":
					  {"mode": "%s", "allowedFunctionNames": ["%s"]}}}""";

			assertThat(rejectionMessage(request.formatted("AUTO", "a")))
				.isEqualTo("allowed_function_names should only be set when function calling mode is ANY or VALIDATED.");
			assertThat(rejectionMessage(request.formatted("ANY", "b")))
				.isEqualTo("allowed_function_names contains `b`, which is not declared.");
			assertThat(check(request.formatted("VALIDATED", "a"), "gemini-2.5-flash", false)).isNull();
		}

		@Test
		void functionsWithServerToolsRequireGemini3AndServerSideToolInvocations() {
			String unclosedRequest = "{" + HI
					+ ", \"tools\": [{\"googleSearch\": {}}, {\"functionDeclarations\": [{\"name\": \"a\"}]}]";

			assertThat(rejectionMessage(unclosedRequest + "}"))
				.isEqualTo("Tool use with function calling is unsupported by this model.");
			assertThat(check(unclosedRequest + "}", "gemini-3.5-flash", false).message()).isEqualTo(
					"Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.");
			assertThat(check(unclosedRequest + ", \"toolConfig\": {\"includeServerSideToolInvocations\": true}}",
					"gemini-3.5-flash", false))
				.isNull();
		}

		@ParameterizedTest
		@ValueSource(strings = { "gemini-2.5-computer-use-preview-10-2025", "gemini-3-flash-preview" })
		void acceptsFunctionsWithComputerUse(String model) {
			assertThat(check("{" + HI + """
					, "tools": [{"functionDeclarations": [{"name": "a"}]},
					  {"computerUse": {"environment": "ENVIRONMENT_BROWSER"}}]}""", model, false)).isNull();
		}

		@Test
		void rejectsDeclarationOfPredefinedFunctionThatIsNotExcluded() {
			String request = "{" + HI
					+ """
							, "tools": [{"functionDeclarations": [{"name": "click_at"}]},
							  {"computerUse": {"environment": "ENVIRONMENT_BROWSER", "excludedPredefinedFunctions": ["%s"]}}]}""";

			assertThat(rejectionMessage(request.formatted("search")))
				.isEqualTo("Duplicate function declaration found: click_at");
			assertThat(check(request.formatted("click_at"), "gemini-3-flash-preview", false)).isNull();
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '^',
				textBlock = """
						gemini-2.0-flash | {"urlContext": {}} | Browse tool is not supported.
						gemini-2.5-flash | {"urlContext": {}}, {"googleSearch": {}}, {"codeExecution": {}} |
						gemini-1.5-pro   | {"googleSearchRetrieval": {}} |
						gemini-2.0-flash | {"googleSearchRetrieval": {}} | google_search_retrieval is not supported. Please use google_search tool instead.
						gemini-4-argon   | {"googleSearchRetrieval": {}} | google_search_retrieval is not supported. Please use google_search tool instead.
						gemini-2.5-pro   | {"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/a"]}} |
						gemini-2.5-pro   | {"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/a"]}}, {"googleSearch": {}} | Multiple tools are supported only when they are all search tools.
						gemini-3.5-flash | {"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/a"]}}, {"googleSearch": {}} |
						gemini-4-argon   | {"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/a"]}}, {"googleSearch": {}} |
						gemini-flash-latest | {"fileSearch": {"fileSearchStoreNames": ["fileSearchStores/a"]}}, {"urlContext": {}} |
						gemini-2.5-flash | {"computerUse": {"environment": "ENVIRONMENT_BROWSER"}} | Computer Use is not enabled for models/gemini-2.5-flash.
						gemini-3-flash-preview | {"computerUse": {"environment": "ENVIRONMENT_BROWSER"}} |
						gemini-4-argon   | {"computerUse": {"environment": "ENVIRONMENT_BROWSER"}}, {"functionDeclarations": [{"name": "a"}]} |
						""")
		void checksServerToolsByModelGeneration(String model, String tools, @Nullable String message) {
			ErrorResponse rejection = check("{" + HI + ", \"tools\": [" + tools + "]}", model, false);
			assertThat((rejection != null) ? rejection.message() : null).isEqualTo(message);
		}

		@Test
		void computerUseModelRequiresComputerUseTool() {
			assertThat(check("{" + HI + "}", "gemini-2.5-computer-use-preview-10-2025", false).message())
				.startsWith("This model requires the use of the Computer Use tool.");
		}

		@Test
		void rejectsFunctionsWithResponseMimeTypeBeforeGemini3() {
			String request = "{" + HI + """
					, "tools": [{"functionDeclarations": [{"name": "a"}]}],
					 "generationConfig": {"responseMimeType": "application/json"}}""";

			assertThat(rejectionMessage(request))
				.isEqualTo("Function calling with a response mime type: 'application/json' is unsupported");
			assertThat(check(request, "gemini-3.5-flash", false)).isNull();
		}

	}

	@Nested
	class Turns {

		@Test
		void rejectsFunctionCallAndFunctionResponseWithoutName() {
			assertThat(rejectionMessage("""
					{"contents": [
					  {"role": "user", "parts": [{"text": "Hi"}]},
					  {"role": "model", "parts": [{"functionCall": {}}]},
					  {"role": "user", "parts": [{"functionResponse": {"response": {}}}]}]}""")).isEqualTo("""
					* GenerateContentRequest.contents[1].parts[0].function_call.name: Name cannot be empty.
					* GenerateContentRequest.contents[2].parts[0].function_response.name: Name cannot be empty.
					""");
		}

		@Test
		void rejectsFunctionCallWithoutFunctionResponse() {
			assertThat(rejectionMessage(conversation("user: Hi", "call: a, b", "response: a"))).isEqualTo(
					"Please ensure that the number of function response parts is equal to the number of function call"
							+ " parts of the function call turn.");
			assertThat(rejectionMessage(conversation("user: Hi", "call: a", "user: Well?")))
				.startsWith("Please ensure that the number of function response parts");
			assertThat(check(conversation("user: Hi", "call: a, b", "response: a, b"), "gemini-2.5-flash", false))
				.isNull();
		}

		@Test
		void rejectsFunctionResponseWithoutFunctionCall() {
			assertThat(rejectionMessage(conversation("user: Hi", "response: a")))
				.isEqualTo("Please ensure that function response turn comes immediately after a function call turn.");
		}

		@Test
		void rejectsFunctionCallInFirstContent() {
			assertThat(rejectionMessage(conversation("call: a", "response: a")))
				.isEqualTo("Please ensure that function call turn"
						+ " comes immediately after a user turn or after a function response turn.");
		}

		@ParameterizedTest
		@ValueSource(strings = { "gemini-3.5-flash", "gemini-3-pro-image", "gemini-4-argon", "gemini-flash-latest" })
		void requiresSignatureInEachModelContentOfCurrentTurnSinceGemini3(String model) {
			String secondModelContentUnsigned = conversation("user: Hi", "call: a*, b", "response: a, b", "call: c",
					"response: c");
			assertThat(check(secondModelContentUnsigned, model, false).message())
				.startsWith("Function call is missing a thought_signature in functionCall parts.")
				.contains("function call `default_api:c` , position 4.");
			assertThat(check(secondModelContentUnsigned, "gemini-2.5-flash", false)).isNull();
			assertThat(check(conversation("user: Hi", "call: a*, b", "response: a, b", "call: c*", "response: c"),
					model, false))
				.isNull();
		}

		@Test
		void doesNotRequireSignatureInEarlierTurns() {
			assertThat(check(conversation("user: Hi", "call: a", "response: a", "model: Done.", "user: Thanks"),
					"gemini-3.5-flash", false))
				.isNull();
		}

	}

	private static String withTool(String declarations) {
		return "{" + HI + ", \"tools\": [{\"functionDeclarations\": [" + declarations + "]}]}";
	}

	/**
	 * Build a request from lines such as {@code user: Hi}, {@code call: a*, b} and
	 * {@code response: a, b}. The asterisk marks a call with a signature.
	 */
	private static String conversation(String... lines) {
		StringBuilder contents = new StringBuilder();
		for (String line : lines) {
			String[] kindAndContent = line.split(": ");
			contents.append(contents.isEmpty() ? "" : ",")
				.append("{\"role\":\"")
				.append((kindAndContent[0].equals("call") || kindAndContent[0].equals("model")) ? "model" : "user")
				.append("\",\"parts\":[")
				.append(String.join(",",
						List.of(kindAndContent[1].split(", "))
							.stream()
							.map((nameOrText) -> part(kindAndContent[0], nameOrText))
							.toList()))
				.append("]}");
		}
		return "{\"contents\":[" + contents + "]}";
	}

	private static String part(String kind, String nameOrText) {
		String name = nameOrText.replace("*", "");
		return switch (kind) {
			case "call" -> "{\"functionCall\":{\"name\":\"" + name + "\"}"
					+ (nameOrText.endsWith("*") ? ",\"thoughtSignature\":\"skip_thought_signature_validator\"}" : "}");
			case "response" -> "{\"functionResponse\":{\"name\":\"" + name + "\",\"response\":{}}}";
			default -> "{\"text\":\"" + nameOrText + "\"}";
		};
	}

	private static String rejectionMessage(String request) {
		return rejection(request).message();
	}

	/** Return the error response to an invalid request for {@code gemini-2.5-flash}. */
	private static ErrorResponse rejection(String request) {
		ErrorResponse rejection = check(request, "gemini-2.5-flash", false);
		assertThat(rejection).isNotNull();
		return rejection;
	}

	private static @Nullable ErrorResponse check(String request, String model, boolean lenient) {
		return new NativeRules(lenient, new SignatureRules(true), Integer.MAX_VALUE)
			.check(new ReceivedRequest(1, "POST", RequestTarget.of("/v1beta/models/" + model + ":generateContent", ""),
					"", Map.of(), new RequestBody(request, Json.read(request), null)));
	}

}
