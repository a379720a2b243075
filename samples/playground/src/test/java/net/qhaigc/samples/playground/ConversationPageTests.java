package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests in a browser for the list of conversations, for reloads, and for long
 * conversations and responses.
 */
class ConversationPageTests extends PageTest {

	@Autowired
	ChatMemory memory;

	@Test
	void showsConversationAfterReload() {
		this.gateway.thinking("Friendly.").text("Hello **Li**.");
		browser.sendAndAwaitResponse("I am Li");

		browser.reload();
		browser.awaitElements("article", 2);

		assertThat(browser.text(".user-message p")).isEqualTo("I am Li");
		assertThat(browser.text(".response strong")).isEqualTo("Li");
		assertThat(browser.text(".turns > .note"))
			.isEqualTo("From the chat memory. The thoughts and tool calls of these turns are not shown.");
		assertThat(browser.findAll(".thinking")).isEmpty();
	}

	@Test
	void showsStoppedResponseAfterReload() {
		this.gateway.replyStream("As far ", "as this").hang();
		browser.send("Go on");
		browser.await(() -> browser.response().contains("as this"));
		browser.click("#stop");
		browser.awaitResponse();
		browser.await(() -> this.memory.get(conversationId()).size() == 2);

		browser.reload();

		assertThat(browser.response()).isEqualTo("As far as this");
	}

	@Test
	void switchesConversationsDuringStream() {
		this.gateway.when((request) -> request.body().contains("The first")).replyStream("One").hang();
		this.gateway.when((request) -> request.body().contains("The second")).reply("Two");
		browser.send("The first");
		browser.await(() -> browser.response().contains("One"));

		browser.click("#new-conversation");
		browser.sendAndAwaitResponse("The second");
		assertThat(browser.response()).startsWith("Two");
		browser.awaitElements("#conversation-list li", 2);
		browser.click("#conversation-list li:nth-child(2) .open");

		browser.await(() -> browser.text(".user-message p").equals("The first"));
		assertThat(browser.findAll("[aria-busy]")).hasSize(1);
		browser.click("#stop");
		browser.awaitResponse();
		browser.await(() -> this.memory.get(conversationId()).size() == 2);
	}

	@Test
	void deletesConversationAfterConfirmation() {
		this.gateway.reply("Yes.");
		browser.sendAndAwaitResponse("Forget this");
		browser.awaitElements("#conversation-list li", 1);

		browser.click("#conversation-list .delete");
		browser.acceptConfirmation();

		browser.awaitElements("#conversation-list li", 0);
		assertThat(browser.find("#welcome").isDisplayed()).isTrue();
		assertThat(this.repository.findConversationIds()).isEmpty();
	}

	@Test
	void movesConversationToFolderAndBack() {
		this.memory.add(UUID.randomUUID().toString(), new UserMessage("About rivers"));
		this.memory.add(UUID.randomUUID().toString(), new UserMessage("About lakes"));
		browser.reload();
		browser.awaitElements("#conversation-list > li > .open", 2);
		browser.script("document.querySelector('#conversation-list > li:last-child .move').click()");
		browser.enterInPromptDialog("Water <b>1</b>");

		browser.awaitElements("#conversation-list .folder", 1);
		assertThat(browser.text("#conversation-list summary .title")).isEqualTo("Water <b>1</b>");
		assertThat(browser.text("#conversation-list .folder li .title")).isEqualTo("About rivers");
		assertThat(browser.text("#conversation-list > li > .open .title")).isEqualTo("About lakes");
		browser.click("#conversation-list summary");
		browser.reload();
		browser.awaitElements("#conversation-list .folder li", 1);
		browser.script("document.querySelector('#conversation-list .folder .move').click()");
		browser.driver().switchTo().alert().dismiss();
		assertThat(browser.findAll("#conversation-list .folder")).hasSize(1);
		browser.script("document.querySelector('#conversation-list .folder .move').click()");
		browser.enterInPromptDialog(" ");

		browser.awaitElements("#conversation-list .folder", 0);
		assertThat(browser.findAll("#conversation-list > li > .open")).hasSize(2);
	}

	@Test
	void changesPageAtMostOncePerFrameDuringTwoThousandEvents() {
		List<String> words = new ArrayList<>();
		for (int i = 1; i <= 2_000; i++) {
			words.add((i % 40 == 0) ? "word%d.\n\n".formatted(i) : "word%d ".formatted(i));
		}
		this.gateway.replyStream(words.toArray(String[]::new));
		recordFrames();

		browser.sendAndAwaitResponse("Much");

		assertThat(browser.findAll(".response .markdown p")).hasSize(50);
		assertThat(browser.response()).contains("word1 ", "word1999 word2000.");
		long frames = number("return window.frames");
		assertThat(number("return window.changes")).as("changes of the page in %d frames", frames)
			.isLessThanOrEqualTo(frames);
		System.out.printf("2,000 events: %d frames, the longest took %d ms%n", frames, number("return window.longest"));
	}

	@Test
	void continuesConversationOfTwoHundredTurns() {
		String id = UUID.randomUUID().toString();
		List<Message> messages = new ArrayList<>();
		for (int i = 1; i <= 200; i++) {
			messages.add(new UserMessage("Question " + i));
			messages.add(new AssistantMessage("Answer **" + i + "**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
					+ String.join(" ", Collections.nCopies(80, "text")) + "\n\n```java\nint i = " + i + ";\n```\n"));
		}
		this.memory.add(id, messages);
		browser.reload();
		browser.awaitElements("#conversation-list li", 1);
		recordFrames();

		browser.click("#conversation-list .open");
		browser.awaitElements("article", 400);
		System.out.printf("200 turns: the longest frame took %d ms%n", number("return window.longest"));
		this.gateway.replyStream("And ", "so ", "on.");
		recordFrames();
		browser.sendAndAwaitResponse("Go on");

		assertThat(browser.response()).startsWith("And so on.");
		assertThat(browser.find("article:last-of-type p.metrics").isDisplayed()).isTrue();
		assertThat(this.gateway.received()).last()
			.satisfies((request) -> assertThat(request.json().path("contents")).hasSize(401));
		System.out.printf("turn 201: the longest frame took %d ms%n", number("return window.longest"));
	}

	private static String conversationId() {
		return String.valueOf(browser.script("return location.hash.slice(1)"));
	}

	/**
	 * Start to count the frames and the changes of the page, and to measure the longest
	 * frame.
	 */
	private static void recordFrames() {
		browser.script("""
				window.frames = window.changes = window.longest = 0;
				let last = performance.now();
				new MutationObserver(() => window.changes++)
					.observe(document.querySelector('#chat'), { childList: true, subtree: true, characterData: true });
				const frame = () => {
					const now = performance.now();
					window.longest = Math.max(window.longest, Math.round(now - last));
					last = now;
					window.frames++;
					requestAnimationFrame(frame);
				};
				requestAnimationFrame(frame);
				""");
	}

	private static long number(String script) {
		return ((Number) browser.script(script)).longValue();
	}

}
