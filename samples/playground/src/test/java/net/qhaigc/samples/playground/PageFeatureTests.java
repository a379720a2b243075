package net.qhaigc.samples.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.beans.factory.annotation.Autowired;

import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for features of the page such as examining, repeating and comparing requests.
 */
class PageFeatureTests extends PageTest {

	@Autowired
	ChatMemory memory;

	@Test
	void showsRetryAndItsDelay() {
		this.gateway.gatewayError(429).retryAfter(2);
		this.gateway.reply("Hello.");

		browser.send("Hi");
		browser.await(() -> browser.text(".retry").matches("Attempt 2 in [12] s, as the gateway requests .*429.*"));
		browser.awaitResponse();

		assertThat(browser.response()).startsWith("Attempt 2 after 429, waited 2.0 s\nHello.");
	}

	@Test
	void storesFailedMessageOnlyIfItIsSentAgainSuccessfully() {
		this.gateway.gatewayError(401);
		this.gateway.reply("Yes.");
		browser.sendAndAwaitResponse("Is it so?");

		assertThat(browser.text(".user-message .note")).isEqualTo("Not part of the conversation");
		assertThat(storedMessages()).isEmpty();
		clickLastAction("Try again");
		browser.await(() -> browser.response().startsWith("Yes."));
		browser.awaitResponse();

		assertThat(browser.findAll(".user-message")).hasSize(1);
		assertThat(browser.findAll(".user-message .note")).isEmpty();
		assertThat(storedMessages()).containsExactly("Is it so?", "Yes.");
	}

	@Test
	void reportsStreamThatEndsPrematurely() {
		this.gateway.replyStream("One, ", "two").closeAfter(1);

		browser.sendAndAwaitResponse("Count");

		assertThat(browser.response()).startsWith("One,\nThe response ended prematurely.");
		assertThat(storedMessages()).containsExactly("Count", "One, ");
	}

	@Test
	void regeneratesResponse() {
		for (String reply : List.of("1", "2", "II")) {
			this.gateway.reply(reply);
		}
		browser.sendAndAwaitResponse("One");
		browser.sendAndAwaitResponse("Two");

		clickLastAction("Regenerate");
		browser.await(() -> browser.response().startsWith("II"));
		browser.awaitResponse();

		assertThat(storedMessages()).containsExactly("One", "1", "Two", "II");
		assertThat(browser.findAll(".user-message")).hasSize(2);
	}

	@Test
	void editsMessageAfterReload() {
		for (String reply : List.of("1", "2", "uno")) {
			this.gateway.reply(reply);
		}
		browser.sendAndAwaitResponse("One");
		browser.sendAndAwaitResponse("Two");
		browser.reload();
		browser.awaitElements("article", 4);

		browser.click(".user-message .action");
		browser.find(".editor textarea").sendKeys(", in Spanish");
		browser.click(".editor .primary");
		browser.await(() -> browser.response().startsWith("uno"));
		browser.awaitResponse();

		assertThat(storedMessages()).containsExactly("One, in Spanish", "uno");
		assertThat(browser.findAll("article")).hasSize(2);
	}

	@Test
	void keepsResponseIfRegenerationFails() {
		this.gateway.reply("1");
		this.gateway.gatewayError(401);
		browser.sendAndAwaitResponse("One");

		clickLastAction("Regenerate");
		browser.await(() -> !browser.findAll(".error").isEmpty());
		browser.awaitResponse();

		assertThat(storedMessages()).containsExactly("One", "1");
		assertThat(browser.findAll(".user-message")).hasSize(2);
		assertThat(browser.findAll(".user-message.not-stored")).hasSize(1);
	}

	@Test
	void copiesResponseAndCode() {
		this.gateway.reply("Look:\n\n```java\n// a comment\nint i = 1;\n```");
		browser
			.script("navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); };");

		browser.sendAndAwaitResponse("Code");

		assertThat(browser.text(".code-language")).isEqualTo("java");
		assertThat(browser.findAll(".hl-comment, .hl-keyword, .hl-literal")).extracting(WebElement::getText)
			.containsExactly("// a comment", "int", "1");
		browser.click(".code-head .copy");
		assertThat(browser.script("return window.copied")).isEqualTo("// a comment\nint i = 1;");
		browser.click(".actions .copy");
		assertThat(browser.script("return window.copied")).isEqualTo("Look:\n\n```java\n// a comment\nint i = 1;\n```");
		assertThat(browser.text(".actions .copy")).isEqualTo("Copied");
	}

