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
 * Takes the pictures of {@code docs/images}: {@code target/screenshots} holds the newest
 * ones.
 */
class ScreenshotsTests extends PageTest {

	@Autowired
	ChatMemory memory;

	@Test
	void lightInEnglish() throws IOException {
		browser.resize(1320, 960);
		remember("Explain RAG in three concise steps", "Which river is longer?", "A haiku about caching");
		reply(this.gateway.thinking("Weather first, then a plan around it.")
			.callTool("weather", Map.of("city", "Hangzhou")));
		reply(this.gateway.reply("""
				Rain and 18 °C: start late, and stay near a roof.

				| When | Where | Why there |
				| --- | --- | --- |
				| 10:00 | Tea Museum, Longjing | dry, and they pour while you wait |
				| 13:30 | Silk Museum | free, and warm |
				| 17:00 | Broken Bridge | rain is what made it famous |

				Take an umbrella for the last part.
				"""));

		browser.ask("Plan a day at the West Lake, by the weather");
		more("And if it clears up?", "Then end at **Leifeng Pagoda**: the sun sets behind it.");

		browser.screenshot("playground-light-en");
	}

	@Test
	void darkInChinese(@Value("classpath:stand-in/lighthouse.png") Resource lighthouse) throws IOException {
		browser.resize(1320, 960);
		browser.click("#language");
		browser.click("#theme");
		remember("用三步解释 RAG", "写一首关于缓存的俳句");
		reply(this.gateway.reply("""
				[{"城市": "杭州", "河流": "钱塘江", "人口（万）": 1252}, {"城市": "武汉", "河流": "长江", "人口（万）": 1377},
				 {"城市": "重庆", "河流": "长江", "人口（万）": 3191}]"""));
		browser.choose("#form", "JSON");
		browser.ask("用表格列出三座临江的城市");
		browser.choose("#form", "IMAGE");
		reply(this.gateway.thinking("黄昏，灯塔，余晖。")
			.text("一座黄昏时的灯塔：")
			.image(lighthouse.getContentAsByteArray())
			.usage(31, 1290, 1321));
		browser.ask("画一座黄昏时的灯塔");
		browser.choose("#form", "TEXT");
		browser.click("#question");

		browser.screenshot("playground-dark-zh");
	}

	@Test
	void onAPhone() throws IOException {
		browser.resize(390, 844);
		reply(this.gateway.thinking("I look it up.").callTool("currentTime", Map.of("timeZone", "Asia/Shanghai")));
		this.gateway.replyStream("""
				Whatever the clock says, three things do you good:

				1. **Noodles** at the corner, before the queue
				2. A walk in *Fuxing Park*
				3. Tea\s""").hang();

		browser.say("What time is it in Shanghai, and what should I do now?");
		browser.await(() -> browser.answer().contains("Tea"));

		browser.screenshot("playground-phone");
		browser.click("#stop");
	}

	/** Delivers a reply at the pace of a model. */
	private static void reply(Reply reply) {
		reply.delay(Duration.ofMillis(180));
	}

	private void more(String question, String answer) throws IOException {
		reply(this.gateway.reply(answer));
		browser.ask(question);
	}

	private void remember(String... questions) {
		for (String question : questions) {
			this.memory.add(UUID.randomUUID().toString(), new UserMessage(question));
		}
	}

}
