package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.GatewayRequest;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the errors of relays, which are gateways such as one-api that forward
 * requests to vendors. The messages of the errors are in English or Chinese. Each error
 * of {@link #rows()} is returned to a call and to a stream, at the native and at the
 * unified endpoint.
 */
class RelayErrorsTests {

	private static final String RATE_LIMIT = "The gateway limits the requests or the tokens per minute. Send fewer "
			+ "concurrent requests (qhaigc.max-concurrent-requests), or allow more retries (spring.ai.retry.max-attempts)";

	private static final String MODEL = "gemini-9-flash";

	private static final int MAX_RETRIES = 2;

	private static final String JSON = "application/json";

	private static final String INSUFFICIENT_CREDIT = "The account of the API key has insufficient credit (qhaigc.api-key)";

	private static final String CHECK_API_KEY = "The gateway rejected the API key. Check qhaigc.api-key (environment variable QHAIGC_API_KEY)";

	private static final String NOT_SERVED = "The gateway does not serve the model 'gemini-9-flash' to this API key. Set qhaigc.model";

	private static final String NOT_ALLOWED = "The API key or its group is not permitted to use the model 'gemini-9-flash' (qhaigc.api-key). Set qhaigc.model";

	private static final String NOT_RETRIED = "The request was not retried, since it may have been charged. Use stream()";

	private static final String VENDOR_ACCOUNT_REJECTED = "The vendor rejected the gateway's account, not the API key of the request (qhaigc.api-key)";

	private static final String INVALID_REQUEST = "The gateway cannot process the request, and a retry would fail too. Check qhaigc.model";

	private static final String CHANNEL_MISCONFIGURED = "The channel of the gateway for the model 'gemini-9-flash' is not configured correctly. Set qhaigc.model";

	private static final String CONTENT_FILTER = "The gateway's content filter rejected the prompt or the history";

	private static final String BLOCKED = "The prompt was blocked. Change the prompt or the history";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	/**
	 * The number after each body is the expected number of requests: 1 if the request is
	 * not retried, 2 if it is retried once, and 3 if it is retried {@link #MAX_RETRIES}
	 * times. It is -1 if the number depends on the endpoint and on streaming.
	 */
	static List<Row> rows() {
		return List.of(
				row("proxy timeout as problem detail", 524, """
						{"type":"https://developers.cloudflare.com/support/troubleshooting/error-524/",\
						"title":"Error 524: A timeout occurred","status":524,"detail":"The origin did not respond"}""",
						1, true, "The gateway returned 524: Error 524: A timeout occurred. A proxy", NOT_RETRIED),
				html("proxy timeout as HTML page", 524, "<html><title>524: A timeout occurred</title></html>", 1, true,
						NOT_RETRIED),
				row("proxy timeout in the field param", 500,
						error("bad response status code 524", "bad_response_status_code", "bad_response_status_code",
								"524"),
						1, true, "The gateway returned 524", NOT_RETRIED),
				html("gateway timeout", 504, "<html><center><h1>504 Gateway Time-out</h1></center></html>", 1, true,
						NOT_RETRIED),
				html("origin is down", 521, "<html>Web server is down</html>", 3, true,
						"is unavailable. Try again later"),
				row("timeout of the vendor", 504, googleError(504, "DEADLINE_EXCEEDED", "Deadline expired"), 3, true,
						"The vendor did not complete the response in time"),
				row("model without a price", 500,
						error("模型 gemini-9-flash 倍率或价格未配置，请联系管理员设置", "new_api_error", "model_price_error"), 1, false,
						"The gateway has no price for the model 'gemini-9-flash'. Set qhaigc.model"),
				row("model without a price, from another relay", 403,
						error("m", "x_api_error", "model_price_not_configured"), 1, false,
						"The gateway has no price for the model", "qhaigc.model"),
				row("model without a price, according to the message", 500,
						error("Model gemini-9-flash ratio or price not set, please contact the administrator", "x", ""),
						1, false, "The gateway has no price for the model"),
				row("retry delay in the message", 429,
						error("Quota exceeded. Please retry in 0.02s. (request id: 1)", "x", null), 3, true,
						"Retry after 0.02 s"),
				row("long retry delay in the message", 429, error("Quota will reset after 5h59m59s", "x", null), 1,
						true, "Retry after 5 h 59 min"),
				row("quota of zero", 429,
						error("Quota exceeded for metric: requests, limit: 0. Please retry in 3.63s.", "x", "429"), 1,
						false,
						"The quota of the gateway's account for the model 'gemini-9-flash' is 0. Set qhaigc.model"),
				row("rate limit", 429, error("Slow down", "rate_limit_exceeded", null), 3, true,
						"The gateway returned 429 rate_limit_exceeded: Slow down. " + RATE_LIMIT),
				text("rate limit as plain text", 429, "Slow down", 3, true,
						"The gateway returned 429: Slow down. " + RATE_LIMIT),
				row("daily quota", 429, """
						{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED","details":[\
						{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[\
						{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]}}""", 1, false,
						"The gateway returned 429 RESOURCE_EXHAUSTED: Quota. The daily quota is used up. Set qhaigc.model"),
				row("status in the field code", 500, error("Too many requests", "new_api_error", 429), 3, true,
						"The gateway returned 429 new_api_error: Too many requests"),
				row("upstream response", 500, """
						{"error":{"message":"Upstream failed","type":"x","upstreamStatus":429,"upstreamResponse":\
						{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED","details":[\
						{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"0.03s"}]}}}}""", 3, true,
						"The gateway returned 429 RESOURCE_EXHAUSTED: Upstream failed: Slow down. " + RATE_LIMIT
								+ ". Retry after 0.03 s"),
				row("upstream response beside the error", 500, """
						{"error":"Upstream failed","upstreamStatus":429,"upstreamResponse":\
						{"error":{"code":429,"message":"Slow down","status":"RESOURCE_EXHAUSTED"}}}""", 3, true,
						"The gateway returned 429 RESOURCE_EXHAUSTED: Upstream failed: Slow down"),
				row("invalid request", 500, error("m", "new_api_error", "invalid_request"), 1, false, INVALID_REQUEST),
				row("conversion failed", 500, error("m", "new_api_error", "convert_request_failed"), 1, false,
						INVALID_REQUEST),
				row("model mapping failed", 500, error("m", "x", "channel:model_mapped_error"), 1, false,
						CHANNEL_MISCONFIGURED),
				row("invalid body", 500, error("m", "x", "bad_request_body"), 1, false, INVALID_REQUEST),
				row("relay info failed", 500, error("m", "x", "gen_relay_info_failed"), 1, false, INVALID_REQUEST),
				row("invalid type", 500, error("m", "x", "invalid_api_type"), 1, false, INVALID_REQUEST),
				row("invalid override", 500, error("m", "x", "channel:header_override_invalid"), 1, false,
						CHANNEL_MISCONFIGURED),
				row("blocked prompt", 500, error("m", "x", "prompt_blocked"), 1, false, BLOCKED),
				row("content inspection failed", 429, error("m", "x", "data_inspection_failed"), 1, false, BLOCKED),
				row("word filter", 500,
						error("user sensitive words detected: x", "new_api_error", "sensitive_words_detected"), 1,
						false, CONTENT_FILTER),
				row("word filter, in Chinese", 400, error("检测到敏感词: x", "new_api_error", null), 1, false,
						CONTENT_FILTER),
				row("blocked prompt with status 429", 429,
						error("{\\\"error\\\":{\\\"message\\\":\\\"request blocked: prompt\\\"}}", "upstream_error",
								null),
						1, false, "request blocked: prompt", BLOCKED),
				row("prohibited content with status 429", 429,
						error("upstream: {\\\"promptFeedback\\\":{\\\"blockReason\\\":\\\"PROHIBITED_CONTENT\\\"}}",
								"x", 429),
						1, false, BLOCKED),
				row("no channel on a retry", 500,
						error("获取分组 default 下模型 gemini-9-flash 的可用渠道不存在（retry）", "new_api_error", "get_channel_failed"),
						3, true, "The last channel of the gateway"),
				row("no channel, in traditional Chinese", 503,
						error("分組 default 下模型 gemini-9-flash 無可用管道（distributor）", "new_api_error", ""), 1, false,
						NOT_SERVED),
				row("no channel, in Chinese", 503,
						error("当前分组 default 下对于模型 gemini-9-flash 无可用渠道", "one_api_error", ""), 1, false, NOT_SERVED),
				row("no channel, in English", 503,
						error("No available channel for model gemini-9-flash under group default"
								+ " (distributor) (request id: 2026)", "new_api_error", "model_not_found"),
						1, false, NOT_SERVED),
				row("incorrect model", 503,
						error("Incorrect model ID. Please request to view the model page or you do not"
								+ " have permission", "x", null),
						1, false, NOT_SERVED),
				row("key without access to the model, in Chinese", 403,
						error("该令牌无权访问模型 gemini-9-flash", "new_api_error", ""), 1, false, NOT_ALLOWED),
				row("key without access to the model", 403,
						error("This token has no access to model gemini-9-flash", "x", ""), 1, false, NOT_ALLOWED),
				row("key without access to the group", 403, error("无权访问 vip 分组", "x", null), 1, false, NOT_ALLOWED),
				row("group that was retired", 403, error("分组 vip 已被弃用", "x", null), 1, false, NOT_ALLOWED),
				row("credit of the key is used up", 401,
						error("该令牌额度已用尽 TokenStatusExhausted[sk-a***b]", "new_api_error", ""), 1, false,
						INSUFFICIENT_CREDIT),
				row("credit of the key cannot be reserved", 403, error("m", "x", "pre_consume_token_quota_failed"), 1,
						false, INSUFFICIENT_CREDIT),
				row("insufficient credit of the user", 402, error("user quota is not enough", "x", ""), 1, false,
						INSUFFICIENT_CREDIT),
				row("insufficient credit of the user, in Chinese", 403, error("用户额度不足", "x", ""), 1, false,
						INSUFFICIENT_CREDIT),
				row("insufficient credit of the key, in Chinese", 403, error("令牌额度不足", "x", ""), 1, false,
						INSUFFICIENT_CREDIT),
				row("reservation that exceeds the credit", 403,
						error("预扣费额度失败, 用户剩余额度: ＄0.0012, 需要预扣费额度: ＄0.25", "new_api_error", "insufficient_user_quota"),
						1, false, "The request needs more credit than is left",
						"Top up the account of the API key (qhaigc.api-key), or lower"
								+ " qhaigc.chat.max-output-tokens"),
				row("insufficient balance with status 429", 429, error("您的余额不足，请充值后再试", "x", null), 1, false,
						INSUFFICIENT_CREDIT),
				row("arrears with status 429", 429, error("账户已欠费", "x", null), 1, false, INSUFFICIENT_CREDIT),
				row("expired vendor key", 401,
						error("API key expired. Please renew the API key.", "upstream_error", 401), 2, true,
						VENDOR_ACCOUNT_REJECTED),
				row("expired vendor key, as an invalid request", 400,
						error("API key expired. Please renew the API key.", "upstream_error", "invalid_argument"), 2,
						true, VENDOR_ACCOUNT_REJECTED),
				text("firewall, with an error code", 403, "error code: 1010", 1, false,
						"The gateway returned 403: error code: 1010. A firewall", "User-Agent", "qhaigc.headers",
						"IP address"),
				text("firewall, without an error code", 403, "Your request was blocked.", 1, false,
						"The gateway returned 403: Your request was blocked. A firewall"),
				html("challenge", 403, "<!DOCTYPE html><html><head><title>Just a moment...</title>", 1, false,
						"checks for a browser (a challenge)", "qhaigc.base-url"),
				row("wrong path", 404,
						error("Invalid URL (POST /v1/v1beta/models/gemini-9-flash:generateContent)",
								"invalid_request_error", ""),
						1, false, "The path does not exist. Check qhaigc.base-url"),
				text("wrong path, from a router", 404, "404 page not found", 1, false,
						"The gateway returned 404: 404 page not found. The path does not exist. Check qhaigc.base-url"),
				row("endpoint that is not implemented", 501,
						error("API not implemented", "new_api_error", "api_not_implemented"), -1, false,
						"The gateway does not implement this endpoint. Check qhaigc.endpoint"),
				row("saturated channels", 429, error("当前分组上游负载已饱和，请稍后再试", "x", null), 3, true,
						"The channels of the gateway are saturated"),
				row("saturated channels, because the vendor rejects the model", 429,
						error("当前分组上游负载已饱和，请稍后再试", "upstream_error", "429", "404"), 3, true,
						"The vendor rejected the model 'gemini-9-flash' (404)", "qhaigc.model"),
				row("all accounts of the gateway rejected", 424, error("m", "x", "relay_upstream_failure"), 3, true,
						"The vendor rejected all accounts of the gateway"),
				row("failure with status 200: key", 200, "{\"success\":false,\"message\":\"无效的令牌\"}", 1, false,
						CHECK_API_KEY),
				row("failure with status 200: credit", 200, "{\"code\":10013,\"msg\":\"余额不足\"}", 1, false,
						"The gateway returned 200 10013: 余额不足. " + INSUFFICIENT_CREDIT),
				row("failure with status 200: other", 200, "{\"success\":false,\"message\":\"系统维护中\"}", 1, false,
						"The gateway returned 200 unsuccessful: 系统维护中. "
								+ "The response has the HTTP status 200, but reports a failure"),
				new Row("charset other than UTF-8", 403, "application/json; charset=GBK", error("用户额度不足", "x", ""), 1,
						false, List.of("用户额度不足", INSUFFICIENT_CREDIT)),
				new Row("server-sent event", 429, "text/event-stream",
						"data: " + error("Slow down", "x", null) + "\n\n", 3, true,
						List.of("The gateway returned 429 x: Slow down")),
				new Row("server-sent event with a name", 403, "text/event-stream", "event: error\ndata: 余额不足\n\n", 1,
						false, List.of("余额不足", INSUFFICIENT_CREDIT)),
				row("validation error", 422,
						"{\"detail\":[{\"loc\":[\"body\",\"contents\",0],\"msg\":\"field required\",\"type\":\"missing\"}]}",
						1, false, "The gateway returned 422: body.contents.0: field required"),
				row("message in the field detail", 503, "{\"detail\":\"Overloaded\"}", 3, true,
						"The gateway returned 503: Overloaded"),
				row("Google's error in the message", 500,
						error("{\\n \\\"error\\\": {\\\"code\\\": 429, \\\"message\\\":"
								+ " \\\"Quota\\\", \\\"status\\\": \\\"RESOURCE_EXHAUSTED\\\", \\\"details\\\": [{\\\"@type\\\":"
								+ " \\\"type.googleapis.com/google.rpc.RetryInfo\\\", \\\"retryDelay\\\": \\\"0.04s\\\"}]}} (request id: 2)",
								"upstream_error", "bad_response"),
						3, true,
						"The gateway returned 429 RESOURCE_EXHAUSTED: Quota. " + RATE_LIMIT + ". Retry after 0.04 s"),
				html("HTML page for a rate limit", 429, "<html>Too Many Requests</html>", 3, true,
						"Send fewer concurrent requests"),
				html("HTML page for a large request", 413, "<html>Request Entity Too Large</html>", 1, false,
						"The request is too large for the gateway"),
				row("invalid key", 401, error("No", "x", "invalid_api_key"), 1, false, CHECK_API_KEY),
				row("OpenAI's format", 200,
						"{\"object\":\"chat.completion\",\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}", 1, false,
						"OpenAI's format (choices)", "'gemini-9-flash'", "qhaigc.endpoint"),
				new Row("OpenAI's format, streamed", 200, "text/event-stream",
						"data: {\"object\":\"chat.completion.chunk\",\"choices\":[]}\n\ndata: [DONE]\n\n", 1, false,
						List.of("OpenAI's format (choices)", "'gemini-9-flash'", "qhaigc.endpoint")),
				row("OpenAI's images format", 200, "{\"created\":1,\"data\":[{\"b64_json\":\"iVBO\"}]}", 1, false,
						"OpenAI's images API", "'gemini-9-flash'", "qhaigc.endpoint"));
	}

	@ParameterizedTest
	@MethodSource("rows")
	void classifiesErrorAndRecommendsAction(Row row) {
		for (boolean unified : new boolean[] { false, true }) {
			for (boolean streaming : new boolean[] { false, true }) {
				verify(row, unified, streaming);
			}
		}
	}

	private void verify(Row row, boolean unified, boolean streaming) {
		this.gateway.reset();
		Charset charset = row.contentType().contains("GBK") ? Charset.forName("GBK") : StandardCharsets.UTF_8;
		for (int i = 0; i <= MAX_RETRIES; i++) {
			this.gateway.replyRaw(row.status(), Map.of("Content-Type", row.contentType()),
					row.body().getBytes(charset));
		}
		String description = (unified ? "unified " : "native ") + (streaming ? "stream" : "call");
		try (QhaigcClient client = client()) {
			RuntimeException failure = streaming ? ClientFixtures.streamFailure(client, request(unified))
					: ClientFixtures.failure(client, request(unified));
			assertThat(failure).as(description)
				.isInstanceOf(row.isTransient() ? QhaigcTransientException.class : QhaigcNonTransientException.class);
			row.messages().forEach((text) -> assertThat(failure).as(description).hasMessageContaining(text));
			// A native stream that is not implemented is requested again as a call.
			int requests = (row.requests() > 0) ? row.requests() : (streaming && !unified) ? 2 : 1;
			assertThat(this.gateway.received()).filteredOn((request) -> request.method().equals("POST"))
				.as(description)
				.hasSize(requests);
		}
	}

	@Test
	void doesNotRetryRequestWithRejectedKeyDespiteRetryAfter() {
		this.gateway.replyRaw(401, Map.of("Retry-After", "0"), new byte[0]);
		assertThat(ClientFixtures.failure(client(), request(false))).isInstanceOf(QhaigcNonTransientException.class)
			.hasMessageContaining(CHECK_API_KEY);
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void recognizesChallengeByHeader() {
		this.gateway.replyRaw(403, Map.of("cf-mitigated", "challenge"), "<html>".getBytes(StandardCharsets.UTF_8));
		assertThat(ClientFixtures.failure(client(), request(false))).hasMessageContaining("challenge");
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 500 })
	void limitsLengthOfMessage(int status) {
		String text = "错".repeat(300_000);
		this.gateway.replyRaw(status, JSON, error(text, text, text, text));
		RuntimeException failure = ClientFixtures.failure(ClientFixtures.withoutRetries(builder()), request(false));
		assertThat(failure.getMessage().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
		assertThat(problem(failure).toString()).hasSizeLessThan(20_000);
	}

	@Test
	void showsOnlyBeginningOfPlainTextBody() {
		this.gateway.replyRaw(400, "text/plain", "upstream connect error ".repeat(100));
		RuntimeException failure = ClientFixtures.failure(client(), request(false));
		assertThat(failure.getMessage()).startsWith("The gateway returned 400: upstream connect error")
			.hasSizeLessThan(300);
	}

	@Test
	void readsResponseInCharsetOtherThanUtf8() {
		String charset = "charset=GBK";
		String start = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"你好，世界\"}]}";
		byte[] call = (start + ",\"finishReason\":\"STOP\"}]}").getBytes(Charset.forName("GBK"));
		this.gateway.replyRaw(200, Map.of("Content-Type", "application/json;" + charset), call);
		byte[] stream = ("data: " + start + "}]}\n\ndata: " + start + ",\"finishReason\":\"STOP\"}]}\n\n")
			.getBytes(Charset.forName("GBK"));
		this.gateway.replyRaw(200, Map.of("Content-Type", "text/event-stream; " + charset), stream);
		try (QhaigcClient client = client()) {
			assertThat(ClientFixtures.text(client.generate(request(false)).block(ClientFixtures.TIMEOUT)))
				.isEqualTo("你好，世界");
			assertThat(
					client.stream(request(false)).map(ClientFixtures::text).collectList().block(ClientFixtures.TIMEOUT))
				.containsExactly("你好，世界", "你好，世界");
		}
	}

	@Test
	void readsResponseWrappedInObject() {
		String body = "{\"response\":{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]},\"finishReason\":\"STOP\"}]}}";
		this.gateway.replyRaw(200, JSON, body);
		this.gateway.replyRaw(200, "text/event-stream", "data: " + body + "\n\n");
		try (QhaigcClient client = client()) {
			assertThat(ClientFixtures.text(client.generate(request(false)).block(ClientFixtures.TIMEOUT)))
				.isEqualTo("Hi");
			assertThat(ClientFixtures.text(client.stream(request(false)).blockLast(ClientFixtures.TIMEOUT)))
				.isEqualTo("Hi");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "upstream connect error", "<html>502 Bad Gateway</html>" })
	void failureContainsUnrecognizedTextAfterEvents(String text) {
		String event = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}\n\n";
		this.gateway.replyRaw(200, "text/event-stream", event + text + "\n");
		RuntimeException failure = ClientFixtures.streamFailure(client(), request(false));
		assertThat(failure).isInstanceOf(QhaigcTransientException.class).hasMessageContaining("incomplete");
		assertThat(problem(failure).body()).isEqualTo(text);
	}

	private QhaigcClient client() {
		RetryPolicy policy = RetryPolicy.builder().maxRetries(MAX_RETRIES).delay(Duration.ofMillis(1)).build();
		return builder().build().withRetryTemplate(new RetryTemplate(policy));
	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(this.gateway.apiKey());
	}

	private static GatewayRequest request(boolean unified) {
		return unified ? GatewayRequest.builder()
			.unified(true)
			.model(MODEL)
			.json("{\"model\":\"" + MODEL
					+ "\",\"style\":\"gemini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
			.build() : ClientFixtures.request(MODEL, Map.of(), Map.of());
	}

	private static Row row(String name, int status, String body, int requests, boolean isTransient,
			String... messages) {
		return new Row(name, status, JSON, body, requests, isTransient, List.of(messages));
	}

	private static Row html(String name, int status, String body, int requests, boolean isTransient,
			String... messages) {
		return new Row(name, status, "text/html", body, requests, isTransient, List.of(messages));
	}

	private static Row text(String name, int status, String body, int requests, boolean isTransient,
			String... messages) {
		return new Row(name, status, "text/plain", body, requests, isTransient, List.of(messages));
	}

	private static String error(String message, String type, Object code) {
		return error(message, type, code, "");
	}

	/**
	 * Return the error of a relay; the given message must already be escaped as in JSON.
	 */
	private static String error(String message, String type, Object code, String param) {
		String value = (code instanceof String) ? "\"" + code + "\"" : String.valueOf(code);
		return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":\"%s\",\"code\":%s}}".formatted(message, type,
				param, value);
	}

	private static String googleError(int code, String status, String message) {
		return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"}}".formatted(code, message, status);
	}

	/**
	 * An error, and the failure that the client is expected to report.
	 *
	 * @param name the description of the error
	 * @param status the HTTP status
	 * @param contentType the type of the body
	 * @param body the body
	 * @param requests the number of requests that are sent; -1 if the number depends on
	 * the endpoint and on streaming
	 * @param isTransient whether the failure is transient
	 * @param messages texts that the message of the failure contains
	 */
	record Row(String name, int status, String contentType, String body, int requests, boolean isTransient,
			List<String> messages) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
