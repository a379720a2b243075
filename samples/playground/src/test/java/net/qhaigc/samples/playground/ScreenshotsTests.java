package net.qhaigc.samples.playground;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;

import net.qhaigc.springai.gemini.test.Reply;

/**
 * Takes the screenshots for {@code docs/images}, and saves them in
 * {@code target/screenshots}.
 */
class ScreenshotsTests extends PageTest {

	@Autowired
	ChatMemory memory;

	@Autowired
	ConversationRepository conversations;

	@Test
	void capturesPageInEnglish() throws IOException {
		browser.resize(1320, 960);
		addConversations("Explain RAG in three concise steps", "Which river is longer?", "A haiku about caching");
		this.conversations.findAll().subList(1, 3).forEach((each) -> this.conversations.move(each.id(), "Ideas"));
		delay(this.gateway.thinking("Weather first, then a plan around it.")
			.callTool("weather", Map.of("city", "Hangzhou")));
		delay(this.gateway.reply("""
				Rain and 18 °C: start late, and stay near a roof.

				| When | Where | Why there |
				| --- | --- | --- |
				| 10:00 | Tea Museum, Longjing | dry, and they pour while you wait |
				| 13:30 | Silk Museum | free, and warm |
				| 17:00 | Broken Bridge | rain is what made it famous |

				Take an umbrella for the last part.
				"""));

		browser.sendAndAwaitResponse("Plan a day at the West Lake, by the weather");
		continueConversation("And if it clears up?", "Then end at **Leifeng Pagoda**: the sun sets behind it.");

		browser.script("document.querySelector('#settings').scrollTop = 10_000");
		browser.screenshot("playground-light-en");
		browser.click("#theme");
		browser.click("#message");
		browser.awaitPainting();
		browser.screenshot("playground-dark-en");
	}

	@Test
	void capturesModelComparison() throws IOException {
		browser.resize(1320, 820);
		addConversations("Explain RAG in three concise steps", "Which river is longer?");
		this.gateway.when((request) -> request.path().endsWith("/v1/chat/completions"))
			.thinking("Three short verses.")
			.text("Warm, close, ", "already here:\n\n", "the answer to a question\n\n", "asked an hour ago")
			.usage(38, 214, 252)
			.delay(Duration.ofMillis(620))
			.delayBetween(Duration.ofMillis(90));
		this.gateway.when((request) -> request.method().equals("POST"))
			.replyStream("Yesterday's answer\n\n", "waits, still warm, ", "beside the door.\n\n", "Expires: tomorrow.")
			.usage(36, 41, 77)
			.delay(Duration.ofMillis(190))
			.delayBetween(Duration.ofMillis(45));
		browser
			.script("""
					localStorage.setItem('playground.prices',
							'{"gemini-3.5-flash": {"input": 0.3, "output": 2.5}, "gpt-5-mini": {"input": 0.25, "output": 2}}');""");
		browser.click("#add-lane");
		browser.find("#lanes input").sendKeys("gpt-5-mini");
		browser.select("#lanes select", "UNIFIED");

		browser.sendAndAwaitResponse("A haiku about caching");
		browser.findAll(".lane .primary").get(0).click();
		browser.await(() -> !browser.findAll(".lane.kept").isEmpty());

		browser.screenshot("playground-comparison");
	}

	@Test
	void capturesPageInChinese(@Value("classpath:stand-in/lighthouse.png") Resource lighthouse) throws IOException {
		browser.resize(1320, 960);
		browser.click("#language");
		browser.click("#theme");
		addConversations("用三步解释 RAG", "写一首关于缓存的俳句");
		delay(this.gateway.reply("""
				[{"城市": "杭州", "河流": "钱塘江", "人口（万）": 1252}, {"城市": "武汉", "河流": "长江", "人口（万）": 1377},
				 {"城市": "重庆", "河流": "长江", "人口（万）": 3191}]"""));
		browser.select("#format", "JSON");
		browser.sendAndAwaitResponse("用表格列出三座临江的城市");
		browser.select("#format", "IMAGE");
		delay(this.gateway.thinking("黄昏，灯塔，余晖。")
			.text("一座黄昏时的灯塔：")
			.image(lighthouse.getContentAsByteArray())
			.usage(31, 1290, 1321));
		browser.sendAndAwaitResponse("画一座黄昏时的灯塔");
		browser.select("#format", "TEXT");
		browser.click("#message");

		browser.screenshot("playground-dark-zh");
		browser.click("#theme");
		browser.click("#message");
		browser.awaitPainting();
		browser.screenshot("playground-light-zh");
	}

	@Test
	void capturesPageOnPhone() throws IOException {
		browser.resize(390, 844);
		delay(this.gateway.thinking("I look it up.").callTool("currentTime", Map.of("timeZone", "Asia/Shanghai")));
		this.gateway.replyStream("""
				Whatever the clock says, three things do you good:

				1. **Noodles** at the corner, before the queue
				2. A walk in *Fuxing Park*
				3. Tea\s""").hang();

		browser.send("What time is it in Shanghai, and what should I do now?");
		browser.await(() -> browser.response().contains("Tea"));

		browser.screenshot("playground-phone");
		browser.click("#stop");
	}

	/** Delay a reply as a model would. */
	private static void delay(Reply reply) {
		reply.delay(Duration.ofMillis(180));
	}

	private void continueConversation(String message, String response) throws IOException {
		delay(this.gateway.reply(response));
		browser.sendAndAwaitResponse(message);
	}

	private void addConversations(String... messages) {
		for (String message : messages) {
			this.memory.add(UUID.randomUUID().toString(), new UserMessage(message));
		}
	}

}
