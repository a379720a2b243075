package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page by keyboard, by ear, on a phone, in Chinese and in the dark.
 */
class PageForEveryoneTests extends PageTest {

	@Test
	void landmarksAreNamedAndTheAnswerIsRead() {
		this.gateway.reply("It is **so**.");

		browser.ask("Is it so?");

		assertThat(List.of("header", "main", "nav[aria-label='Conversations']", "aside[aria-label='Settings']",
				"form[aria-label='Your question']", "article[aria-label='Model']", "article[aria-label='You']"))
			.allSatisfy((landmark) -> assertThat(browser.all(landmark)).as(landmark).hasSize(1));
		assertThat(announced()).isEqualTo("The answer: It is so.");
	}

	@Test
	void whatWentWrongIsRead() {
		this.gateway.when((request) -> true).error(429).retryAfter(120);

		browser.ask("Is it so?");

		assertThat(announced()).startsWith("Too many questions for now. Ask again in 120 s.")
			.doesNotContain("The answer:");
	}

	@Test
	void anImageIsReadByItsDescription() {
		this.gateway.image(Base64.getDecoder().decode(ChatPageTests.PIXEL));

		browser.ask("Draw a dot");

		assertThat(announced()).isEqualTo("The answer: Image made by the model");
	}

	@Test
	void whatScrollsSaysWhatItIs() {
		this.gateway.callTool("weather", Map.of("city", "Wuhan"));
		this.gateway.reply("| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```");

		browser.ask("How is the weather?");

		assertThat(browser.all(".answer [tabindex='0']")).hasSize(4)
			.extracting((frame) -> frame.getAttribute("role") + " " + frame.getAttribute("aria-label"))
			.containsExactly("group Code", "group Code", "group Table", "group Code");
	}

	@Test
	void theFocusIsNeverLost() {
		this.gateway.replyStream("Well").hang();
		browser.one("#question").sendKeys("Go on");
		browser.one("#send").sendKeys(Keys.ENTER);
		browser.await(() -> browser.answer().contains("Well"));
		assertThat(focused()).isEqualTo("stop");
		browser.await(() -> !browser.all("#conversation-list .open").isEmpty());
		browser.script("(window.listed = document.querySelector('#conversation-list .open')).focus()");
		Object conversation = focused();

		browser.press(Keys.ESCAPE);
		browser.awaitAnswer();
		browser.await(() -> Boolean.FALSE.equals(browser.script("return window.listed.isConnected")));

		assertThat(conversation).asString().startsWith("open-");
		assertThat(focused()).isEqualTo(conversation);
	}

	@Test
	void theFirstStepByKeyboardSkipsToTheQuestion() {
		browser.script("document.querySelector('.skip').focus()");
		assertThat(browser.one(".skip").getRect().getWidth()).isGreaterThan(100);

		browser.press(Keys.ENTER);

		browser.await(() -> "question".equals(focused()));
	}

	@Test
	void everythingCanBeReachedByKeyboardInTheOrderOfThePage() {
		browser.script("document.querySelector('.skip').focus()");
		List<Object> reached = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			browser.press(Keys.TAB);
			reached.add(focused());
		}

