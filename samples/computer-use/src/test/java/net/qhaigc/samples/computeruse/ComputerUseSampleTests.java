package net.qhaigc.samples.computeruse;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.support.ToolCallbacks;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Runs the sample with Debian's Chromium. If Chromium is not installed, the tests are
 * skipped. They fail instead if the system property {@code qhaigc.browser.required} is
 * {@code true}, which the Maven profile {@code browser} sets.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("browser")
class ComputerUseSampleTests {

	@BeforeAll
	static void requireBrowser() {
		boolean installed = Browser.isInstalled(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromedriver"));
		if (!installed && !Boolean.getBoolean("qhaigc.browser.required")) {
			Assumptions.abort("Chromium is not installed: apt-get install chromium chromium-driver");
		}
	}

	@Test
	void modelControlsBrowser(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(output).contains("""
					open_web_browser()
					type_text_at(234, 150, lamp)
					budget()
					click_at(781, 412)
					The model asks for confirmation: This orders the Moon lamp for 25 euros.
					Order the cheapest lamp in the shop. Do not spend more than I allow.
					I ordered the Moon lamp for 25 euros.
					""");
			assertThat(context.getBean(Browser.class).text()).contains("Ordered: Moon").contains("Sun, lamp, 60 euros");
			QhaigcGateway gateway = context.getBean(QhaigcGateway.class);
			assertThat(gateway.problems()).isEmpty();
			verifyRequests(gateway.received(), context.getBean(Shop.class).url().toString());
		}
	}

	private static void verifyRequests(List<ReceivedRequest> requests, String shopUrl) {
		assertThat(requests).hasSize(4);
		assertThat(requests.get(0).json().at("/tools/0/functionDeclarations").valueStream())
			.extracting((function) -> function.path("name").asString())
			.containsExactly("budget");
		assertThat(requests.get(0).json().path("tools").valueStream()).anyMatch((tool) -> tool.has("computerUse"));
		JsonNode last = requests.get(3).json().path("contents");
		JsonNode typed = last.get(4).path("parts");
		assertThat(typed.at("/0/functionResponse/response"))
			.hasToString("{\"url\":\"" + shopUrl + "\",\"screenshot\":{\"$ref\":\"image\"}}");
		assertThat(typed.at("/1/functionResponse/response")).hasToString("{\"result\":30}");
		JsonNode clicked = last.get(6).at("/parts/0/functionResponse");
		assertThat(clicked.path("response")).hasToString("{\"url\":\"" + shopUrl
				+ "\",\"safety_acknowledgement\":\"true\",\"screenshot\":{\"$ref\":\"image\"}}");
		byte[] screenshot = Base64.getDecoder().decode(clicked.at("/parts/0/inlineData/data").asString());
		assertThat(screenshot).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(1000);
	}

	@Test
	void doesNotExecuteStepThatUserRefuses() {
		try (ConfigurableApplicationContext context = run()) {
			Browser browser = context.getBean(Browser.class);
			browser.openStartPage();
			Confirmation refusal = new Confirmation(context.getBeanProvider(QhaigcGateway.class)) {

				@Override
				boolean confirm(String explanation) {
					return false;
				}

			};
			BrowserTools tools = new BrowserTools(browser, refusal);
			assertThatIllegalStateException()
				.isThrownBy(() -> tools.clickAt(781, 412,
						new BrowserTools.SafetyDecision("require_confirmation", "This orders a table.")))
				.withMessage("The user did not allow this step.");
			assertThat(browser.text()).doesNotContain("Ordered");
			assertThat(tools.clickAt(781, 412, null).safety_acknowledgement()).isNull();
			assertThat(browser.text()).contains("Ordered: Oak");
		}
	}

	@Test
	void opensOnlyPagesOfShop() {
		try (ConfigurableApplicationContext context = run()) {
			BrowserTools tools = context.getBean(BrowserTools.class);
			for (String url : List.of("https://evil.example/", "file:///etc/passwd", "javascript:alert(1)")) {
				assertThatIllegalArgumentException().isThrownBy(() -> tools.navigate(url, null))
					.withMessageContaining(" cannot be opened. Only pages of http://127.0.0.1:");
			}
			assertThat(tools.navigate("/?a=b", null).url()).endsWith("/?a=b");
			assertThat(tools.goBack(null).url()).endsWith("/");
			assertThat(tools.goForward(null).url()).endsWith("/?a=b");
			assertThat(tools.scrollDocument("down", null).screenshot()).isNotNull();
			assertThat(tools.hoverAt(500, 500, null).screenshot()).isNotNull();
		}
	}

	@Test
	void implementsEachPredefinedFunction() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(ToolCallbacks.from(context.getBean(BrowserTools.class)))
				.extracting((tool) -> tool.getToolDefinition().name())
				.containsExactlyInAnyOrder("open_web_browser", "wait_5_seconds", "go_back", "go_forward", "search",
						"navigate", "click_at", "hover_at", "type_text_at", "key_combination", "scroll_document",
						"scroll_at", "drag_and_drop");
		}
	}

	@Test
	void supportsKeyCombinationsDraggingAndScrolling() {
		try (ConfigurableApplicationContext context = run()) {
			Browser browser = context.getBean(Browser.class);
			BrowserTools tools = context.getBean(BrowserTools.class);
			assertThat(tools.search(null).url()).endsWith("/");
			tools.typeTextAt(234, 150, "lamp", false, true, null);
			tools.keyCombination("Control+A", null);
			tools.keyCombination("Delete", null);
			tools.keyCombination("Enter", null);
			assertThat(browser.text()).contains("Moon", "Sun", "Oak");
			tools.dragAndDrop(790, 150, 566, 150, null);
			assertThat(browser.text()).contains("Moon").doesNotContain("Sun", "Oak");
			tools.scrollAt(500, 500, "down", 400, null);
			Awaitility.await().until(browser::scrollPosition, (position) -> position == 320);
			tools.scrollAt(500, 500, "up", 400, null);
			Awaitility.await().until(browser::scrollPosition, (position) -> position == 0);
			tools.scrollDocument("down", null);
			Awaitility.await().until(browser::scrollPosition, (position) -> position == 640);
			assertThatIllegalArgumentException().isThrownBy(() -> tools.keyCombination("Hyper+A", null))
				.withMessage("The key 'Hyper' is unknown.");
		}
	}

	@Test
	void explainsHowToInstallBrowser() throws Exception {
		try (Shop shop = new Shop()) {
			assertThatIllegalStateException()
				.isThrownBy(() -> new Browser(shop, Path.of("/missing"), Path.of("/usr/bin/chromedriver")))
				.withMessageStartingWith("Chromium is not installed: /missing or /usr/bin/chromedriver is not an"
						+ " executable file. Run 'apt-get install chromium chromium-driver'");
		}
	}

	private static ConfigurableApplicationContext run() {
		return SpringApplication.run(ComputerUseSample.class, "--qhaigc.api-key=");
	}

}
