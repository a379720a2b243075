package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.QhaigcClient;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.client.ClientFixtures.problem;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GatewayErrors}. Most responses are returned to a call and to a stream,
 * which must fail in the same way.
 */
class GatewayErrorsTests {

	private static final String KEY = "sk-test/0123456789";

	private final QhaigcGateway gateway = QhaigcGateway.builder().apiKey(KEY).start();

	private final List<QhaigcClient> clients = new ArrayList<>();

	@AfterEach
	void stop() {
		this.clients.forEach(QhaigcClient::close);
		this.gateway.close();
	}

	@Nested
	class Classification {

		@ParameterizedTest
		@ValueSource(ints = { 408, 409, 425, 429, 500, 501, 502, 503, 504, 520, 522, 524, 529, 599 })
		void classifiesStatusAsTransient(int status) {
			Throwable failure = failure(status, "application/json", "{}");
			assertThat(failure).isInstanceOf(QhaigcTransientException.class);
			assertThat(problem(failure).status()).isEqualTo(status);
		}

		@ParameterizedTest
		@ValueSource(ints = { 400, 401, 402, 403, 404, 405, 406, 410, 413, 415, 422, 451, 499, 301, 304 })
		void classifiesStatusAsPermanent(int status) {
			Throwable failure = failure(status, "application/json", "{}");
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(problem(failure).status()).isEqualTo(status);
		}

		@ParameterizedTest
		@ValueSource(strings = { "invalid_api_key", "insufficient_quota", "insufficient_user_quota",
				"insufficient_balance", "billing_hard_limit_reached", "billing_not_active", "content_policy_violation",
				"content_filter", "model_not_found", "account_deactivated", "authentication_error", "permission_error",
				"permission_denied", "insufficient_credits", "prohibited_content", "sensitive_words_detected",
				"not_found_error", "INVALID_ARGUMENT", "FAILED_PRECONDITION", "UNAUTHENTICATED", "NOT_FOUND" })
		void classifiesErrorCodeAsPermanentEvenWithTransientStatus(String code) {
			for (int status : List.of(429, 500, 503)) {
				String asCode = "{\"error\":{\"message\":\"m\",\"type\":\"x\",\"code\":\"" + code + "\"}}";
				String asType = "{\"error\":{\"message\":\"m\",\"type\":\"" + code + "\",\"code\":null}}";
				assertThat(failure(status, "application/json", asCode)).isInstanceOf(QhaigcNonTransientException.class);
				assertThat(failure(status, "application/json", asType)).isInstanceOf(QhaigcNonTransientException.class);
			}
		}

		@Test
		void classifiesExceededQuotaPerMinuteAsTransient() {
			String perMinute = quotaFailureBody("GenerateRequestsPerMinutePerProjectPerModel", "");
			assertThat(failure(429, "application/json", perMinute)).isInstanceOf(QhaigcTransientException.class);
		}