	@Test
	void showsExchangeAndCodeForRequest() {
		this.gateway.reply("Hello.");
		browser.find("#system").sendKeys("Be brief.");
		browser.sendAndAwaitResponse("Hi");

		clickLastAction("Request and response");
		browser.await(() -> !browser.findAll(".exchange").isEmpty());

		assertThat(browser.text(".example")).contains("curl -N -X POST", ":streamGenerateContent", "$QHAIGC_API_KEY");
		assertThat(browser.text(".exchange")).contains("200", "systemInstruction", "Hello.");
		browser.findAll(".tab").get(1).click();
		assertThat(browser.text(".example")).contains(".system(\"Be brief.\")", ".user(\"Hi\")");
		browser.press(Keys.ESCAPE);
		assertThat(browser.find("#inspector").isDisplayed()).isFalse();
	}

	@Test
	void listsMediaFilesThatCurlCommandReads() {
		this.gateway.thinking("Dusk.").text("A lighthouse:").image(new byte[6000]);
		this.gateway.reply("At dusk.");
		browser.sendAndAwaitResponse("Draw a lighthouse");
		browser.sendAndAwaitResponse("When is it?");

		browser.findAll(".actions button")
			.stream()
			.filter((button) -> button.getText().equals("Request and response"))
			.reduce((first, second) -> second)
			.orElseThrow()
			.click();
		browser.await(() -> !browser.findAll(".exchange").isEmpty());

		assertThat(browser.text(".example")).contains("\"data\":\"$(base64 < media-1.png | tr -d '\\n')\"",
				"Save the media of the message and of the conversation under these names first:",
				"media-1.png · image/png · 6,000 bytes");
		browser.press(Keys.ESCAPE);
	}

	@Test
	void comparesModelsAndContinuesWithChosenResponse() {
		this.gateway.when((request) -> request.path().endsWith("/v1/chat/completions"))
			.replyStream("From ", "the other.")
			.usage(10, 20, 30);
		this.gateway.when((request) -> request.method().equals("POST")).replyStream("From ", "one.").usage(10, 5, 15);
		browser.click("#add-lane");
		browser.find("#lanes input").sendKeys("gpt-5-mini");
		browser.select("#lanes select", "UNIFIED");

		browser.sendAndAwaitResponse("Who?");

		assertThat(browser.findAll(".lane > h2")).extracting(WebElement::getText)
			.containsExactly("gemini-3.5-flash", "gpt-5-mini · unified");
		assertThat(browser.findAll(".lane .response-body")).extracting(WebElement::getText)
			.containsExactly("From one.", "From the other.");
		assertThat(browser.text(".results")).matches("(?s).*time to first token.*output tokens\\s+5\\s+20.*");
		assertThat(storedMessages()).isEmpty();
		browser.findAll(".lane .primary").get(1).click();
		browser.await(() -> storedMessages().equals(List.of("Who?", "From the other.")));
		browser.await(() -> browser.text(".lane.kept > h2").endsWith("kept"));
		browser.click("#lanes button");
		browser.sendAndAwaitResponse("And now?");

		assertThat(storedMessages()).containsExactly("Who?", "From the other.", "And now?", "From one.");
	}

	@Test
	void showsCostIfModelHasPrice() {
		this.gateway.reply("Hello.").usage(1_000, 2_000, 3_000);
		browser.script("document.querySelector('#price-input').closest('details').open = true");
		browser.find("#price-input").sendKeys("1");
		browser.find("#price-output").sendKeys("10", Keys.TAB);

		browser.sendAndAwaitResponse("Hi");

		assertThat(browser.text(".metrics .cost")).isEqualTo("$0.021");
	}

	@Test
	void showsExecutedCodeAndSourcesAndSearchSuggestions() {
		this.gateway.replyEvents("""
				{"candidates": [{"content": {"role": "model", "parts": [
				 {"executableCode": {"language": "PYTHON", "code": "print(6 * 7)"}},
				 {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "42"}}]}}]}""",
				"""
						{"candidates": [{"content": {"role": "model", "parts": [{"text": "It is **42**, they say."}]}, "finishReason": "STOP",
						 "groundingMetadata": {"webSearchQueries": ["six times seven"],
						  "searchEntryPoint": {"renderedContent": "<script>parent.ran()</script><a href='https://example.com/'>six times seven</a>"},
						  "groundingChunks": [{"web": {"uri": "https://example.com/42", "title": "A page"}}, {"web": {"uri": "javascript:ran()", "title": "Bad"}}],
						  "groundingSupports": [{"segment": {"endIndex": 12, "text": "It is **42**"}, "groundingChunkIndices": [0, 1]}]}}],
						 "usageMetadata": {"promptTokenCount": 5, "candidatesTokenCount": 3, "totalTokenCount": 8}}""");
		browser.script("window.ran = () => window.hasRun = true");
		browser.click("#google-search");

		browser.sendAndAwaitResponse("6 x 7?");

		assertThat(browser.text(".executed")).contains("Code was run", "print(6 * 7)", "42");
		assertThat(browser.text(".response-body > .markdown")).isEqualTo("It is 4212, they say.");
		assertThat(browser.find(".reference a").getAttribute("href")).isEqualTo("https://example.com/42");
		assertThat(browser.findAll(".grounding li")).extracting(WebElement::getText).containsExactly("A page", "Bad");
		assertThat(browser.findAll(".grounding a")).hasSize(1);
		browser.driver().switchTo().frame(browser.find(".suggestions-frame"));
		browser.awaitElements("a", 1);
		browser.driver().switchTo().defaultContent();
		assertThat(browser.script("return window.hasRun === true")).isEqualTo(false);
	}

