package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

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
		assertThat(browser.one("[role=status][aria-live=polite]").getDomProperty("textContent"))
			.isEqualTo("The answer: It is so.");
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

		assertThat(reached).containsSubsequence("language", "theme", "new-conversation", "question", "attach", "send",
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

	private static Object focused() {
		return browser.script("return document.activeElement.id");
	}

}
