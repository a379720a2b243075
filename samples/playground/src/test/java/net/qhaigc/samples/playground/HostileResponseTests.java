package net.qhaigc.samples.playground;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a response cannot run scripts and does not load remote resources.
 */
class HostileResponseTests extends PageTest {

	private static boolean pageIsOpen;

	@BeforeAll
	static void markPageAsClosed() {
		pageIsOpen = false;
	}

	/**
	 * Load the page only for the first test. Each later test starts a new conversation on
	 * the same page.
	 */
	@Override
	void open() {
		if (pageIsOpen) {
			browser.startConversation();
		}
		else {
			super.open();
			pageIsOpen = true;
		}
	}

	@BeforeEach
	void clearConsoleMessages() {
		browser.takeConsoleMessages();
	}

	@ParameterizedTest
	@ValueSource(strings = { "<img src=x onerror=ran()>", "<script>ran()</script>",
			"<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "[here](javascript:ran())", "[here](JaVaScRiPt&colon;ran())",
			"[here](&#106;avascript:ran())", "[here](data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==)",
			"[here](vbscript:ran())", "<javascript:ran()>", "![x](x\"onerror=\"ran())",
			"![\" onerror=\"ran()](data:image/png;base64,xx)", "![x](javascript:ran())", "[a]: javascript:ran()\n\n[a]",
			"<svg onload=ran()>", "<svg><script>ran()</script></svg>",
			"<svg><animate onbegin=ran() attributeName=x dur=1s>",
			"<math><mtext><table><mglyph><style><img src=x onerror=ran()>",
			"<iframe srcdoc='<script>parent.ran()</script>'></iframe>", "<iframe src=javascript:parent.ran()></iframe>",
			"<details open ontoggle=ran()>x</details>", "<body onload=ran()>", "<input autofocus onfocus=ran()>",
			"<a href='javascript:ran()'>here</a>", "<form action=javascript:ran()><button>here</button></form>",
			"<object data=javascript:ran()></object>", "<embed src=javascript:ran()>", "<base href=//evil.example/>",
			"<meta http-equiv=refresh content='0;url=javascript:ran()'>",
			"<link rel=stylesheet href=//evil.example/x.css>", "<style>@import '//evil.example/x.css'</style>",
			"<video><source onerror=ran()></video>", "<img src=\"x` `<script>ran()</script>\"` `>",
			"`<img src=x onerror=ran()>`", "```\n</code></pre><img src=x onerror=ran()>\n```",
			"```\"><img src=x onerror=ran()>\nx\n```",
			"| <img src=x onerror=ran()> |\n|---|\n| <script>ran()</script> |", "# <img src=x onerror=ran()>",
			"<!--><img src=x onerror=ran()>-->", "<noscript><p title=\"</noscript><img src=x onerror=ran()>\">",
			"<br onclick=ran()>", "<template><script>ran()</script></template>", "\u0000<img src=x onerror=ran()>",
			"{\"<img src=x onerror=ran()>\": \"<script>ran()</script>\"}", "![here](http://127.0.0.1:9/picture.png)" })
	void doesNotRunScriptOrLoadRemoteResourceInResponse(String text) {
		recordScriptExecution();
		String[] chunks = text.split("(?<=[<>(])");
		this.gateway.thinking(text).text(chunks);

		browser.sendAndAwaitResponse("Go on");

		assertResponseIsHarmless();
		assertThat(browser
			.findAll(".response details, .response p, .response table, .response pre, .response li, .response h2"))
			.isNotEmpty();
	}

	@Test
	void doesNotRunScriptInToolCall() {
		recordScriptExecution();
		this.gateway.callTool("weather", Map.of("city", "</code><img src=x onerror=ran()>"));
		this.gateway.reply("Done.");

		browser.sendAndAwaitResponse("How is the weather?");

		assertThat(browser.text(".tool")).contains("<img src=x onerror=ran()>");
		assertResponseIsHarmless();
	}

