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
 * Several conversations, long ones and long answers, in a real browser.
 */
class ConversationPageTests extends PageTest {

	@Autowired
	ChatMemory memory;

	@Test
	void aConversationIsThereAgainAfterAReload() {
		this.gateway.thinking("Friendly.").text("Hello **Li**.");
		browser.ask("I am Li");

		browser.reload();
		browser.await(() -> browser.all("article").size() == 2);

		assertThat(browser.text(".question")).isEqualTo("I am Li");
		assertThat(browser.text(".answer strong")).isEqualTo("Li");
		assertThat(browser.text(".turns > .note")).startsWith("From the memory, which keeps text alone");
		assertThat(browser.all(".thinking")).isEmpty();
	}

	@Test
	void anAnswerThatWasStoppedIsThereAgainAsFarAsItCame() {
		this.gateway.replyStream("As far ", "as this").hang();
		browser.say("Go on");
		browser.await(() -> browser.answer().contains("as this"));
		browser.click("#stop");
		browser.awaitAnswer();
		browser.await(() -> this.memory.get(id()).size() == 2);

		browser.reload();

		assertThat(browser.answer()).isEqualTo("As far as this");
	}

	@Test
	void oneGoesFromOneConversationToAnotherWhileItIsAnswered() {
		this.gateway.when((request) -> request.body().contains("The first")).replyStream("One").hang();
		this.gateway.when((request) -> request.body().contains("The second")).reply("Two");
		browser.say("The first");
		browser.await(() -> browser.answer().contains("One"));

		browser.click("#new-conversation");
		browser.ask("The second");
		assertThat(browser.answer()).startsWith("Two");
		browser.await(() -> browser.all("#conversation-list li").size() == 2);
		browser.click("#conversation-list li:nth-child(2) .open");

		browser.await(() -> browser.text(".question").equals("The first"));
		assertThat(browser.all("[aria-busy]")).hasSize(1);
		browser.click("#stop");
		browser.awaitAnswer();
		browser.await(() -> this.memory.get(id()).size() == 2);
	}

	@Test
	void aConversationIsDeletedOnceThatIsConfirmed() {
		this.gateway.reply("Yes.");
		browser.ask("Forget this");
		browser.await(() -> browser.all("#conversation-list li").size() == 1);

		browser.click("#conversation-list .forget");
		browser.confirm();

		browser.await(() -> browser.all("#conversation-list li").isEmpty());
		assertThat(browser.one("#welcome").isDisplayed()).isTrue();
		assertThat(this.repository.findConversationIds()).isEmpty();
	}

	@Test
	void anAnswerOfTwoThousandEventsIsDrawnOncePerFrameAtMost() {
		List<String> words = new ArrayList<>();
		for (int i = 1; i <= 2_000; i++) {
			words.add((i % 40 == 0) ? "word%d.\n\n".formatted(i) : "word%d ".formatted(i));
		}
		this.gateway.replyStream(words.toArray(String[]::new));
		watchFrames();

		browser.ask("Much");

		assertThat(browser.all(".answer .markdown p")).hasSize(50);
		assertThat(browser.answer()).contains("word1 ", "word1999 word2000.");
		long frames = number("return window.frames");
		assertThat(number("return window.changes")).as("changes of the page in %d frames", frames)
			.isLessThanOrEqualTo(frames);
		System.out.printf("2,000 events: %d frames, the longest took %d ms%n", frames, number("return window.longest"));
	}

	@Test
	void aConversationOfTwoHundredTurnsOpensAndGoesOn() {
		String id = UUID.randomUUID().toString();
		List<Message> turns = new ArrayList<>();
		for (int i = 1; i <= 200; i++) {
			turns.add(new UserMessage("Question " + i));
			turns.add(new AssistantMessage("Answer **" + i + "**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
					+ String.join(" ", Collections.nCopies(80, "text")) + "\n\n```java\nint i = " + i + ";\n```\n"));
		}
		this.memory.add(id, turns);
		browser.reload();
		browser.await(() -> browser.all("#conversation-list li").size() == 1);
		watchFrames();

		browser.click("#conversation-list .open");
		browser.await(() -> browser.all("article").size() == 400);
		System.out.printf("200 turns: the longest frame took %d ms%n", number("return window.longest"));
		this.gateway.replyStream("And ", "so ", "on.");
		watchFrames();
		browser.ask("Go on");

		assertThat(browser.answer()).startsWith("And so on.");
		assertThat(browser.one("article:last-of-type p.figures").isDisplayed()).isTrue();
		assertThat(this.gateway.received()).last()
			.satisfies((request) -> assertThat(request.json().path("contents")).hasSize(401));
		System.out.printf("turn 201: the longest frame took %d ms%n", number("return window.longest"));
	}

	private static String id() {
		return String.valueOf(browser.script("return location.hash.slice(1)"));
	}

	/** Counts the frames and the changes of the page, and times the longest frame. */
	private static void watchFrames() {
		browser.script("""
				window.frames = window.changes = window.longest = 0;
				let last = performance.now();
				new MutationObserver(() => window.changes++)
					.observe(document.querySelector('#stage'), { childList: true, subtree: true, characterData: true });
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
