package net.qhaigc.springai.gemini.client.body;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.StatusRules;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Every stream here is also cut at every byte, and fed byte by byte.
 */
class EventReaderTests {

	private static final String HELLO = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"Grüße "}]}}]}""";

	private static final String WORLD = """
			{"candidates":[{"content":{"parts":[{"text":"aus 杭州 {\\"}"}]},"finishReason":"STOP"}]}""";

	private static final String OVERLOADED = """
			{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""";

	@Nested
	@DisplayName("Server-sent events are read")
	class ServerSentEvents {

		@ParameterizedTest
		@ValueSource(strings = { "\r\n", "\n", "\r" })
		void withEachKindOfLineEnd(String end) {
			assertThatIsRead("data: " + HELLO + end + end + "data: " + WORLD + end + end);
		}

		@Test
		void withoutASpaceAfterTheColon() {
			assertThatIsRead("data:" + HELLO + "\n\ndata:" + WORLD + "\n\n");
		}

		@Test
		void withSeveralDataLinesInOneEvent() {
			assertThatIsRead("data: " + HELLO.replace("\"content\"", "\ndata: \"content\"") + "\n\ndata: "
					+ WORLD.replace("}]}", "\ndata:}]}") + "\n\n");
		}

		@Test
		void withSeveralObjectsInOneEvent() {
			assertThatIsRead("data: " + HELLO + "\ndata: " + WORLD + "\n\n");
		}

		@Test
		void withAnArrayInAnEvent() {
			assertThatIsRead("data: [" + HELLO + ",\ndata: " + WORLD + "]\n\n");
		}

		@Test
		void withAByteOrderMark() {
			assertThatIsRead("\uFEFFdata: " + HELLO + "\n\ndata: " + WORLD + "\n\n");
		}

		@Test
		void withComments() {
			assertThatIsRead(
					": PING\n\n:\n\ndata: " + HELLO + "\n: PING\n\n: PING\n\ndata: " + WORLD + "\n\n: PING\n\n");
		}

		@Test
		void withEventsThatKeepTheConnectionAlive() {
			assertThatIsRead("event: keepalive\ndata: {}\n\ndata: " + HELLO
					+ "\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n" + "data: " + WORLD + "\n\n");
		}

		@Test
		void withIdsNamesAndEmptyData() {
			assertThatIsRead("retry: 3000\n\nid: 1\nevent: message\ndata: " + HELLO + "\n\ndata:\n\nid: 2\ndata: "
					+ WORLD + "\n\n");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "\n", "\r\n" })
		void whoseLastEventHasNoBlankLine(String end) {
			assertThatIsRead("data: " + HELLO + "\r\n\r\ndata: " + WORLD + end);
		}

		@ParameterizedTest
		@ValueSource(strings = { "data: [DONE]\n\n", "data:[DONE]", "[DONE]", "[DONE]\n\n", "data: [DONE]\n" })
		void thatSayTheyAreDone(String done) {
			assertThatIsRead("data: " + HELLO + "\n\ndata: " + WORLD + "\n\n" + done);
		}

	}

	@Nested
	@DisplayName("Whatever the answer calls itself, it is read")
	class OtherForms {

		@Test
		void asOneObject() {
			String whole = HELLO.replace("}]}", "},\n{\"text\":\"aus 杭州 {\\\"}\"}]},\n  \"finishReason\": \"STOP\"");
			assertThat(texts(List.of(bytes(whole)))).containsExactly("Grüße aus 杭州 {\"}");
		}

		@ParameterizedTest
		@ValueSource(strings = { "[%s,%s]", "[%s\n,\r\n%s\n]\n", "\uFEFF [ %s , %s ]", "[[%s],[%s]]" })
		void asAnArray(String form) {
			assertThatIsRead(form.formatted(HELLO, WORLD));
		}

		@ParameterizedTest
		@ValueSource(strings = { "%s\n%s\n", "%s\r\n%s", "\n\n%s\n\n%s\n\n", "%s%s" })
		void asObjectsInLines(String form) {
			assertThatIsRead(form.formatted(HELLO, WORLD));
		}

		@Test
		void asObjectsOverSeveralLines() {
			assertThatIsRead(HELLO.replace(",", ",\n  ").replace("[", "[\n") + "\n" + WORLD.replace(",", ",\r\n"));
		}

		@Test
		void asBareObjectsAmongServerSentEvents() {
			assertThatIsRead(HELLO + "\n: PING\n\ndata: " + WORLD + "\n\n");
			assertThatIsRead("data: " + HELLO + "\n\n" + WORLD);
			assertThatIsRead("data: " + HELLO + "\n" + WORLD + "\n[DONE]");
		}

	}

	@Nested
	@DisplayName("An error ends the stream after what had come")
	class Errors {

		@ParameterizedTest
		@ValueSource(
				strings = { "data: %s\n\n", "%s", "\n%s\n", "[%s]", "data: [%s]\n\n", "event: error\ndata: %s\n\n" })
		void inTheMiddleOrAsABareTail(String form) {
			assertThatFails("data: " + HELLO + "\n\n" + form.formatted(OVERLOADED) + "data: " + WORLD + "\n\n",
					"UNAVAILABLE", 503);
		}

		@Test
		void inAnArray() {
			assertThatFails("[" + HELLO + "\n,\n" + OVERLOADED + "\n]", "UNAVAILABLE", 503);
		}

		@Test
		void overSeveralLines() {
			assertThatFails("data: " + HELLO + "\n\n" + OVERLOADED.replace(",", ",\n").replace("{", "{\n"),
					"UNAVAILABLE", 503);
		}

		@Test
		void withoutABlankLineBeforeIt() {
			assertThatFails("data: " + HELLO + "\n" + OVERLOADED, "UNAVAILABLE", 503);
		}

		@Test
		void inOtherForms() {
			assertThatFails("data: " + HELLO + "\n\ndata: {\"error\":\"upstream is gone\"}\n\n", null, 200);
			assertThatFails(
					"data: " + HELLO + "\n\ndata: {\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}\n\n",
					"rate_limit_exceeded", 429);
			assertThatFails("data: " + HELLO
					+ "\n\ndata: {\"error\":{\"message\":\"oops\",\"type\":\"server_error\",\"code\":null}}\n\n", null,
					500);
		}

		@Test
		void thatNoRetryWillChange() {
			List<String> before = new ArrayList<>();
			QhaigcNonTransientException failure = catchThrowableOfType(QhaigcNonTransientException.class,
					() -> collect(List.of(bytes("data: " + HELLO + "\n\ndata: "
							+ "{\"error\":{\"code\":400,\"message\":\"Bad\",\"status\":\"INVALID_ARGUMENT\"}}\n\n")),
							before));
			assertThat(before).containsExactly("Grüße ");
			assertThat(failure.problem().status()).isEqualTo(400);
			assertThat(failure.problem().code()).isEqualTo("INVALID_ARGUMENT");
		}

		@Test
		void whenWhatFollowsIsNoJson() {
			assertThatFails("data: " + HELLO + "\n\ndata: {'no': json}\n\ndata: " + WORLD + "\n\n",
					"malformed_response", 200);
			assertThatFails("data: " + HELLO + "\n\ndata: oh no\n\ndata: " + WORLD + "\n\n", "malformed_response", 200);
			assertThatFails("data: " + HELLO + "\n\ndata: {\"a\":\n\ndata: " + WORLD + "\n\n", "malformed_response",
					200);
		}

		@Test
		void whenTheConnectionBreaks() {
			Flux<byte[]> chunks = Flux.just(bytes("data: " + HELLO + "\n\n" + "data: {\"cand"))
				.concatWith(Flux.error(new IOException("Connection reset by peer")));
			StepVerifier.create(reader().read(chunks).map(EventReaderTests::text), 0)
				.thenAwait()
				.thenRequest(1)
				.expectNext("Grüße ")
				.thenRequest(1)
				.expectErrorSatisfies((ex) -> assertThat(((QhaigcTransientException) ex).problem().code())
					.isEqualTo("connection_closed"))
				.verify();
		}

	}

	@Nested
	@DisplayName("A stream that was cut is known")
	class CutStreams {

		@ParameterizedTest
		@ValueSource(
				strings = { "data: %s\n\n", "[%s", "[%s,", "%s\n", "data: %s\n\n: PING\n\n", "data: %s\n\n[DONE]" })
		void byTheLackOfAFinishReason(String form) {
			assertThatFails(form.formatted(HELLO), "incomplete_stream", 200);
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 10, 40, 60 })
		void insideAnEvent(int left) {
			assertThatFails("data: " + HELLO + "\n\ndata: " + WORLD.substring(0, left), "incomplete_stream", 200);
			assertThatFails("[" + HELLO + "," + WORLD.substring(0, left), "incomplete_stream", 200);
		}

		@Test
		void insideAnEventAfterAFinishReason() {
			List<String> before = new ArrayList<>();
			QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
					() -> collect(List.of(bytes("data: " + WORLD + "\n\ndata: {\"candi")), before));
			assertThat(before).hasSize(1);
			assertThat(failure.problem().code()).isEqualTo("incomplete_stream");
		}

		@Test
		void byAFinishReasonThatIsNone() {
			String unspecified = HELLO.substring(0, HELLO.length() - 3)
					+ ",\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}";
			assertThatFails("data: " + unspecified + "\n\n", "incomplete_stream", 200);
		}

		@Test
		void whateverUsageItHasShown() {
			assertThatFails("data: " + HELLO + "\n\ndata: {\"usageMetadata\":{\"totalTokenCount\":9}}\n\n",
					"incomplete_stream", 200, "Grüße ", "");
		}

		@Test
		void unlessThePromptWasRefused() {
			assertThat(texts(List.of(bytes("data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}\n\n")))).hasSize(1);
		}

		@Test
		void unlessAnyCandidateFinished() {
			assertThat(texts(List.of(bytes("data: " + WORLD + "\n\ndata: " + HELLO + "\n\n")))).hasSize(2);
		}

	}

	@Nested
	@DisplayName("A stream without an event is no answer")
	class EmptyStreams {

		@ParameterizedTest
		@ValueSource(strings = { "", "\n\n", ": PING\n\n", "data: [DONE]\n\n", "[]", "{}", "data: {}\n\n", "\uFEFF",
				"event: keepalive\ndata: {}\n\n" })
		void becauseItIsEmpty(String text) {
			assertThat(failure(text)).isInstanceOfSatisfying(QhaigcTransientException.class,
					(ex) -> assertThat(ex.problem().code()).isEqualTo("empty_response"));
		}

		@Test
		void becauseItIsAPage() {
			assertThat(failure("<!DOCTYPE html>\n<html><body>Sign in</body></html>"))
				.isInstanceOfSatisfying(QhaigcNonTransientException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("HTML").hasMessageContaining("qhaigc.base-url");
					assertThat(ex.problem().body()).contains("Sign in");
				});
		}

		@Test
		void becauseItIsSomethingElse() {
			assertThat(failure("upstream connect error or disconnect/reset before headers"))
				.isInstanceOfSatisfying(QhaigcTransientException.class, (ex) -> {
					assertThat(ex.problem().code()).isEqualTo("malformed_response");
					assertThat(ex.problem().body()).contains("upstream connect error");
				});
		}

	}

	@Test
	void anEventOfManyMegabytesIsJoinedOnce() {
		String image = "A".repeat(4 * 1024 * 1024);
		byte[] stream = bytes(
				"data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\""
						+ image + "\"}}]},\"finishReason\":\"STOP\"}]}\r\n\r\n");
		assertThat(texts(cut(stream, 8 * 1024))).hasSize(1);
		assertThat(texts(cut(Arrays.copyOfRange(stream, 6, stream.length), 8 * 1024))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {\"a\":\"%s\"}\n\n", "{\"a\":\"%s\"}", "[{\"a\":\"%s\"}]", "data: {\ndata: \"%s",
			"<%s" })
	void anEventOverTheLimitIsRefused(String form) {
		byte[] stream = bytes(form.formatted("x".repeat(2000)));
		EventReader reader = new EventReader(errors(), 1000, null);
		StepVerifier.create(reader.read(Flux.fromIterable(cut(stream, 100))))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(QhaigcNonTransientException.class)
				.hasMessageContaining("qhaigc.max-response-size"))
			.verify();
	}

	@Test
	void aStreamOfSmallEventsHasNoLimit() {
		byte[] stream = bytes(("data: " + HELLO + "\n\n").repeat(100) + "data: " + WORLD + "\n\n");
		EventReader reader = new EventReader(errors(), 1000, null);
		StepVerifier.create(reader.read(Flux.just(stream))).expectNextCount(101).verifyComplete();
	}

	@Test
	void eventsAreReadOnlyAsTheyAreAskedFor() {
		byte[] stream = bytes("data: " + HELLO + "\n\ndata: no json\n\n");
		StepVerifier.create(reader().read(Flux.just(stream)), 1).expectNextCount(1).thenCancel().verify();
	}

	@Test
	void aSubscriberWhoAsksForLittleIsNotReadAheadOfByMuch() {
		AtomicInteger taken = new AtomicInteger();
		Flux<byte[]> chunks = Flux.range(0, 1000)
			.map((i) -> bytes("data: " + HELLO + "\n\n"))
			.doOnNext((chunk) -> taken.incrementAndGet());
		StepVerifier.create(reader().read(chunks), 1).expectNextCount(1).thenCancel().verify(TIMEOUT);
		assertThat(taken).hasValueLessThan(20);
	}

	/** Reads the two texts, however the bytes are cut. */
	private static void assertThatIsRead(String stream) {
		byte[] bytes = bytes(stream);
		assertThat(texts(List.of(bytes))).containsExactly("Grüße ", "aus 杭州 {\"}");
		assertThat(texts(cut(bytes, 1))).containsExactly("Grüße ", "aus 杭州 {\"}");
		for (int i = 1; i < bytes.length; i++) {
			List<byte[]> halves = List.of(Arrays.copyOf(bytes, i), Arrays.copyOfRange(bytes, i, bytes.length));
			assertThat(texts(halves)).as("cut at byte %d", i).containsExactly("Grüße ", "aus 杭州 {\"}");
		}
	}

	private static void assertThatFails(String stream, @Nullable String code, int status) {
		assertThatFails(stream, code, status, "Grüße ");
	}

	private static void assertThatFails(String stream, @Nullable String code, int status, String... before) {
		byte[] bytes = bytes(stream);
		for (int i = 0; i <= bytes.length; i++) {
			List<byte[]> chunks = (i == 0) ? cut(bytes, 1)
					: List.of(Arrays.copyOf(bytes, i), Arrays.copyOfRange(bytes, i, bytes.length));
			List<String> texts = new ArrayList<>();
			QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
					() -> collect(chunks, texts));
			assertThat(texts).as("cut at byte %d", i).containsExactly(before);
			assertThat(failure).as("cut at byte %d", i).isNotNull();
			assertThat(failure.problem().code()).as("cut at byte %d", i).isEqualTo(code);
			assertThat(failure.problem().status()).as("cut at byte %d", i).isEqualTo(status);
		}
	}

	private static Throwable failure(String stream) {
		ThrowingCallable reading = () -> texts(List.of(bytes(stream)));
		return catchThrowableOfType(RuntimeException.class, reading);
	}

	private static List<String> texts(List<byte[]> chunks) {
		List<String> texts = new ArrayList<>();
		collect(chunks, texts);
		return texts;
	}

	private static void collect(List<byte[]> chunks, List<String> texts) {
		reader().read(Flux.fromIterable(chunks)).map(EventReaderTests::text).doOnNext(texts::add).blockLast();
	}

	private static EventReader reader() {
		EventReader reader = new EventReader(errors(), Integer.MAX_VALUE, null);
		reader.chunks(ResponseHead.of(200, HttpHeaders.EMPTY), Flux.empty());
		return reader;
	}

	private static GatewayErrors errors() {
		return new GatewayErrors(StatusRules.DEFAULT, "gemini-2.5-flash", UnaryOperator.identity());
	}

	private static String text(GenerateContentResponse response) {
		return ClientFixtures.text(response);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static List<byte[]> cut(byte[] bytes, int size) {
		List<byte[]> chunks = new ArrayList<>();
		for (int from = 0; from < bytes.length; from += size) {
			chunks.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
		}
		return chunks;
	}

}
