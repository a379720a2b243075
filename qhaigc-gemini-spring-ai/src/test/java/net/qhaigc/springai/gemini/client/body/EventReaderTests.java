package net.qhaigc.springai.gemini.client.body;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;

import org.springframework.http.HttpHeaders;

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
 * Tests for {@link EventReader}. Most streams are read several times: as a whole, split
 * in two at each possible position, and in chunks of one byte.
 */
class EventReaderTests {

	private static final String HELLO = """
			{"candidates":[{"content":{"role":"model","parts":[{"text":"Grüße "}]}}]}""";

	private static final String WORLD = """
			{"candidates":[{"content":{"parts":[{"text":"aus 杭州 {\\"}"}]},"finishReason":"STOP"}]}""";

	private static final String OVERLOADED = """
			{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""";

	@Nested
	class ServerSentEvents {

		@ParameterizedTest
		@ValueSource(strings = { "\r\n", "\n", "\r" })
		void readsEachLineEnding(String end) {
			assertReadsBothTexts("data: " + HELLO + end + end + "data: " + WORLD + end + end);
		}

		@Test
		void readsDataWithoutSpaceAfterColon() {
			assertReadsBothTexts("data:" + HELLO + "\n\ndata:" + WORLD + "\n\n");
		}

		@Test
		void readsSeveralDataLinesPerEvent() {
			assertReadsBothTexts("data: " + HELLO.replace("\"content\"", "\ndata: \"content\"") + "\n\ndata: "
					+ WORLD.replace("}]}", "\ndata:}]}") + "\n\n");
		}

		@Test
		void readsSeveralObjectsPerEvent() {
			assertReadsBothTexts("data: " + HELLO + "\ndata: " + WORLD + "\n\n");
		}

		@Test
		void readsSeveralObjectsPerLine() {
			assertReadsBothTexts("data: " + HELLO + WORLD + "\n\n");
			String large = HELLO.replaceFirst("\\{", "{\"padding\":\"" + "x".repeat(10_000) + "\",");
			assertThat(texts(List.of(bytes("data: " + large + WORLD + "\n\n")))).containsExactly("Grüße ",
					"aus 杭州 {\"}");
		}

		@Test
		void readsArrayInEvent() {
			assertReadsBothTexts("data: [" + HELLO + ",\ndata: " + WORLD + "]\n\n");
		}

		@Test
		void skipsByteOrderMark() {
			assertReadsBothTexts("\uFEFFdata: " + HELLO + "\n\ndata: " + WORLD + "\n\n");
		}

		@Test
		void ignoresComments() {
			assertReadsBothTexts(
					": PING\n\n:\n\ndata: " + HELLO + "\n: PING\n\n: PING\n\ndata: " + WORLD + "\n\n: PING\n\n");
		}

		@Test
		void ignoresKeepAliveEvents() {
			assertReadsBothTexts("event: keepalive\ndata: {}\n\ndata: " + HELLO
					+ "\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n" + "data: " + WORLD + "\n\n");
		}

		@Test
		void ignoresEmptyDataAndFieldsOtherThanData() {
			assertReadsBothTexts("retry: 3000\n\nid: 1\nevent: message\ndata: " + HELLO + "\n\ndata:\n\nid: 2\ndata: "
					+ WORLD + "\n\n");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "\n", "\r\n" })
		void readsLastEventWithoutBlankLine(String end) {
			assertReadsBothTexts("data: " + HELLO + "\r\n\r\ndata: " + WORLD + end);
		}