	@Test
	void adaptsThinkingOptionsToModel() {
		assertThat(thinkingOptions("gemini-2.5-flash")).containsExactly("", "0", "1024", "8192", "24576", "-1");
		assertThat(thinkingOptions("gemini-3-pro-preview")).containsExactly("", "LOW", "HIGH");
		assertThat(thinkingOptions("gemini-2.5-flash-image")).containsExactly("");
		assertThat(browser.find("#thinking").isEnabled()).isFalse();
		assertThat(browser.text("#model-facts")).contains("generates images", "not in the list");
	}

	private List<String> thinkingOptions(String model) {
		browser.script("document.querySelector('#model').value = ''");
		browser.find("#model").sendKeys(model, Keys.TAB);
		return browser.findAll("#thinking option").stream().map((option) -> option.getDomProperty("value")).toList();
	}

	@Test
	void suggestionToDrawSelectsImageModel() {
		this.gateway.image(Base64.getDecoder().decode(ChatPageTests.PIXEL));

		browser.findAll("#suggestions button").get(3).click();
		browser.awaitResponse();

		ReceivedRequest request = firstChatRequest();
		assertThat(request.model()).isEqualTo("gemini-2.5-flash-image");
		assertThat(request.json().at("/generationConfig/responseModalities").toString()).contains("IMAGE");
		assertThat(browser.text("#problem")).contains("gemini-2.5-flash-image was selected");
	}

	@Test
	void sendsAdvancedOptionsAndUrlContext() {
		this.gateway.reply("Yes.");
		browser.script("document.querySelectorAll('#settings details').forEach((each) => each.open = true)");
		browser.find("#max-tokens").sendKeys("100");
		browser.find("#top-p").sendKeys("0.5");
		browser.find("#seed").sendKeys("7");
		browser.find("#stop-sequences").sendKeys("END\nSTOP");
		browser.find("#raw").sendKeys("{\"generationConfig\": {\"topK\": 3}}");
		browser.click("#url-context");

		browser.sendAndAwaitResponse("Hi");

		JsonNode body = firstChatRequest().json();
		assertThat(body.path("generationConfig").toString()).contains("\"maxOutputTokens\":100", "\"topP\":0.5",
				"\"seed\":7", "\"stopSequences\":[\"END\",\"STOP\"]", "\"topK\":3");
		assertThat(body.path("tools").toString()).contains("urlContext");
	}

	@Test
	void rejectsRawOptionsThatAreNotJson() {
		browser.script("document.querySelectorAll('#settings details').forEach((each) => each.open = true)");
		browser.find("#raw").sendKeys("{");
		browser.find("#message").sendKeys("Hi", Keys.ENTER);

		assertThat(browser.text("#problem")).isEqualTo("The raw options in the settings are not a JSON object.");
	}

	@Test
	void editsFieldsOfSchema() {
		this.gateway.reply("[]");
		browser.select("#format", "JSON");
		assertThat(browser.findAll("#fields li")).hasSize(3);

		browser.click("#fields li:last-child button");
		browser.click("#add-field");
		browser.find("#fields li:last-child input").sendKeys("lakes");
		browser.select("#fields li:last-child select", "integer");
		browser.sendAndAwaitResponse("Cities");

		assertThat(firstChatRequest().json().at("/generationConfig/responseSchema/items/properties").propertyNames())
			.containsExactlyInAnyOrder("city", "river", "lakes");
		browser.script("document.querySelector('#schema').value = ''");
		browser.find("#schema").sendKeys("{\"type\": \"object\", \"oneOf\": []}");
		assertThat(browser.find("#fields").isDisplayed()).isFalse();
		assertThat(browser.text("#schema-note")).contains("as text only");
	}

