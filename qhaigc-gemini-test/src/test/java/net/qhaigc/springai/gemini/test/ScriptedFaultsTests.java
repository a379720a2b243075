package net.qhaigc.springai.gemini.test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for faults that take precedence over scripted replies, and for invalid replies.
 */
class ScriptedFaultsTests {

	private final AtomicLong nanoTime = new AtomicLong();

	private final QhaigcGateway gateway = QhaigcGateway.builder().autoRespond().nanoTime(this.nanoTime::get).start();

	private final TestClient client = new TestClient(this.gateway);

	@AfterEach
	void close() {
		this.gateway.close();
	}

	@Test
	void rejectsRequestsThatExceedLimit() {
		this.gateway.limit(2, Duration.ofSeconds(1));

		assertThat(sendRequests(3)).containsExactly(200, 200, 429);
		assertThat(this.client.generate("Hi").headers().firstValue("Retry-After")).hasValue("1");
		advance(Duration.ofMillis(999));
		assertThat(sendRequests(1)).containsExactly(429);
		advance(Duration.ofMillis(1));
		assertThat(sendRequests(3)).containsExactly(200, 200, 429);
		this.gateway.verify();
	}

	@Test
	void requestThatExceedsLimitDoesNotUseScriptedReply() {
		this.gateway.limit(1, Duration.ofSeconds(1));
		this.gateway.reply("first");
		this.gateway.reply("second");

		assertThat(sendRequests(2)).containsExactly(200, 429);
		assertThat(this.gateway.unusedReplies()).isEqualTo(1);
		advance(Duration.ofSeconds(1));
		assertThat(this.client.generate("Hi").body()).contains("second");
	}

	@Test
	@SuppressWarnings("NullAway")
	void rejectsNullText() {
		String nullText = null;

		assertThatNullPointerException().isThrownBy(() -> this.gateway.reply(nullText))
			.withMessage("The text of a reply must not be null");
		this.gateway.verify();
	}

	@Test
	void rejectsInvalidLimit() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.limit(0, Duration.ofSeconds(1)))
			.withMessageContaining("at least 1 request in a positive period, but is 0 in PT1S");
	}

	@Test
	void outageEndsAfterItsDuration() {
		this.gateway.outage(Duration.ofSeconds(30));

		assertThat(sendRequests(2)).containsExactly(503, 503);
		advance(Duration.ofSeconds(30));
		assertThat(sendRequests(1)).containsExactly(200);
		this.gateway.verify();
	}

	@Test
	void resetEndsOutage() {
		this.gateway.outage(Duration.ofSeconds(30));
		this.gateway.reset();

		assertThat(sendRequests(1)).containsExactly(200);
	}

	@Test
	void choosesSameRequestsForRandomFaultsAfterReset() {
		this.gateway.sometimes(0.2).googleError(500);

		List<Integer> statuses = sendRequests(100);
		assertThat(statuses.stream().filter((status) -> status == 500).count()).isBetween(10L, 30L);
		this.gateway.reset();
		this.gateway.sometimes(0.2).googleError(500);
		assertThat(sendRequests(100)).isEqualTo(statuses);
	}

	@Test
	void probabilityOfRandomFaultsMustBeFromZeroToOne() {
		this.gateway.sometimes(0).googleError(500);

		assertThat(sendRequests(3)).containsExactly(200, 200, 200);
		this.gateway.verify();
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.sometimes(1.5))
			.withMessage("The probability must be from 0 to 1, but is 1.5");
	}

	@Test
	void discardsReplyAfterInvalidChange() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.reply("Hi").chunked(0));
		assertThatIllegalStateException().isThrownBy(() -> this.gateway.googleError(500).text("Hi"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.reply("Hi").part("{"));
		assertThatIllegalStateException().isThrownBy(() -> this.gateway.reply("Hi").id("1"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.when((request) -> true).callTool("x", Map.of()).chunked(0));

		assertThat(this.gateway.unusedReplies()).isZero();
		assertThat(this.client.generate("Hello").body()).contains("\"Hello\"");
	}

	@Test
	@SuppressWarnings("NullAway")
	void discardsReplyWithInvalidPart() {
		String nullText = null;

		assertThatNullPointerException().isThrownBy(() -> this.gateway.replyStream("Hi", nullText));
		assertThatNullPointerException().isThrownBy(() -> this.gateway.reply("Hi").thinking(nullText));
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.reply("Hi").callTool(" ", Map.of()))
			.withMessage("The tool name must not be blank");
		assertThat(this.gateway.unusedReplies()).isZero();
	}

	@ParameterizedTest
	@MethodSource
	void rejectsInvalidArgumentOfReply(Function<QhaigcGateway, Reply> script, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> script.apply(this.gateway))
			.withMessageContaining(message);
		assertThat(this.gateway.unusedReplies()).isZero();
	}

	static Stream<Arguments> rejectsInvalidArgumentOfReply() {
		return Stream.of(
				invalidReply("events must be at least 0, but is -1", (gateway) -> gateway.reply("Hi").closeAfter(-1)),
				invalidReply("events must be at least 0, but is -1", (gateway) -> gateway.reply("Hi").hangAfter(-1)),
				invalidReply("bytes must be at least 0, but is -2",
						(gateway) -> gateway.reply("Hi").closeAfterBytes(-2)),
				invalidReply("bytes must be at least 0, but is -2", (gateway) -> gateway.reply("Hi").closeInHead(-2)),
				invalidReply("seconds must be at least 0, but is -1",
						(gateway) -> gateway.googleError(429).retryAfter(-1)),
				invalidReply("delay must not be negative, but is PT-1S",
						(gateway) -> gateway.reply("Hi").delay(Duration.ofSeconds(-1))),
				invalidReply("delay must not be negative, but is PT-1S",
						(gateway) -> gateway.reply("Hi").delayBetween(Duration.ofSeconds(-1))),
				invalidReply("An interim status must be from 100 to 199, but is 200",
						(gateway) -> gateway.reply("Hi").interim(200)),
				invalidReply("The header name is not valid: 'X Y'",
						(gateway) -> gateway.reply("Hi").header("X Y", "z")),
				invalidReply("The error status must be from 400 to 599, but is 99",
						(gateway) -> gateway.googleError(99)),
				invalidReply("The error status must be from 400 to 599, but is 200",
						(gateway) -> gateway.gatewayError(200)),
				invalidReply("The status must be from 200 to 599, but is 99",
						(gateway) -> gateway.replyRaw(99, "text/plain", "")),
				invalidReply("The tool name must not be blank", (gateway) -> gateway.callTool("", Map.of())));
	}

	private static Arguments invalidReply(String message, Function<QhaigcGateway, Reply> script) {
		return Arguments.of(script, message);
	}

	private void advance(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
	}

	private List<Integer> sendRequests(int requests) {
		return IntStream.range(0, requests)
			.mapToObj((i) -> this.client.generate("Hi"))
			.map(HttpResponse::statusCode)
			.toList();
	}

}