		@ParameterizedTest
		@ValueSource(strings = { "data: [DONE]\n\n", "data:[DONE]", "[DONE]", "[DONE]\n\n", "data: [DONE]\n" })
		void readsEventsBeforeDoneMarker(String done) {
			assertReadsBothTexts("data: " + HELLO + "\n\ndata: " + WORLD + "\n\n" + done);
		}

	}

	@Nested
	class OtherFormats {

		@Test
		void readsSingleObject() {
			String object = HELLO.replace("}]}", "},\n{\"text\":\"aus 杭州 {\\\"}\"}]},\n  \"finishReason\": \"STOP\"");
			assertThat(texts(List.of(bytes(object)))).containsExactly("Grüße aus 杭州 {\"}");
		}

		@ParameterizedTest
		@ValueSource(strings = { "[%s,%s]", "[%s\n,\r\n%s\n]\n", "\uFEFF [ %s , %s ]", "[[%s],[%s]]" })
		void readsArray(String form) {
			assertReadsBothTexts(form.formatted(HELLO, WORLD));
		}

		@ParameterizedTest
		@ValueSource(strings = { "%s\n%s\n", "%s\r\n%s", "\n\n%s\n\n%s\n\n", "%s%s" })
		void readsJsonLines(String form) {
			assertReadsBothTexts(form.formatted(HELLO, WORLD));
		}

		@Test
		void readsMultilineObjects() {
			assertReadsBothTexts(HELLO.replace(",", ",\n  ").replace("[", "[\n") + "\n" + WORLD.replace(",", ",\r\n"));
		}

		@Test
		void readsObjectsBeforeAndAfterServerSentEvents() {
			assertReadsBothTexts(HELLO + "\n: PING\n\ndata: " + WORLD + "\n\n");
			assertReadsBothTexts("data: " + HELLO + "\n\n" + WORLD);
			assertReadsBothTexts("data: " + HELLO + "\n" + WORLD + "\n[DONE]");
		}

	}

	@Nested
	class Errors {

		@ParameterizedTest
		@ValueSource(
				strings = { "data: %s\n\n", "%s", "\n%s\n", "[%s]", "data: [%s]\n\n", "event: error\ndata: %s\n\n" })
		void readsErrorInMiddleOfStream(String form) {
			assertFailsAfterFirstText(
					"data: " + HELLO + "\n\n" + form.formatted(OVERLOADED) + "data: " + WORLD + "\n\n", "UNAVAILABLE",
					503);
		}

		@Test
		void readsErrorInArray() {
			assertFailsAfterFirstText("[" + HELLO + "\n,\n" + OVERLOADED + "\n]", "UNAVAILABLE", 503);
		}

		@Test
		void readsMultilineError() {
			assertFailsAfterFirstText("data: " + HELLO + "\n\n" + OVERLOADED.replace(",", ",\n").replace("{", "{\n"),
					"UNAVAILABLE", 503);
		}

		@Test
		void readsErrorOnLineAfterEvent() {
			assertFailsAfterFirstText("data: " + HELLO + "\n" + OVERLOADED, "UNAVAILABLE", 503);
		}

		@Test
		void readsErrorsThatAreNotInGoogleFormat() {
			assertFailsAfterFirstText("data: " + HELLO + "\n\ndata: {\"error\":\"upstream is gone\"}\n\n", null, 200);
			assertFailsAfterFirstText(
					"data: " + HELLO + "\n\ndata: {\"message\":\"slow down\",\"code\":\"rate_limit_exceeded\"}\n\n",
					"rate_limit_exceeded", 429);
			assertFailsAfterFirstText("data: " + HELLO
					+ "\n\ndata: {\"error\":{\"message\":\"oops\",\"type\":\"server_error\",\"code\":null}}\n\n", null,
					500);
		}

		@Test
		void readsPermanentError() {
			List<String> textsBefore = new ArrayList<>();
			QhaigcNonTransientException failure = catchThrowableOfType(QhaigcNonTransientException.class,
					() -> collect(List.of(bytes("data: " + HELLO + "\n\ndata: "
							+ "{\"error\":{\"code\":400,\"message\":\"Bad\",\"status\":\"INVALID_ARGUMENT\"}}\n\n")),
							textsBefore));
			assertThat(textsBefore).containsExactly("Grüße ");
			assertThat(failure.problem().status()).isEqualTo(400);
			assertThat(failure.problem().code()).isEqualTo("INVALID_ARGUMENT");
		}

		@Test
		void failsWhenEventIsNotJson() {
			assertFailsAfterFirstText("data: " + HELLO + "\n\ndata: {'no': json}\n\ndata: " + WORLD + "\n\n",
					"malformed_response", 200);
			assertFailsAfterFirstText("data: " + HELLO + "\n\ndata: oh no\n\ndata: " + WORLD + "\n\n",
					"malformed_response", 200);
			assertFailsAfterFirstText("data: " + HELLO + "\n\ndata: {\"a\":\n\ndata: " + WORLD + "\n\n",
					"malformed_response", 200);
		}

		@Test
		void failsAfterDeliveredEventsWhenConnectionIsReset() {
			Flux<byte[]> chunks = Flux.just(bytes("data: " + HELLO + "\n\n" + "data: {\"cand"))
				.concatWith(Flux.error(new IOException("Connection reset by peer")));
			StepVerifier.create(UnchangedEvents.read(reader(), chunks).map(EventReaderTests::text), 0)
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
	class IncompleteStreams {

		@ParameterizedTest
		@ValueSource(
				strings = { "data: %s\n\n", "[%s", "[%s,", "%s\n", "data: %s\n\n: PING\n\n", "data: %s\n\n[DONE]" })
		void failsWithoutFinishReason(String form) {
			assertFailsAfterFirstText(form.formatted(HELLO), "incomplete_stream", 200);
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 10, 40, 60 })
		void failsWhenStreamEndsInsideEvent(int length) {
			assertFailsAfterFirstText("data: " + HELLO + "\n\ndata: " + WORLD.substring(0, length), "incomplete_stream",
					200);
			assertFailsAfterFirstText("[" + HELLO + "," + WORLD.substring(0, length), "incomplete_stream", 200);
		}

		@Test
		void failsWhenStreamEndsInsideEventAfterFinishReason() {
			List<String> textsBefore = new ArrayList<>();
			QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
					() -> collect(List.of(bytes("data: " + WORLD + "\n\ndata: {\"candi")), textsBefore));
			assertThat(textsBefore).hasSize(1);
			assertThat(failure.problem().code()).isEqualTo("incomplete_stream");
		}

		/**
		 * Some gateways send the finish reason with each event, so an event with a finish
		 * reason is not necessarily the last one.
		 */
		@ParameterizedTest
		@ValueSource(strings = { "d", "da", "data:", "data: ", "data: {", "event", "event: mess" })
		void failsWhenStreamEndsInsideLineAfterFinishReason(String partialLine) {
			assertFailsAfterTexts("data: " + WORLD + "\n\n" + partialLine, "incomplete_stream", 200, "aus 杭州 {\"}");
		}

		@ParameterizedTest
		@ValueSource(strings = { "", ",", "\n,\n", "\n" })
		void failsWhenStreamEndsInsideArrayAfterFinishReason(String end) {
			assertFailsAfterTexts("[" + WORLD + end, "incomplete_stream", 200, "aus 杭州 {\"}");
		}

		@Test
		void failsWithUnspecifiedFinishReason() {
			String unspecified = HELLO.substring(0, HELLO.length() - 3)
					+ ",\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}";
			assertFailsAfterFirstText("data: " + unspecified + "\n\n", "incomplete_stream", 200);
		}

		@Test
		void failsWithUsageButWithoutFinishReason() {
			assertFailsAfterTexts("data: " + HELLO + "\n\ndata: {\"usageMetadata\":{\"totalTokenCount\":9}}\n\n",
					"incomplete_stream", 200, "Grüße ", "");
		}

		@Test
		void completesWithoutFinishReasonWhenPromptIsBlocked() {
			assertThat(texts(List.of(bytes("data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}\n\n")))).hasSize(1);
		}

		@Test
		void completesWhenOnlyFirstEventHasFinishReason() {
			assertThat(texts(List.of(bytes("data: " + WORLD + "\n\ndata: " + HELLO + "\n\n")))).hasSize(2);
		}

	}

	@Nested
	class DoneMarker {

		private static final String COMPLETE = "data: " + WORLD + "\n\ndata: [DONE]\n";

		@Test
		void completesWhenConnectionIsResetAfterMarker() {
			Flux<byte[]> chunks = Flux.just(bytes(COMPLETE))
				.concatWith(Flux.error(new IOException("Connection reset")));
			StepVerifier.create(UnchangedEvents.read(reader(), chunks)).expectNextCount(1).verifyComplete();
		}

		@Test
		void completesAndCancelsBodyAfterCloseDelay() {
			Sinks.Empty<Void> delay = Sinks.empty();
			AtomicInteger cancelled = new AtomicInteger();
			Flux<byte[]> chunks = Flux.just(bytes(COMPLETE))
				.concatWith(Flux.never())
				.doOnCancel(cancelled::incrementAndGet);
			StepVerifier.create(reader().read(chunks, new UnchangedEvents(delay.asMono())))
				.expectNextCount(1)
				.then(() -> assertThat(cancelled).hasValue(0))
				.then(delay::tryEmitEmpty)
				.expectComplete()
				.verify(TIMEOUT);
			assertThat(cancelled).hasValue(1);
		}

		@Test
		void cancelsCloseDelayWhenBodyEnds() {
			AtomicInteger cancelled = new AtomicInteger();
			Mono<Void> delay = Mono.<Void>never().doOnCancel(cancelled::incrementAndGet);
			Sinks.Empty<byte[]> end = Sinks.empty();
			StepVerifier
				.create(reader().read(Flux.just(bytes(COMPLETE)).concatWith(end.asMono()), new UnchangedEvents(delay)))
				.expectNextCount(1)
				.then(() -> assertThat(cancelled).hasValue(0))
				.then(end::tryEmitEmpty)
				.verifyComplete();
			assertThat(cancelled).hasValue(1);
		}

		@Test
		void cancelsCloseDelayWhenStreamIsCancelled() {
			AtomicInteger cancelled = new AtomicInteger();
			Flux<byte[]> chunks = Flux.just(bytes(COMPLETE)).concatWith(Flux.never());
			StepVerifier
				.create(reader().read(chunks,
						new UnchangedEvents(Mono.<Void>never().doOnCancel(cancelled::incrementAndGet))))
				.expectNextCount(1)
				.then(() -> assertThat(cancelled).hasValue(0))
				.thenCancel()
				.verify();
			assertThat(cancelled).hasValue(1);
		}

		@Test
		void ignoresDataAfterMarker() {
			assertThat(texts(List.of(bytes(COMPLETE + "\ndata: {\"candi")))).hasSize(1);
			assertThat(texts(List.of(bytes(COMPLETE + "\ndata: " + OVERLOADED + "\n\n")))).hasSize(1);
			String bareMarker = "data: " + WORLD + "\n\n[DONE]";
			assertThat(texts(List.of(bytes(bareMarker + "\n[DONE]\ndata: {no json\n\n")))).hasSize(1);
			assertThat(texts(List.of(bytes(bareMarker + "{no json}\n\n")))).hasSize(1);
		}

		@Test
		void doesNotCompleteWithoutFinishReason() {
			Flux<byte[]> chunks = Flux.just(bytes("data: " + HELLO + "\n\ndata: [DONE]\n"))
				.concatWith(Flux.error(new IOException("Connection reset")));
			StepVerifier.create(UnchangedEvents.read(reader(), chunks))
				.expectNextCount(1)
				.expectErrorSatisfies((ex) -> assertThat(((QhaigcTransientException) ex).problem().code())
					.isEqualTo("connection_closed"))
				.verify();
		}

	}

	@Nested
	class StreamsWithoutEvents {

		@ParameterizedTest
		@ValueSource(strings = { "", "\n\n", ": PING\n\n", "data: [DONE]\n\n", "[]", "{}", "data: {}\n\n", "\uFEFF",
				"event: keepalive\ndata: {}\n\n", "[PING]" })
		void failsWithoutEvents(String text) {
			assertThat(failure(text)).isInstanceOfSatisfying(QhaigcTransientException.class,
					(ex) -> assertThat(ex.problem().code()).isEqualTo("empty_response"));
		}

		@Test
		void failsOnHtmlPage() {
			assertThat(failure("<!DOCTYPE html>\n<html><body>Sign in</body></html>"))
				.isInstanceOfSatisfying(QhaigcNonTransientException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("HTML").hasMessageContaining("qhaigc.base-url");
					assertThat(ex.problem().body()).contains("Sign in");
				});
		}

		@ParameterizedTest
		@ValueSource(strings = { "%s", "[%s]" })
		void failsOnPlainText(String form) {
			assertThat(failure(form.formatted("upstream connect error or disconnect/reset before headers")))
				.isInstanceOfSatisfying(QhaigcTransientException.class, (ex) -> {
					assertThat(ex.problem().code()).isEqualTo("malformed_response");
					assertThat(ex.problem().body()).contains("upstream connect error");
				});
		}

	}

	@Nested
	class SizeLimit {

		@Test
		void readsLargeEvent() {
			String image = "A".repeat(4 * 1024 * 1024);
			byte[] stream = bytes(
					"data: {\"candidates\":[{\"content\":{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\""
							+ image + "\"}}]},\"finishReason\":\"STOP\"}]}\r\n\r\n");
			assertThat(texts(split(stream, 8 * 1024))).hasSize(1);
			assertThat(texts(split(Arrays.copyOfRange(stream, 6, stream.length), 8 * 1024))).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(strings = { "data: {\"a\":\"%s\"}\n\n", "{\"a\":\"%s\"}", "[{\"a\":\"%s\"}]",
				"data: {\ndata: \"%s", "<%s" })
		void rejectsEventOverLimit(String form) {
			byte[] stream = bytes(form.formatted("x".repeat(2000)));
			EventReader reader = new EventReader(errors(), 1000, null);
			StepVerifier.create(UnchangedEvents.read(reader, Flux.fromIterable(split(stream, 100))))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(QhaigcNonTransientException.class)
					.hasMessageContaining("qhaigc.max-response-size"))
				.verify();
		}

		@Test
		void doesNotLimitTotalSizeOfSmallEvents() {
			byte[] stream = bytes(("data: " + HELLO + "\n\n").repeat(100) + "data: " + WORLD + "\n\n");
			EventReader reader = new EventReader(errors(), 1000, null);
			StepVerifier.create(UnchangedEvents.read(reader, Flux.just(stream))).expectNextCount(101).verifyComplete();
		}

	}

	@Nested
	class Demand {

		@Test
		void emitsEventBeforeNextEventIsRead() {
			byte[] stream = bytes("data: " + HELLO + "\n\ndata: no json\n\n");
			StepVerifier.create(UnchangedEvents.read(reader(), Flux.just(stream)), 1)
				.expectNextCount(1)
				.thenCancel()
				.verify();
		}

		@Test
		void keepsOrderIfChunksAndDemandArriveOnDifferentThreads() {
			int events = 5000;
			Flux<byte[]> chunks = Flux.range(0, events)
				.map((i) -> bytes("data: " + ((i < events - 1) ? HELLO : WORLD).replace("Grüße ", i + " ") + "\n\n"))
				.publishOn(Schedulers.parallel());
			List<String> texts = UnchangedEvents.read(reader(), chunks)
				.map(EventReaderTests::text)
				.publishOn(Schedulers.single(), 1)
				.collectList()
				.block(TIMEOUT);
			assertThat(texts).hasSize(events).endsWith("aus 杭州 {\"}");
			assertThat(texts.subList(0, events - 1))
				.isEqualTo(IntStream.range(0, events - 1).mapToObj((i) -> i + " ").toList());
		}

		@Test
		void endsOnceIfChunkAndFailureAreConcurrent() throws Exception {
			for (int i = 0; i < 500; i++) {
				TestPublisher<byte[]> chunks = TestPublisher.createNoncompliant(Violation.REQUEST_OVERFLOW,
						Violation.CLEANUP_ON_TERMINATE);
				List<String> signals = new CopyOnWriteArrayList<>();
				UnchangedEvents.read(reader(), chunks.flux())
					.subscribe((event) -> signals.add(text(event)), (ex) -> signals.add("failed"));
				CompletableFuture<Void> failing = CompletableFuture
					.runAsync(() -> chunks.error(new IOException("Connection reset")));
				chunks.next(bytes("data: " + HELLO + "\n\n"));
				failing.get();
				assertThat(signals).endsWith("failed").containsOnlyOnce("failed");
			}
		}

		@Test
		void limitsPrefetch() {
			AtomicInteger taken = new AtomicInteger();
			Flux<byte[]> chunks = Flux.range(0, 1000)
				.map((i) -> bytes("data: " + HELLO + "\n\n"))
				.doOnNext((chunk) -> taken.incrementAndGet());
			StepVerifier.create(UnchangedEvents.read(reader(), chunks), 1)
				.expectNextCount(1)
				.thenCancel()
				.verify(TIMEOUT);
			assertThat(taken).hasValueLessThan(20);
		}

	}

	/**
	 * Assert that the texts of {@link #HELLO} and {@link #WORLD} are read, wherever the
	 * stream is split.
	 */
	private static void assertReadsBothTexts(String stream) {
		byte[] bytes = bytes(stream);
		assertThat(texts(List.of(bytes))).containsExactly("Grüße ", "aus 杭州 {\"}");
		assertThat(texts(split(bytes, 1))).containsExactly("Grüße ", "aus 杭州 {\"}");
		for (int i = 1; i < bytes.length; i++) {
			List<byte[]> twoChunks = List.of(Arrays.copyOf(bytes, i), Arrays.copyOfRange(bytes, i, bytes.length));
			assertThat(texts(twoChunks)).as("split at byte %d", i).containsExactly("Grüße ", "aus 杭州 {\"}");
		}
	}

	private static void assertFailsAfterFirstText(String stream, @Nullable String code, int status) {
		assertFailsAfterTexts(stream, code, status, "Grüße ");
	}

	private static void assertFailsAfterTexts(String stream, @Nullable String code, int status, String... textsBefore) {
		byte[] bytes = bytes(stream);
		for (int i = 0; i <= bytes.length; i++) {
			List<byte[]> chunks = (i == 0) ? split(bytes, 1)
					: List.of(Arrays.copyOf(bytes, i), Arrays.copyOfRange(bytes, i, bytes.length));
			List<String> texts = new ArrayList<>();
			QhaigcTransientException failure = catchThrowableOfType(QhaigcTransientException.class,
					() -> collect(chunks, texts));
			assertThat(texts).as("split at byte %d", i).containsExactly(textsBefore);
			assertThat(failure).as("split at byte %d", i).isNotNull();
			assertThat(failure.problem().code()).as("split at byte %d", i).isEqualTo(code);
			assertThat(failure.problem().status()).as("split at byte %d", i).isEqualTo(status);
		}
	}

	private static Throwable failure(String stream) {
		ThrowingCallable read = () -> texts(List.of(bytes(stream)));
		return catchThrowableOfType(RuntimeException.class, read);
	}

	private static List<String> texts(List<byte[]> chunks) {
		List<String> texts = new ArrayList<>();
		collect(chunks, texts);
		return texts;
	}

	private static void collect(List<byte[]> chunks, List<String> texts) {
		UnchangedEvents.read(reader(), Flux.fromIterable(chunks))
			.map(EventReaderTests::text)
			.doOnNext(texts::add)
			.blockLast();
	}

	private static EventReader reader() {
		EventReader reader = new EventReader(errors(), Integer.MAX_VALUE, null);
		reader.begin(ResponseHead.of(200, HttpHeaders.EMPTY), Flux.empty());
		return reader;
	}

	private static GatewayErrors errors() {
		return new GatewayErrors(StatusRules.DEFAULT, "gemini-2.5-flash", "qhaigc.api-key", UnaryOperator.identity());
	}

	private static String text(GenerateContentResponse response) {
		return ClientFixtures.text(response);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static List<byte[]> split(byte[] bytes, int size) {
		List<byte[]> chunks = new ArrayList<>();
		for (int from = 0; from < bytes.length; from += size) {
			chunks.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
		}
		return chunks;
	}

}