		assertThat(reached).containsSubsequence("language", "theme", "new-conversation", "attach", "question", "send",
				"model", "endpoint", "temperature", "thinking", "thoughts", "form", "tools");
	}

	@Test
	void enterSendsShiftAndEnterStartsALineAndTheFocusStaysInTheQuestion() {
		this.gateway.reply("Yes.");

		browser.press("One", Keys.chord(Keys.SHIFT, Keys.ENTER), "two", Keys.ENTER);
		browser.awaitAnswer();

		assertThat(browser.text(".question")).isEqualTo("One\ntwo");
		assertThat(focused()).isEqualTo("question");
	}

	@Test
	void onAPhoneNothingIsWiderThanTheScreenAndThePanelsOpenOverIt() {
		this.gateway.callTool("weather", Map.of("city", "杭州"));
		this.gateway.replyStream("""
				| one | two | three | four | five | six | seven | eight |
				|---|---|---|---|---|---|---|---|
				| 11111111 | 22222222 | 33333333 | 44444444 | 55555555 | 66666666 | 77777777 | 88888888 |

				aVeryLongWordaVeryLongWordaVeryLongWordaVeryLongWordaVeryLongWordaVeryLongWord

				```
				aVeryLongLine = aVeryLongLine + aVeryLongLine + aVeryLongLine + aVeryLongLine
				```
				""");
		browser.resize(360, 720);
		browser.ask(
				"What is the weather in a city with a rather long name, such as Llanfairpwllgwyngyllgogerychwyrndrobwll?");

		assertThat(browser
			.script("""
					return [...document.querySelectorAll('main, header, .turns > *, .composer-box')]
						.filter((each) => each.getBoundingClientRect().right > innerWidth + 0.5 || each.getBoundingClientRect().left < -0.5)
						.map((each) => each.className);"""))
			.isEqualTo(List.of());
		assertThat(browser.script("return document.documentElement.scrollWidth")).isEqualTo(360L);
		assertThat(browser.one("#settings").isDisplayed()).isFalse();

		browser.click("#open-settings");
		assertThat(browser.one("#settings").isDisplayed()).isTrue();
		assertThat(browser.one("#open-settings").getAttribute("aria-expanded")).isEqualTo("true");
		browser.press(Keys.ESCAPE);
		assertThat(browser.one("#settings").isDisplayed()).isFalse();
		assertThat(focused()).isEqualTo("open-settings");

		browser.click("#open-conversations");
		browser.click("#new-conversation");
		browser.await(() -> !browser.one("#conversations").isDisplayed());
		browser.await(() -> browser.one("#welcome").isDisplayed());
	}

	@Test
	void onAPhoneTheTitleOfAConversationEndsBeforeTheButtonThatDeletesIt() {
		this.gateway.reply("Yes.");
		browser.resize(360, 720);
		browser.ask("A question whose title is longer than the list of conversations is wide on a phone");
		browser.click("#open-conversations");

		browser.await(() -> {
			Rectangle title = browser.one("#conversation-list .open").getRect();
			Rectangle delete = browser.one("#conversation-list .forget").getRect();
			return title.getX() + title.getWidth() - pixels("#conversation-list .open", "paddingRight") <= delete
				.getX();
		});
		assertThat(browser.script("return getComputedStyle(document.querySelector('.forget')).opacity")).isEqualTo("1");
	}

	@Test
	void thePageSpeaksChinese() {
		this.gateway.when((request) -> true).error(429).retryAfter(120);
		browser.click("#language");

		browser.ask("你好");

		assertThat(browser.script("return document.documentElement.lang")).isEqualTo("zh-CN");
		assertThat(browser.text(".failure p")).isEqualTo("现在的请求太多了。请在 120 秒后再问。");
		assertThat(browser.one("#question").getAttribute("placeholder")).isEqualTo("问点什么");
		browser.reload();
		assertThat(browser.text("aside h2")).isEqualTo("设置");

		browser.click("#language");
		assertThat(browser.text("aside h2")).isEqualTo("Settings");
	}

	@Test
	void whatIsThereAlreadyChangesItsLanguageToo() {
		this.gateway.reply("[{\"a\": 1}]").usage(1, 56, 57);
		browser.ask("JSON");

		browser.click("#language");

		assertThat(browser.one("#chart svg").getAttribute("aria-label")).startsWith("回答：1 个。生成的 token：56 个。");
		assertThat(browser.text(".json summary")).isEqualTo("原始 JSON");
		assertThat(browser.one(".json .wide").getAttribute("aria-label")).isEqualTo("表格");
		assertThat(browser.one("#temperature").getAttribute("aria-valuetext")).isEqualTo("模型默认");
		assertThat(browser.one("#language").getAttribute("lang")).isEqualTo("en");
	}

	@Test
	void thePageIsDarkWhereTheSystemIsAndAsOneLikes() {
		assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(250, 249, 246)");
		browser.click("#theme");
		assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(23, 25, 28)");
		browser.reload();
		assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(23, 25, 28)");
		browser.click("#theme");
		assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
			.isEqualTo("rgb(250, 249, 246)");
	}

	@Test
	void axeFindsNothingToMend() {
		this.gateway.thinking("Hm.").text("Look:").callTool("weather", Map.of("city", "Wuhan"));
		this.gateway
			.reply("# Title\n\n[link](https://example.com) `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quote");
		browser.ask("How is the weather?");
		this.gateway.reply("[{\"a\": 1}]");
		browser.ask("JSON");
		this.gateway.when((request) -> true).error(503);
		browser.ask("Fail");
		browser.script("document.querySelector('#source').classList.add('stand-in')");

		assertThat(violations()).isEmpty();
		browser.click("#theme");
		assertThat(violations()).isEmpty();
		browser.resize(360, 720);
		browser.click("#open-settings");
		assertThat(violations()).isEmpty();
	}

	@Test
	void thePageSaysNothingInTheConsole() {
		browser.console();

		browser.reload();

		assertThat(browser.console()).isEmpty();
	}

	private static List<Rule> violations() {
		return new AxeBuilder().analyze(browser.driver()).getViolations();
	}

	private static int pixels(String selector, String property) {
		return ((Number) browser.script(
				"return parseInt(getComputedStyle(document.querySelector(arguments[0]))[arguments[1]])", selector,
				property))
			.intValue();
	}

	private static String announced() {
		return browser.one("[role=status][aria-live=polite]").getDomProperty("textContent");
	}

	private static Object focused() {
		return browser.script("return document.activeElement.id");
	}

}
