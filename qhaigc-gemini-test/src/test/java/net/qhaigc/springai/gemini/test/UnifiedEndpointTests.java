package net.qhaigc.springai.gemini.test;

import java.net.http.HttpResponse;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the unified chat endpoint of the stand-in gateway.
 */
class UnifiedEndpointTests {

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void returnsGoogleFormatForStyleGemini() throws Exception {
		this.gateway.reply("Hello").usage(1, 2, 3).withoutModelVersion();

		HttpResponse<String> response = post("""
				{"model": "gpt-5-mini", "style": "gemini", "messages": [{"role": "user", "content": "Hi"}]}""");

		assertThat(Json.read(response.body())).isEqualTo(Json.read("""
				{
				  "candidates": [
				    {"content": {"parts": [{"text": "Hello"}], "role": "model"}, "finishReason": "STOP"}
				  ],
				  "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2, "totalTokenCount": 3}
				}"""));
		assertThat(this.gateway.takeRequest().model()).isEqualTo("gpt-5-mini");
	}

	@Test
	void streamsGoogleFormatForStyleGemini() throws Exception {
		this.gateway.replyStream("Hel", "lo").usage(1, 2, 3).withoutModelVersion();

		HttpResponse<String> response = post("""
				{"model": "gpt-5-mini", "style": "gemini", "stream": true,
				 "messages": [{"role": "user", "content": "Hi"}]}""");

		assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
		assertThat(response.body()).startsWith("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}]")
			.endsWith("\r\n\r\n")
			.doesNotContain("[DONE]");
	}

	@Test
	void returnsOpenAiFormatIfRequestHasNoStyle() throws Exception {
		this.gateway.thinking("Hm.")
			.text("Hello")
			.callTool("getWeather", Map.of("city", "Hangzhou"))
			.unchecked()
			.usage(1, 2, 3);

		HttpResponse<String> response = post("""
				{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}]}""");

		assertThat(Json.read(response.body())).isEqualTo(Json.read("""
				{
				  "id": "chatcmpl-1",
				  "object": "chat.completion",
				  "created": 0,
				  "model": "gpt-5-mini",
				  "choices": [
				    {
				      "index": 0,
				      "message": {
				        "role": "assistant",
				        "content": "Hello",
				        "reasoning_content": "Hm.",
				        "tool_calls": [
				          {
				            "id": "call_1_1",
				            "type": "function",
				            "function": {"name": "getWeather", "arguments": "{\\"city\\":\\"Hangzhou\\"}"}
				          }
				        ]
				      },
				      "finish_reason": "tool_calls"
				    }
				  ],
				  "usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
				}"""));
	}