	@Test
	void sendsDocumentsAndAudio(@TempDir Path files) throws IOException {
		this.gateway.reply("A page and a sound.");
		browser.find("#files").sendKeys(Files.write(files.resolve("a.pdf"), new byte[] { 1, 2, 3 }).toString());
		browser.awaitElements("#attachments li", 1);
		browser.find("#files").sendKeys(Files.write(files.resolve("b.wav"), new byte[] { 1, 2, 3 }).toString());
		browser.awaitElements("#attachments li", 2);
		browser.sendAndAwaitResponse("What is this?");

		assertThat(firstChatRequest().json().findValuesAsString("mimeType")).hasSize(2)
			.first()
			.isEqualTo("application/pdf");
		assertThat(browser.findAll(".user-message .file-chip")).hasSize(1);
		assertThat(browser.findAll(".user-message audio")).hasSize(1);
		browser.reload();
		browser.awaitElements("article", 2);
		assertThat(browser.find(".user-message a.file-chip").getAttribute("href")).contains("/media/0/");
	}

	@Test
	void searchesAndImportsConversations(@TempDir Path files) throws IOException {
		this.gateway.reply("The Qiantang.");
		browser.sendAndAwaitResponse("Which river?");
		browser.find("#search").sendKeys("qiantang");
		browser.awaitElements("#conversation-list .excerpt", 1);
		browser.find("#search").sendKeys(" delta");
		browser.await(() -> browser.text("#list-note").equals("Nothing found."));
		browser.find("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
		browser.awaitElements("#conversation-list li", 1);

		Path file = Files.writeString(files.resolve("c.json"),
				"""
						{"format": "qhaigc-playground/1", "messages": [
						 {"role": "user", "text": "Imported?", "media": []}, {"role": "model", "text": "Yes.", "media": []}]}""");
		browser.find("#import-file").sendKeys(file.toString());
		browser
			.await(() -> browser.findAll("article").size() == 2 && browser.text(".user-message p").equals("Imported?"));
		browser.awaitElements("#conversation-list li", 2);
		browser.find("#import-file").sendKeys(Files.writeString(files.resolve("d.json"), "[]").toString());

		browser.await(() -> browser.text("#problem").contains("is not a conversation of the playground"));
	}

	@Test
	void marksImagesThatAreNoLongerSent() {
		byte[] image = Base64.getDecoder().decode(ChatPageTests.PIXEL);
		for (int i = 0; i < 5; i++) {
			this.gateway.image(image);
			browser.sendAndAwaitResponse("Draw " + i);
		}

		assertThat(browser.findAll(".response:has(.image-note)")).hasSize(2);
		this.gateway.reply("Yes.");
		browser.sendAndAwaitResponse("Go on");
		List<ReceivedRequest> requests = this.gateway.received();
		assertThat(requests.get(requests.size() - 1).json().path("contents").findValuesAsString("data")).hasSize(3);
	}

	@Test
	void scrollsToEndWithButtonAndEditsLastMessageWithArrowKey() {
		this.gateway.reply("A long answer.\n\n".repeat(60));
		browser.sendAndAwaitResponse("Write");
		browser.script("document.querySelector('#chat').scrollTop = 0");
		browser.await(() -> browser.find("#scroll-to-end").isDisplayed());
		browser.click("#scroll-to-end");
		browser.await(() -> !browser.find("#scroll-to-end").isDisplayed());

		browser.press(Keys.ARROW_UP);

		browser.await(() -> "Write".equals(browser.find(".editor textarea").getDomProperty("value")));
	}

	@Test
	void reloadsConversationFromChatMemoryAfterSevenOtherConversations() {
		this.gateway.when((request) -> true).reply("Yes.");
		for (int i = 0; i < 8; i++) {
			browser.sendAndAwaitResponse("Conversation " + i);
			browser.startConversation();
		}
		browser.awaitElements("#conversation-list li", 8);
		browser.click("#conversation-list li:last-child .open");

		browser.await(() -> browser.text(".user-message p").equals("Conversation 0"));
		assertThat(browser.findAll(".turns > .note")).as("loaded from the chat memory again").hasSize(1);
	}

	private void clickLastAction(String text) {
		List<WebElement> buttons = browser.driver()
			.findElements(By.xpath("//div[@class='actions']//button[.='" + text + "']"));
		buttons.get(buttons.size() - 1).click();
	}

	private List<String> storedMessages() {
		return this.memory.get(String.valueOf(browser.script("return location.hash.slice(1)")))
			.stream()
			.map(Message::getText)
			.toList();
	}

	private ReceivedRequest firstChatRequest() {
		return this.gateway.received().stream().filter((request) -> request.method().equals("POST")).findFirst().get();
	}

}