	@Test
	void doesNotRunScriptInError() {
		recordScriptExecution();
		this.gateway.when((request) -> true)
			.gatewayError(400, "<img src=x onerror=ran()>", "<img src=x onerror=ran()>");

		browser.sendAndAwaitResponse("Hi");

		assertThat(browser.text(".error")).contains("<img src=x onerror=ran()>");
		assertResponseIsHarmless();
	}

	@Test
	void doesNotRunScriptInTitleOrReloadedMessage() {
		this.gateway.reply("<img src=x onerror=ran()>");
		browser.sendAndAwaitResponse("<img src=x onerror=ran()>");
		recordScriptExecution();

		browser.driver()
			.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument",
					Map.of("source", "window.ran = () => window.hasRun = true"));
		browser.reload();
		browser.await(() -> !browser.findAll("#conversation-list .open").isEmpty());

		assertThat(browser.text("#conversation-list .open")).startsWith("<img src=x");
		assertThat(browser.text(".user-message p")).isEqualTo("<img src=x onerror=ran()>");
		assertThat(browser.response()).isEqualTo("<img src=x onerror=ran()>");
		assertThat(browser.script("return window.hasRun === true")).isEqualTo(false);
	}

	@Test
	void doesNotRunScriptInSvgImage() {
		recordScriptExecution();
		byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='parent.ran()'><script>parent.ran()</script></svg>"
			.getBytes(StandardCharsets.UTF_8);
		this.gateway.image(svg, "image/svg+xml");

		browser.sendAndAwaitResponse("Draw");

		assertThat(browser.find("img.generated").getAttribute("src"))
			.isEqualTo("data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg));
		assertResponseIsHarmless();
	}

	@Test
	void allowsOnlyWebAndMailLinksAndSendsNoReferrer() {
		this.gateway
			.reply("[a](https://example.com/) [b](mailto:a@example.com) [c](/api/about) [d](ftp://example.com/)");

		browser.sendAndAwaitResponse("Links");

		assertThat(browser.findAll(".response .markdown a[href]"))
			.extracting((link) -> link.getText() + " " + link.getAttribute("rel") + " " + link.getAttribute("target"))
			.containsExactly("a noopener noreferrer _blank", "b noopener noreferrer _blank");
	}

	@Test
	void contentSecurityPolicyBlocksInnerHtmlAndImportFromDataUrl() {
		assertThat(browser.asyncScript("document.body.innerHTML = '<img src=x onerror=ran()>'").toString())
			.contains("TrustedHTML");
		assertThat(browser.asyncScript("return import('data:text/javascript,window.ran()')").toString())
			.contains("TypeError");
	}

	private static void recordScriptExecution() {
		browser.script("window.hasRun = false; window.ran = window.alert = () => { window.hasRun = true; };");
	}

	/**
	 * Focus and click links and other elements in the response. Verify that no script has
	 * run, that no dangerous elements or attributes are on the page, and that no remote
	 * resource was requested.
	 */
	@SuppressWarnings("unchecked")
	private static void assertResponseIsHarmless() {
		Map<String, Object> page = (Map<String, Object>) browser
			.script("""
					document.querySelectorAll('.response :is(a, summary, br)').forEach((element) => {
						element.addEventListener('click', (event) => event.preventDefault());
						element.focus();
						element.click();
					});
					return {
						hasRun: window.hasRun,
						attributes: [...document.querySelectorAll('.turns *')].flatMap((element) => [...element.attributes]
							.filter((each) => each.name.startsWith('on') || /^\\s*(javascript|vbscript|data:text)/i.test(each.value))
							.map((each) => element.outerHTML)),
						elements: [...document.querySelectorAll('.turns :is(script, iframe, object, embed, style, link, meta,'
							+ ' base, form, input, svg, math, template)')].map((element) => element.outerHTML)
					};""");
		assertThat(page).isEqualTo(Map.of("hasRun", false, "attributes", List.of(), "elements", List.of()));
		assertThat(browser.takeConsoleMessages())
			.noneMatch((line) -> line.contains("evil.example") || line.contains("127.0.0.1:9"));
	}

}
