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
 * Asking and being answered, in a real browser.
 */
class ChatPageTests extends PageTest {

	static final String PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

	@Test
	void anAnswerIsShownAsMarkdownWithItsFigures() {
		this.gateway.replyStream("# Three steps\n\n", "1. **Find**\n2. *Add*\n", "\n| a | b |\n|---|---|\n| 1 | 2 |\n")
			.usage(1234, 56, 1290);

		browser.ask("Explain RAG");

		assertThat(browser.text(".question")).isEqualTo("Explain RAG");
		assertThat(browser.text(".markdown h2")).isEqualTo("Three steps");
		assertThat(browser.text(".markdown ol li strong")).isEqualTo("Find");
		assertThat(browser.all(".markdown td")).hasSize(2);
		assertThat(browser.text("p.figures"))
			.matches("gemini-2.5-flash · 1,234 tokens in, 56 out · first token after .*, all after .*");
		assertThat(browser.one("#chart svg").getAttribute("aria-label")).startsWith("Answers: 1. Tokens made: 56.");
	}

	@Test
	void chineseIsStressedByDotsAndStaysUpright() {
		this.gateway.reply("*Add* what was *找到*.");

		browser.ask("RAG?");

		assertThat(browser.script("""
				return [...document.querySelectorAll('.markdown em')].map(em => getComputedStyle(em))
					.map(style => style.fontStyle + ' ' + style.textEmphasisStyle).join(', ');"""))
			.isEqualTo("italic none, normal dot");
	}