		@Test
		void classifiesExceededDailyQuotaAsPermanentUnlessErrorHasRetryDelay() {
			String perDay = quotaFailureBody("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "");
			assertThat(failure(429, "application/json", perDay)).isInstanceOf(QhaigcNonTransientException.class);
			String withDelay = quotaFailureBody("GenerateRequestsPerDayPerProjectPerModel-FreeTier",
					",{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"}");
			Throwable failure = failure(429, "application/json", withDelay);
			assertThat(failure).isInstanceOf(QhaigcTransientException.class).hasMessageContaining("34.4 s");
			assertThat(problem(failure).retryAfter()).isEqualTo(Duration.ofMillis(34_400));
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				403 | {}
				403 | {"error":{"code":403,"message":"Come back tomorrow"}}
				404 | {}
				404 | {"error":{"code":404,"message":"The region is being moved"}}
				410 | {}
				423 | {}
				499 | {}
				""")
		void classifiesErrorWithoutKnownCauseAsTransientIfItHasRetryDelay(int status, String body) {
			assertThat(failure(status, "application/json", body)).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(failure(status, Map.of("Retry-After", "1"), body)).isInstanceOf(QhaigcTransientException.class);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', textBlock = """
				401 | {}
				401 | {"error":{"message":"Invalid token","type":"new_api_error","code":""}}
				403 | {"error":{"message":"m","code":"permission_denied"}}
				503 | {"error":{"message":"m","code":"invalid_api_key"}}
				402 | {}
				403 | {"error":{"message":"m","code":"insufficient_user_quota"}}
				429 | {"error":{"message":"m","type":"insufficient_quota"}}
				404 | {"error":{"code":404,"message":"models/gemini-2.5-flash is not found","status":"NOT_FOUND"}}
				404 | {"error":{"message":"The model gemini-2.5-flash does not exist","code":"model_not_found"}}
				503 | {"error":{"message":"No available channel for model gemini-2.5-flash","code":"model_not_found"}}
				400 | {"error":{"message":"m","code":"prompt_blocked"}}
				429 | {"error":{"message":"m","code":"sensitive_words_detected"}}
				400 | {}
				400 | {"error":{"code":400,"message":"Unknown name \"foo\"","status":"INVALID_ARGUMENT"}}
				400 | <html><h1>400 Bad Request</h1></html>
				200 | {"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}
				500 | {"error":{"code":400,"message":"m"}}
				413 | {}
				413 | <html><h1>413 Request Entity Too Large</h1></html>
				415 | {}
				422 | {}
				431 | {}
				301 | {}
				""")
		void classifiesRejectedRequestAsPermanentEvenWithRetryDelay(int status, String body) {
			Map<String, String> headers = Map.of("Retry-After", "1", "Location", "https://elsewhere.example");
			assertThat(failure(status, headers, body)).isInstanceOf(QhaigcNonTransientException.class);
			if (body.contains("\"message\"")) {
				String withRetryInfo = body.replace("\"message\"",
						"""
								"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1s"}],"message\"""");
				assertThat(failure(status, "application/json", withRetryInfo))
					.isInstanceOf(QhaigcNonTransientException.class);
			}
		}

		@Test
		void appliesConfiguredRetryStatuses() {
			QhaigcClient.Builder builder = builder().retryOn(Set.of(418), false, Set.of(503));
			gateway.replyRaw(418, "application/json", "{\"error\":{\"code\":\"insufficient_quota\"}}");
			assertThat(ClientFixtures.failure(ClientFixtures.withoutRetries(builder), request()))
				.isInstanceOf(QhaigcTransientException.class);
			gateway.replyRaw(503, Map.of("Retry-After", "1"), new byte[0]);
			assertThat(ClientFixtures.failure(ClientFixtures.withoutRetries(builder), request()))
				.isInstanceOf(QhaigcNonTransientException.class);
			gateway.replyRaw(404, "application/json", "{}");
			assertThat(ClientFixtures
				.failure(ClientFixtures.withoutRetries(builder().retryOn(Set.of(), true, Set.of(404))), request()))
				.isInstanceOf(QhaigcTransientException.class);
		}

		@Test
		void classifiesErrorWithHttpStatus200ByStatusInBody() {
			Throwable unavailable = failure(200, "application/json",
					"{\"error\":{\"code\":503,\"message\":\"m\",\"status\":\"UNAVAILABLE\"}}");
			assertThat(unavailable).isInstanceOf(QhaigcTransientException.class);
			assertThat(problem(unavailable).status()).isEqualTo(503);
			Throwable rejected = failure(200, "text/event-stream", "[{\"error\":{\"code\":400,\"message\":\"m\"}}]");
			assertThat(rejected).isInstanceOf(QhaigcNonTransientException.class);
			assertThat(problem(rejected).status()).isEqualTo(400);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "{}", "{\"usageMetadata\":{\"totalTokenCount\":1}}", "{\"candidates\":[]}",
				"{\"candidates\":null,\"promptFeedback\":{}}" })
		void classifiesEmptyResponseAsTransient(String body) {
			gateway.replyRaw(200, "application/json", body);
			Throwable failure = ClientFixtures.failure(client(), request());
			assertThat(failure).isInstanceOf(QhaigcTransientException.class).hasMessageContaining("empty response");
			assertThat(problem(failure).code()).isEqualTo("empty_response");
		}

		@ParameterizedTest
		@ValueSource(strings = { "{\"candidates\":[{\"content\":", "[1,2]", "true", "oh no" })
		void classifiesMalformedResponseAsTransient(String body) {
			gateway.replyRaw(200, "application/json", body);
			Throwable failure = ClientFixtures.failure(client(), request());
			assertThat(failure).isInstanceOf(QhaigcTransientException.class);
			assertThat(problem(failure).code()).isEqualTo("malformed_response");
			assertThat(problem(failure).body()).isEqualTo(body);
		}

		@ParameterizedTest
		@ValueSource(ints = { 404, 200, 403 })
		void classifiesHtmlPageAsPermanent(int status) {
			Throwable failure = failure(status, "text/html", "\n <!DOCTYPE html><html><h1>Hello</h1></html>");
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageContaining("HTML")
				.hasMessageContaining("HTML page instead of JSON")
				.hasMessageContaining("qhaigc.base-url");
		}

		@ParameterizedTest
		@ValueSource(ints = { 500, 502, 503, 521, 522, 523 })
		void classifiesHtmlPageWithServerErrorAsTransient(int status) {
			assertThat(failure(status, "text/html", "<html>\r\n<head><title>Bad Gateway</title></head></html>"))
				.isInstanceOf(QhaigcTransientException.class)
				.hasMessage("The gateway returned " + status
						+ ". The response is an HTML page: the gateway, or a proxy in front of it, is unavailable. "
						+ "Try again later");
		}

		@ParameterizedTest
		@ValueSource(ints = { 301, 302, 303, 307, 308 })
		void reportsRedirectWithoutLocation(int status) {
			assertThat(failure(status, Map.of(), "")).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessage(
						"The gateway returned " + status + ". The response is a redirect without a Location header. "
								+ "Check whether qhaigc.base-url is the URL of the gateway");
		}

		@Test
		void classifiesRedirectAsPermanent() {
			Throwable failure = failure(307, Map.of("Location", "https://elsewhere.example/v1beta"), "");
			assertThat(failure).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageContaining("https://elsewhere.example/v1beta")
				.hasMessageContaining("qhaigc.base-url");
		}

	}

	@Nested
	class RetryDelay {

		@ParameterizedTest
		@CsvSource(nullValues = "null", textBlock = """
				Retry-After,    7,    7000
				retry-after,    1.5,  1500
				Retry-After,    0,    0
				retry-after-ms, 250,  250
				Retry-After,    soon, null
				Retry-After,    -3,   null
				""")
		void readsRetryAfterHeader(String name, String value, @Nullable Long millis) {
			GatewayProblem problem = problem(failure(503, Map.of(name, value), "{}"));
			assertThat(problem.retryAfter()).isEqualTo((millis != null) ? Duration.ofMillis(millis) : null);
		}

		/** The three date formats of RFC 9110. */
		@ParameterizedTest
		@ValueSource(strings = { "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
				"EEE MMM ppd HH:mm:ss yyyy" })
		void readsRetryAfterDate(String pattern) {
			ZonedDateTime then = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30);
			gateway.replyRaw(429,
					Map.of("Retry-After", DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(then)),
					new byte[0]);
			assertThat(problem(ClientFixtures.failure(client(), request())).retryAfter())
				.isBetween(Duration.ofSeconds(20), Duration.ofSeconds(31));
		}

		/** Examples from RFC 9110. */
		@ParameterizedTest
		@ValueSource(strings = { "Sun, 06 Nov 1994 08:49:37 GMT", "Sun Nov  6 08:49:37 1994" })
		void readsDateInPastAsZeroDelay(String date) {
			assertThat(problem(failure(429, Map.of("Retry-After", date), "{}")).retryAfter()).isEqualTo(Duration.ZERO);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
				"0.5s"                         | 500
				"12s"                          | 12000
				{"seconds":3,"nanos":500000000} | 3500
				{"seconds":"4"}                | 4000
				""")
		void readsRetryInfo(String delay, long millis) {
			String body = """
					{"error":{"code":503,"message":"m","status":"UNAVAILABLE","details":[\
					{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":%s}]}}""".formatted(delay);
			assertThat(problem(failure(503, "application/json", body)).retryAfter())
				.isEqualTo(Duration.ofMillis(millis));
		}

		@Test
		void usesLongestDelay() {
			String body = """
					{"error":{"code":503,"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%s"}]}}""";
			for (String delay : List.of("1s", "2s", "3s")) {
				Map<String, String> headers = Map.of("Retry-After", "3", "retry-after-ms", "2000");
				assertThat(problem(failure(503, headers, body.formatted(delay))).retryAfter())
					.isEqualTo(Duration.ofSeconds(3));
			}
			assertThat(problem(failure(503, Map.of("Retry-After", "1"), body.formatted("2s"))).retryAfter())
				.isEqualTo(Duration.ofSeconds(2));
		}

		@Test
		void ignoresInvalidRetryInfo() {
			String body = """
					{"error":{"code":503,"details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"NaNs"},\
					{"@type":"type.googleapis.com/google.rpc.RetryInfo"},{"@type":7},"x",null]}}""";
			assertThat(problem(failure(503, "application/json", body)).retryAfter()).isNull();
		}

	}

	@Nested
	class Messages {

		@ParameterizedTest
		@CsvSource({ "403, any, The API key is not permitted to use this model or feature (403). Check qhaigc.api-key",
				"413, any, 'The request is too large for the gateway. Send fewer messages or smaller media'",
				"429, insufficient_quota, 'The account of the API key has insufficient credit (qhaigc.api-key). Top up the account, or raise the limit of the API key at the gateway'",
				"429, billing_not_active, 'The account of the API key has insufficient credit (qhaigc.api-key). Top up the account, or raise the limit of the API key at the gateway'" })
		void recommendsActionForStatusAndCode(int status, String code, String action) {
			String body = "{\"error\":{\"message\":\"No.\",\"code\":\"" + code + "\"}}";
			assertThat(failure(status, "application/json", body))
				.hasMessage("The gateway returned " + status + " " + code + ": No. " + action);
		}

		@Test
		void namesApiKeyPropertyWhenGatewayRejectsApiKey() {
			assertThat(
					failure(401, "application/json", "{\"error\":{\"message\":\"No.\",\"code\":\"invalid_api_key\"}}"))
				.hasMessage(
						"The gateway returned 401 invalid_api_key: No. The gateway rejected the API key. Check qhaigc.api-key"
								+ " (environment variable QHAIGC_API_KEY)");
		}

		@Test
		void namesApiKeyPropertyWhenGoogleRejectsApiKey() {
			String body = """
					{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[\
					{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}""";
			for (int status : List.of(400, 429, 500)) {
				assertThat(failure(status, "application/json", body)).isInstanceOf(QhaigcNonTransientException.class)
					.hasMessageContaining("qhaigc.api-key")
					.hasMessageContaining("QHAIGC_API_KEY");
			}
		}

		@Test
		void namesModelPropertyAndSimilarModels() {
			String body = "{\"error\":{\"code\":404,\"message\":\"No such model\",\"status\":\"NOT_FOUND\"}}";
			gateway.replyRaw(404, "application/json", body);
			assertThat(ClientFixtures.failure(client(), request("gemini-99", Map.of(), Map.of()))).hasMessage(
					"The gateway returned 404 NOT_FOUND: No such model. The gateway does not serve the model 'gemini-99' to "
							+ "this API key. Set qhaigc.model to a model of the gateway. The most similar models of the "
							+ "gateway are gemini-3.5-flash, gemini-2.5-flash, gpt-5-mini");
		}

	}

	@Nested
	class Details {

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "null",
				textBlock = """
						# documented by the gateway
						400 | {"error":{"message":"m","type":"invalid_request_error","code":"invalid_request_error"}} | invalid_request_error | invalid_request_error | m
						401 | {"error":{"message":"m","type":"x","code":"invalid_api_key"}}     | invalid_api_key     | x            | m
						429 | {"error":{"message":"m","type":"requests","code":"rate_limit_exceeded"}} | rate_limit_exceeded | requests | m
						500 | {"error":{"message":"m","type":"server_error","code":null}}       | null                | server_error | m
						# from Google
						400 | {"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}  | INVALID_ARGUMENT    | null         | m
						503 | {"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}       | UNAVAILABLE         | null         | m
						503 | [{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}]     | UNAVAILABLE         | null         | m
						503 | {"error":{"code":503,"message":"m","errors":[{"message":"x"}]}}   | null                | null         | m
						# from other gateways
						503 | {"error":{"message":"m","type":"x","code":503}}                   | null                | x            | m
						503 | {"error":{"message":"m","type":"x","code":"503"}}                 | null                | x            | m
						503 | {"error":"m"}                                                     | null                | null         | m
						400 | {"error":"invalid_grant","error_description":"m"}                 | invalid_grant       | null         | m
						503 | {"message":"m"}                                                   | null                | null         | m
						503 | {"detail":"m"}                                                    | null                | null         | m
						503 | {"message":"m","code":"c","type":"t"}                             | c                   | t            | m
						# without an error
						503 | {"error":{}}                                                      | null                | null         | null
						503 | {"error":null}                                                    | null                | null         | null
						503 | {"error":{"message":{"a":1},"code":[1]}}                          | null                | null         | null
						503 | []                                                                | null                | null         | null
						503 | 17                                                                | null                | null         | null
						503 | {"error                                                           | null                | null         | null
						503 | upstream connect error                                            | null                | null         | null
						503 | ``                                                                | null                | null         | null
						""")
		void readsEachErrorFormat(int status, String body, @Nullable String code, @Nullable String type,
				@Nullable String message) {
			GatewayProblem problem = problem(failure(status, "application/json", body));
			assertThat(problem.status()).isEqualTo(status);
			assertThat(problem.code()).isEqualTo(code);
			assertThat(problem.type()).isEqualTo(type);
			assertThat(problem.message()).isEqualTo(message);
			assertThat(problem.body()).isEqualTo(body.isEmpty() ? null : body);
		}

		@Test
		void readsRequestIdFromHeader() {
			assertThat(problem(failure(500, Map.of("X-Request-Id", "req-1"), "{}")).requestId()).isEqualTo("req-1");
		}

		@Test
		void truncatesLongBody() {
			GatewayProblem problem = problem(failure(500, "text/plain", "x".repeat(300_000)));
			assertThat(problem.body()).isEqualTo("x".repeat(4096));
		}

		@Test
		void redactsApiKey() {
			String body = """
					{"error":{"message":"Incorrect key %s","code":"invalid_api_key","type":"%s","escaped":"sk-test\\/0123456789"}}"""
				.formatted(KEY, KEY);
			Throwable failure = failure(401, "application/json", body);
			assertThat(failure.toString()).doesNotContain(KEY).contains("Incorrect key ***");
			assertThat(problem(failure).toString()).doesNotContain(KEY).doesNotContain("0123456789");
		}

		@Test
		void redactsApiKeyAtEndOfTruncatedBody() {
			for (int charsBeforeKey = 4000; charsBeforeKey < 4100; charsBeforeKey += 3) {
				String body = "x".repeat(charsBeforeKey) + KEY + "y".repeat(10_000);
				gateway.replyRaw(500, "text/plain", body);
				assertApiKeyIsRedacted(ClientFixtures.failure(client(), request()));
				String event = "{\"error\":{\"code\":503,\"x\":\"" + body + "\"}}";
				gateway.replyRaw(200, "text/event-stream", "data: " + event + "\n\n");
				assertApiKeyIsRedacted(ClientFixtures.streamFailure(client(), request()));
				gateway.replyRaw(200, "application/json", event);
				assertApiKeyIsRedacted(ClientFixtures.failure(client(), request()));
				gateway.replyRaw(200, "text/event-stream", body);
				assertApiKeyIsRedacted(ClientFixtures.streamFailure(client(), request()));
			}
		}

		private static void assertApiKeyIsRedacted(Throwable failure) {
			assertThat(problem(failure).body()).doesNotContain(KEY.substring(0, 6));
			assertThat(failure.toString()).doesNotContain(KEY.substring(0, 6));
		}

	}

	private Throwable failure(int status, String contentType, String body) {
		return failure(status, Map.of("Content-Type", contentType), body);
	}

	private Throwable failure(int status, Map<String, String> headers, String body) {
		this.gateway.reset();
		for (int i = 0; i < 3; i++) {
			// The stream sends two requests if it falls back to a call.
			this.gateway.replyRaw(status, headers, body.getBytes(StandardCharsets.UTF_8));
		}
		Throwable failure = ClientFixtures.failure(client(), request());
		// A new client, since the first one sends no request until the retry delay in the
		// response has passed.
		Throwable streamFailure = ClientFixtures.streamFailure(client(), request());
		assertThat(streamFailure).hasSameClassAs(failure);
		if (status >= 300) {
			assertThat(streamFailure).hasMessage(failure.getMessage());
			assertThat(problem(streamFailure)).usingRecursiveComparison()
				.ignoringFields("retryAfter")
				.isEqualTo(problem(failure));
		}
		return failure;
	}

	private QhaigcClient client() {
		QhaigcClient client = ClientFixtures.withoutRetries(builder());
		this.clients.add(client);
		return client;
	}

	private QhaigcClient.Builder builder() {
		return QhaigcClient.builder().baseUrl(this.gateway.url()).apiKey(KEY);
	}

	private static String quotaFailureBody(String quotaId, String otherDetails) {
		return """
				{"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[\
				{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"%s"}]}%s]}}"""
			.formatted(quotaId, otherDetails);
	}

}