	@Test
	void streamsOpenAiFormatIfRequestHasNoStyle() throws Exception {
		this.gateway.replyStream("Hel", "lo").usage(1, 2, 3);

		HttpResponse<String> response = post("""
				{"model": "gpt-5-mini", "stream": true, "stream_options": {"include_usage": true},
				 "messages": [{"role": "user", "content": "Hi"}]}""");

		String head = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"gpt-5-mini\",";
		assertThat(response.body().split("\n\n")).containsExactly("data: " + head + """
				"choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}""",
				"data: " + head + """
						"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}""",
				"data: " + head + """
						"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""",
				"data: [DONE]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '^',
			textBlock = """
					{"foo": 1}                                   | Unrecognized request argument supplied: foo
					{"model": ""}                                | you must provide a model parameter
					{"stream": "yes"}                            | Invalid type for 'stream': expected a boolean.
					{"style": "claude"}                          | Invalid value for 'style': expected 'gemini' or 'openai'.
					{"stream_options": {"include_usage": true}}  | The 'stream_options' parameter is only allowed when 'stream' is enabled.
					{"temperature": 3}                           | Invalid 'temperature': expected a number from 0 to 2.
					{"tool_choice": "auto"}                      | Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.
					{"tools": [{"type": "function", "function": {"name": "get.weather"}}]} | Invalid 'tools[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]{1,64}$'.
					{"response_format": {"type": "json_schema", "json_schema": {"name": "a"}}} | Missing required parameter: 'response_format.json_schema.schema'.
					{"top_p": 2} | Invalid 'top_p': expected a number from 0 to 1.
					{"presence_penalty": 3} | Invalid 'presence_penalty': expected a number from -2 to 2.
					{"frequency_penalty": "much"} | Invalid 'frequency_penalty': expected a number from -2 to 2.
					{"max_tokens": 1.5} | Invalid type for 'max_tokens': expected an integer.
					{"tools": []} | Invalid 'tools': expected an array with at least one tool.
					{"tools": [{"function": {"name": "a"}}]} | Invalid 'tools[0]': expected {"type":"function","function":{..}}.
					{"tools": [{"type": "function", "function": {"name": "a"}}, {"type": "function", "function": {"name": "a"}}]} | Invalid 'tools[1]': the name is declared twice.
					{"tools": [{"type": "function", "function": {"name": "a", "parameters": []}}]} | Invalid type for 'tools[0].function.parameters': expected an object.
					{"tools": [{"type": "function", "function": {"name": "a"}}], "tool_choice": "any"} | Invalid value for 'tool_choice': expected none, auto, required, or a declared function.
					{"tools": [{"type": "function", "function": {"name": "a"}}], "tool_choice": {"type": "function", "function": {"name": "b"}}} | Invalid value for 'tool_choice': expected none, auto, required, or a declared function.
					{"response_format": {"type": "yaml"}} | Invalid value for 'response_format.type': expected text, json_object or json_schema.
					{"response_format": {"type": "json_schema", "json_schema": {"name": "a b", "schema": {}}}} | Invalid 'response_format.json_schema.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]{1,64}$'.
					{"messages": [{"role": "user", "content": "Hi", "foo": 1}]} | Additional properties are not allowed ('foo' was unexpected) - 'messages[0]'
					{"messages": [{"role": "user", "content": 1}]} | Invalid type for 'messages[0].content': expected a string or an array of objects.
					{"messages": [{"role": "system", "content": [{"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}]}]} | Invalid value: 'image_url'. Supported values are: [text] (messages[0].content[0].type).
					{"messages": [{"role": "assistant", "tool_calls": []}]} | Invalid 'messages[0].tool_calls': empty array. Expected an array with minimum length 1.
					{"messages": [{"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "a", "arguments": "{}"}}]}]} | Invalid 'messages[0].tool_calls[0].id': expected a unique ID.
					{"messages": [{"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "a", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "1", "content": "x"}]} | Missing required parameter: 'messages[0].tool_calls[0].type'.
					{"messages": []}                             | Invalid 'messages': expected an array with at least one message.
					{"messages": [{"role": "model", "content": "Hi"}]} | Invalid value: 'model'. Supported values are: 'system', 'assistant', 'user', 'tool', and 'developer' (messages[0].role).
					{"messages": [{"role": "user"}]}             | Invalid value for 'content': expected a string, got null (messages[0].content).
					{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]} | Missing required parameter: 'messages[0].content[0].image_url'.
					{"messages": [{"role": "tool", "tool_call_id": "1", "content": "x"}]} | Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls' (messages[0]).
					{"messages": [{"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "a", "arguments": "{}"}}]}, {"role": "user", "content": "x"}]} | An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: 1
					{"messages": [{"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "a", "arguments": {}}}]}, {"role": "tool", "tool_call_id": "1", "content": "x"}]} | Invalid 'messages[0].tool_calls[0].function.arguments': expected a JSON object as a string.
					{"style": "gemini", "model": "gemini-3.5-flash", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "a", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "1", "content": "x"}]} | Function call is missing a thought_signature in functionCall parts (messages[1].tool_calls[0].extra_content.google.thought_signature).
					""")
	void rejectsInvalidRequest(String change, String message) throws Exception {
		var request = Json.object("""
				{"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}]}""");
		request.setAll(Json.object(change));

		HttpResponse<String> response = post(request.toString());

		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(Json.read(response.body())).isEqualTo(Json.object()
			.set("error",
					Json.object()
						.put("message", message)
						.put("type", "invalid_request_error")
						.put("code", "invalid_request_error")));
	}

	@Test
	void rejectsBodyThatIsNotJsonObject() {
		assertThat(post("[]").body()).contains("We could not parse the JSON body of your request.");
	}

	private HttpResponse<String> post(String body) {
		return new TestClient(this.gateway).post("/v1/chat/completions", body);
	}

}