	@Test
	void anAnswerIsShownWhileItComesAndStoppingCancelsTheRequestToTheGateway() {
		this.gateway.replyStream("The first ", "**words**").hang();

		browser.say("Go on for ever");
		browser.await(() -> browser.answer().contains("The first words"));
		assertThat(browser.all("[aria-busy]")).hasSize(1);
		assertThat(browser.one("#send").isDisplayed()).isFalse();
		browser.click("#stop");
		browser.awaitAnswer();

		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(10))).isTrue();
		assertThat(browser.answer()).isEqualTo("The first words\nStopped. The request to the gateway was cancelled.");
		assertThat(browser.one("#send").isDisplayed()).isTrue();
	}

	@Test
	void theEscapeKeyStopsToo() {
		this.gateway.replyStream("Well").hang();

		browser.say("Go on");
		browser.await(() -> browser.answer().contains("Well"));
		browser.press(Keys.ESCAPE);
		browser.awaitAnswer();

		assertThat(this.gateway.awaitCancelled(Duration.ofSeconds(10))).isTrue();
	}

	@Test
	void thinkingIsFolded() {
		this.gateway.thinking("A greeting, so I greet.").text("Hello.");

		browser.ask("Hi");

		assertThat(browser.answer()).startsWith("Thought for").doesNotContain("so I greet");
		browser.click(".thinking summary");
		assertThat(browser.text(".thinking .markdown")).isEqualTo("A greeting, so I greet.");
	}

	@Test
	void aToolIsShownWithItsArgumentsAndItsResult() {
		this.gateway.replyStream("Let me look. ").callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.when((request) -> request.body().contains("functionResponse")).replyStream("It is ", "sunny.");

		browser.ask("How is the weather in Hangzhou?");

		assertThat(browser.text(".tool")).matches("(?s)weather done in .*Arguments.*\"city\": \"Hangzhou\".*"
				+ "Result.*\"sky\":.*\"source\": \"made up: the playground asks no one\".*");
		assertThat(browser.answer()).matches("(?s)Let me look\\..*weather.*It is sunny\\..*");
	}

	@Test
	void aToolIsShownWhileItRuns() {
		this.gateway.callTool("currentTime", Map.of("timeZone", "Asia/Shanghai"));
		this.gateway.hang();

		browser.say("What time is it?");
		browser.await(() -> browser.text(".tool").contains("+08:00"));

		assertThat(browser.all("[aria-busy]")).hasSize(1);
		browser.press(Keys.ESCAPE);
		browser.awaitAnswer();
	}

	@Test
	void imagesGoWithAQuestionChosenDroppedAndPasted(@TempDir Path files) throws IOException {
		this.gateway.reply("Three dots.");
		Path image = Files.write(files.resolve("dot.png"), Base64.getDecoder().decode(PIXEL));

		browser.one("#files").sendKeys(image.toString());
		browser.await(() -> browser.all("#attachments img").size() == 1);
		hand("new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files })");
		browser.await(() -> browser.all("#attachments img").size() == 2);
		hand("new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: files })");
		browser.await(() -> browser.all("#attachments img").size() == 3);
		browser.ask("What is this?");

		assertThat(browser.all("#attachments img")).isEmpty();
		assertThat(browser.all(".question img")).hasSize(3);
		JsonNode parts = questions().get(0).json().at("/contents/0/parts");
		assertThat(parts).hasSize(4);
		assertThat(parts.findValuesAsString("data")).containsOnly(PIXEL).hasSize(3);
	}

	@Test
	void anAttachedImageCanBeTakenAwayAgain() {
		hand("new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files })");
		browser.await(() -> browser.all("#attachments img").size() == 1);

		browser.click("#attachments button");

		assertThat(browser.all("#attachments img")).isEmpty();
	}

	@Test
	void aFileThatIsNoImageIsRefusedInASentence() {
		browser.script("""
				const files = new DataTransfer();
				files.items.add(new File(['hello'], 'letter.txt', { type: 'text/plain' }));
				document.querySelector('#main').dispatchEvent(
						new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
				""");

		browser.await(() -> browser.text("#problem")
			.equals("“letter.txt” is not an image that the models read. PNG, JPEG, WebP and HEIC are."));
	}

	@Test
	void anImageOfTheAnswerIsShown() {
		this.gateway.replyStream("Here:").image(Base64.getDecoder().decode(PIXEL));

		browser.choose("#form", "IMAGE");
		browser.ask("Draw a dot");

		browser.await(() -> Long.valueOf(1)
			.equals(browser.script("return document.querySelector('.answer img').naturalWidth")));
	}

	@Test
	void anAnswerInJsonIsShownAsATable() {
		this.gateway.replyStream("[{\"city\":\"Hangzhou\",\"rivers\":",
				"1},{\"city\":\"Wuhan\",\"rivers\":2,\"lake\":null}]");

		browser.choose("#form", "JSON");
		browser.ask("Cities by a river");

		assertThat(browser.text(".json table")).isEqualTo("city rivers lake\nHangzhou 1 –\nWuhan 2 –");
		assertThat(questions().get(0).json().at("/generationConfig/responseSchema/items/properties").has("city"))
			.isTrue();
	}

	@Test
	void aSchemaThatIsNoJsonIsRefusedInASentence() {
		browser.choose("#form", "JSON");
		browser.one("#schema").sendKeys("}");
		browser.one("#question").sendKeys("Cities", Keys.ENTER);

		assertThat(browser.text("#problem")).isEqualTo("The schema in the settings is not JSON.");
		assertThat(browser.one("#question").getDomProperty("value")).isEqualTo("Cities");
	}

	@Test
	void theSettingsAreSentAndKeptForTheNextVisit() {
		this.gateway.when((request) -> true).reply("Yes.");

		browser.one("#model").sendKeys("gpt-5-mini");
		browser.choose("#endpoint", "UNIFIED");
		browser.script("""
				const slider = document.querySelector('#temperature');
				slider.value = 0.3;
				slider.dispatchEvent(new Event('input'));""");
		browser.ask("Are you there?");
		browser.reload();
		browser.ask("And now?");

		assertThat(questions()).hasSize(2).allSatisfy((request) -> {
			assertThat(request.path()).isEqualTo("/v1/chat/completions");
			assertThat(request.json().path("model").asString()).isEqualTo("gpt-5-mini");
			assertThat(request.json().path("temperature").asDouble()).isEqualTo(0.3);
		});
	}

	@Test
	void thinkingIsChosenAsABudgetOrAsALevel() {
		this.gateway.when((request) -> true).reply("Yes.");

		browser.choose("#thinking", "1024");
		browser.ask("One");
		browser.choose("#thinking", "HIGH");
		browser.one("#model").sendKeys("gemini-3.5-flash");
		browser.ask("Two");

		assertThat(questions())
			.extracting((request) -> request.json().at("/generationConfig/thinkingConfig").toString())
			.containsExactly("{\"includeThoughts\":true,\"thinkingBudget\":1024}",
					"{\"includeThoughts\":true,\"thinkingLevel\":\"HIGH\"}");
	}

	@Test
	void errorsAreSentences() {
		this.gateway.when((request) -> true).error(429).retryAfter(120);
		browser.ask("Hi");
		assertThat(browser.text(".failure p")).isEqualTo("Too many questions for now. Ask again in 120 s.");

		this.gateway.reset();
		this.gateway.when((request) -> true).gatewayError(401);
		browser.ask("Hi");
		assertThat(browser.answer()).contains("The gateway refused the key. Check QHAIGC_API_KEY and start again.");

		this.gateway.reset();
		this.gateway.when((request) -> true).error(503);
		browser.ask("Hi");
		assertThat(browser.answer()).contains("The gateway is in trouble. Ask again in a moment.");
	}

	@Test
	void anAnswerThatWasCutSaysSo() {
		this.gateway.replyStream("One, two").finishReason("MAX_TOKENS");

		browser.ask("Count");

		assertThat(browser.answer()).contains("One, two", "the limit of tokens was reached (MAX_TOKENS)");
	}

	/** What the gateway was asked, without the requests for the list of models. */
	private List<ReceivedRequest> questions() {
		return this.gateway.received().stream().filter((request) -> request.method().equals("POST")).toList();
	}

	private static void hand(String event) {
		browser.script("""
				const files = new DataTransfer();
				const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
				files.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
				document.querySelector('#question').dispatchEvent(%s);
				""".formatted(event), PIXEL);
	}

}
