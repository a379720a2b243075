package net.qhaigc.samples.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;

import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the messages and responses on the page, in a browser.
 */
class ChatPageTests extends PageTest {

	static final String PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

	@Test
	void showsTopOfWelcomeTextOnSmallScreen() {
		browser.resize(320, 640);

		browser.await(() -> Boolean.TRUE.equals(
				browser.script("const c = document.querySelector('#chat'); return c.scrollHeight > c.clientHeight")));
		browser.asyncScript("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
		assertThat(browser.script("return document.querySelector('#chat').scrollTop")).isEqualTo(0L);
	}

	@Test
	void showsResponseAsMarkdownWithMetrics() {
		this.gateway.replyStream("# Three steps\n\n", "1. **Find**\n2. *Add*\n", "\n| a | b |\n|---|---|\n| 1 | 2 |\n")
			.usage(1234, 56, 1290);

		browser.sendAndAwaitResponse("Explain RAG");

		assertThat(browser.text(".user-message p")).isEqualTo("Explain RAG");
		assertThat(browser.text(".markdown h2")).isEqualTo("Three steps");
		assertThat(browser.text(".markdown ol li strong")).isEqualTo("Find");
		assertThat(browser.findAll(".markdown td")).hasSize(2);
		assertThat(browser.text("p.metrics"))
			.matches("gemini-3.5-flash · 1,234 prompt tokens, 56 output tokens · time to first token .*, total .*");
		assertThat(browser.find("#chart svg").getAttribute("aria-label"))
			.startsWith("Responses: 1. Output tokens: 56.");
	}

	@Test
	void emphasizesChineseTextWithDots() {
		this.gateway.reply("*Add* what was *找到*.");

		browser.sendAndAwaitResponse("RAG?");

		assertThat(browser.script("""
				return [...document.querySelectorAll('.markdown em')].map(em => getComputedStyle(em))
					.map(style => style.fontStyle + ' ' + style.textEmphasisStyle).join(', ');"""))
			.isEqualTo("italic none, normal dot");
	}

	@Test
	void showsStreamedTextAndCancelsRequestWhenStopped() {
		this.gateway.replyStream("The first ", "**words**").hang();

		browser.send("Go on for ever");
		browser.await(() -> browser.response().contains("The first words"));
		assertThat(browser.findAll("[aria-busy]")).hasSize(1);
		assertThat(browser.find("#send").isDisplayed()).isFalse();
		browser.click("#stop");
		browser.awaitResponse();

		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(10))).isTrue();
		assertThat(browser.response()).isEqualTo("The first words\nStopped. The request to the gateway was cancelled.");
		assertThat(browser.find("#send").isDisplayed()).isTrue();
	}

	@Test
	void cancelsRequestWhenEscapeIsPressed() {
		this.gateway.replyStream("Well").hang();

		browser.send("Go on");
		browser.await(() -> browser.response().contains("Well"));
		browser.press(Keys.ESCAPE);
		browser.awaitResponse();

		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void collapsesThoughts() {
		this.gateway.thinking("A greeting, so I greet.").text("Hello.");

		browser.sendAndAwaitResponse("Hi");

		assertThat(browser.response()).startsWith("Thought for").doesNotContain("so I greet");
		browser.click(".thinking summary");
		assertThat(browser.text(".thinking .markdown")).isEqualTo("A greeting, so I greet.");
	}

	@Test
	void showsToolCallWithArgumentsAndResult() {
		this.gateway.replyStream("Let me look. ").callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.when((request) -> request.body().contains("functionResponse")).replyStream("It is ", "sunny.");

		browser.sendAndAwaitResponse("How is the weather in Hangzhou?");

		assertThat(browser.text(".tool")).matches("(?s)weather completed in .*Arguments.*\"city\": \"Hangzhou\".*"
				+ "Result.*\"sky\":.*\"source\": \"example data, not a weather service\".*");
		assertThat(browser.response()).matches("(?s)Let me look\\..*weather.*It is sunny\\..*");
	}

	@Test
	void showsToolResultBeforeResponseEnds() {
		this.gateway.callTool("currentTime", Map.of("timeZone", "Asia/Shanghai"));
		this.gateway.hang();

		browser.send("What time is it?");
		browser.await(() -> browser.text(".tool").contains("+08:00"));

		assertThat(browser.findAll("[aria-busy]")).hasSize(1);
		browser.press(Keys.ESCAPE);
		browser.awaitResponse();
	}

	@Test
	void sendsSelectedDroppedAndPastedImages(@TempDir Path files) throws IOException {
		this.gateway.reply("Three dots.");
		Path image = Files.write(files.resolve("dot.png"), Base64.getDecoder().decode(PIXEL));

		browser.find("#files").sendKeys(image.toString());
		browser.awaitElements("#attachments img", 1);
		dispatchEventWithImage("new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files })");
		browser.awaitElements("#attachments img", 2);
		dispatchEventWithImage(
				"new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: files })");
		browser.awaitElements("#attachments img", 3);
		browser.sendAndAwaitResponse("What is this?");

		assertThat(browser.findAll("#attachments img")).isEmpty();
		assertThat(browser.findAll(".user-message img")).hasSize(3);
		JsonNode parts = chatRequests().get(0).json().at("/contents/0/parts");
		assertThat(parts).hasSize(4);
		assertThat(parts.findValuesAsString("data")).containsOnly(PIXEL).hasSize(3);
	}

	@Test
	void removesAttachedImage() {
		dispatchEventWithImage("new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files })");
		browser.awaitElements("#attachments img", 1);

		browser.click("#attachments button");

		assertThat(browser.findAll("#attachments img")).isEmpty();
	}

	@Test
	void rejectsFileOfUnsupportedType() {
		browser.script("""
				const files = new DataTransfer();
				files.items.add(new File(['hello'], 'letter.txt', { type: 'text/plain' }));
				document.querySelector('#main').dispatchEvent(
						new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
				""");

		browser.await(() -> browser.text("#problem")
			.equals("“letter.txt” is not supported. Use images (PNG, JPEG, WebP, HEIC), PDF, audio or video."));
	}

	@Test
	void showsImageInResponse() {
		this.gateway.replyStream("Here:").image(Base64.getDecoder().decode(PIXEL));

		browser.select("#format", "IMAGE");
		browser.sendAndAwaitResponse("Draw a dot");

		browser.await(() -> Long.valueOf(1)
			.equals(browser.script("return document.querySelector('.response img').naturalWidth")));
	}

	@Test
	void showsJsonAsTable() {
		this.gateway.replyStream("[{\"city\":\"Hangzhou\",\"rivers\":",
				"1},{\"city\":\"Wuhan\",\"rivers\":2,\"lake\":null}]");

		browser.select("#format", "JSON");
		browser.sendAndAwaitResponse("Cities by a river");

		assertThat(browser.text(".json table")).isEqualTo("city rivers lake\nHangzhou 1 –\nWuhan 2 –");
		assertThat(chatRequests().get(0).json().at("/generationConfig/responseSchema/items/properties").has("city"))
			.isTrue();
	}

	@Test
	void fillsTableWhileJsonIsStreamed() {
		this.gateway
			.replyStream("{\"count\":2,\"cities\":[{\"city\":\"Hang\\\"[zhou\",\"rivers\":[1]},",
					"{\"city\":\"Wuhan\"},{\"city\":", "\"Linz\"}]}")
			.hangAfter(2);

		browser.select("#format", "JSON");
		browser.send("Cities by a river");

		browser.await(() -> !browser.findAll(".json tbody > tr + tr").isEmpty());
		assertThat(browser.text(".json table")).isEqualTo("city rivers\nHang\"[zhou\n1\nWuhan –");
		assertThat(browser.find("pre.streaming").isDisplayed()).isFalse();
	}

	@Test
	void rejectsSchemaThatIsNotJson() {
		browser.select("#format", "JSON");
		browser.find("#schema").sendKeys("}");
		browser.find("#message").sendKeys("Cities", Keys.ENTER);

		assertThat(browser.text("#problem")).isEqualTo("The JSON Schema in the settings is not valid JSON.");
		assertThat(browser.find("#message").getDomProperty("value")).isEqualTo("Cities");
	}

	@Test
	void sendsAndStoresSettings() {
		this.gateway.when((request) -> true).reply("Yes.");

		browser.find("#model").sendKeys("gpt-5-mini");
		browser.select("#endpoint", "UNIFIED");
		browser.script("""
				const slider = document.querySelector('#temperature');
				slider.value = 0.3;
				slider.dispatchEvent(new Event('input'));""");
		browser.sendAndAwaitResponse("Are you there?");
		browser.reload();
		browser.sendAndAwaitResponse("And now?");

		assertThat(chatRequests()).hasSize(2).allSatisfy((request) -> {
			assertThat(request.path()).isEqualTo("/v1/chat/completions");
			assertThat(request.json().path("model").asString()).isEqualTo("gpt-5-mini");
			assertThat(request.json().path("temperature").asDouble()).isEqualTo(0.3);
		});
	}

	@Test
	void sendsThinkingBudgetOrLevel() {
		this.gateway.when((request) -> true).reply("Yes.");

		browser.find("#model").sendKeys("gemini-2.5-flash");
		browser.select("#thinking", "1024");
		browser.sendAndAwaitResponse("One");
		browser.script("document.querySelector('#model').value = ''");
		browser.find("#model").sendKeys("gemini-3.5-flash");
		assertThat(browser.findAll("#thinking option[value='1024']")).isEmpty();
		browser.select("#thinking", "HIGH");
		browser.sendAndAwaitResponse("Two");

		assertThat(chatRequests())
			.extracting((request) -> request.json().at("/generationConfig/thinkingConfig").toString())
			.containsExactly("{\"includeThoughts\":true,\"thinkingBudget\":1024}",
					"{\"includeThoughts\":true,\"thinkingLevel\":\"HIGH\"}");
	}

	@Test
	void showsErrorMessages() {
		this.gateway.when((request) -> true).googleError(429).retryAfter(120);
		browser.sendAndAwaitResponse("Hi");
		assertThat(browser.text(".error p")).matches("Too many requests\\. Try again in 1\\d\\d s\\.");

		this.gateway.reset();
		this.gateway.when((request) -> true).gatewayError(401);
		browser.sendAndAwaitResponse("Hi");
		assertThat(browser.response()).contains("The gateway rejected the API key. Check QHAIGC_API_KEY and restart.");

		this.gateway.reset();
		this.gateway.when((request) -> true).googleError(503);
		browser.sendAndAwaitResponse("Hi");
		assertThat(browser.response()).contains("The gateway is unavailable. Try again later.");
	}

	@Test
	void showsThatResponseIsTruncated() {
		this.gateway.replyStream("One, two").finishReason("MAX_TOKENS");

		browser.sendAndAwaitResponse("Count");

		assertThat(browser.response()).contains("One, two",
				"the maximum number of output tokens was reached (MAX_TOKENS)");
	}

	/** Return the requests without those for the list of models. */
	private List<ReceivedRequest> chatRequests() {
		return this.gateway.received().stream().filter((request) -> request.method().equals("POST")).toList();
	}

	/**
	 * Dispatch an event in which the user drops or pastes an image.
	 * @param eventExpression the JavaScript expression that creates the event with the
	 * variable {@code files}, which contains the image
	 */
	private static void dispatchEventWithImage(String eventExpression) {
		browser.script("""
				const files = new DataTransfer();
				const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
				files.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
				document.querySelector('#message').dispatchEvent(%s);
				""".formatted(eventExpression), PIXEL);
	}

}
