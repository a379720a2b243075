package net.qhaigc.samples.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.Alert;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.util.FileSystemUtils;

/**
 * Controls the playground in Debian's Chromium. If Chromium is not installed, the tests
 * are skipped. They fail instead if the system property {@code qhaigc.browser.required}
 * is {@code true}, which the Maven profile {@code browser} sets.
 */
final class Browser implements BeforeAllCallback, AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final String READY = "document.documentElement.hasAttribute('data-ready')";

	private static final String SCREENSHOTS = "target/screenshots";

	private ChromeDriver driver;

	private Path profile;

	private String url;

	/** Start the browser for the first test class. All test classes share the browser. */
	@Override
	public void beforeAll(ExtensionContext context) throws IOException {
		if (this.driver == null) {
			start();
			context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(this, this);
		}
	}

	private void start() throws IOException {
		boolean installed = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
		if (!installed && !Boolean.getBoolean("qhaigc.browser.required")) {
			Assumptions.abort("Chromium is not installed: apt-get install chromium chromium-driver");
		}
		this.profile = Files.createTempDirectory("playground-browser");
		ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--force-prefers-reduced-motion", "--lang=en", "--user-data-dir=" + this.profile);
		// By default, the driver waits before and after each command while a page loads.
		options.setPageLoadStrategy(PageLoadStrategy.NONE);
		options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
		this.driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
				options);
		this.driver.manage().timeouts().scriptTimeout(TIMEOUT);
		this.driver.executeCdpCommand("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "light"))));
	}

	@Override
	public void close() throws IOException {
		this.driver.quit();
		this.driver = null;
		this.url = null;
		FileSystemUtils.deleteRecursively(this.profile);
	}

	/**
	 * Open the page as on a first visit, in English, on a large screen with a light
	 * theme.
	 */
	void open(int port) {
		String address = "http://127.0.0.1:" + port + "/";
		if (!address.equals(this.url)) {
			this.url = address;
			// The local storage can be cleared only in a document of the same origin.
			load(() -> this.driver.get(address + "icon.svg"), "document.readyState === 'complete'");
		}
		resize(1320, 860);
		script("localStorage.clear()");
		load(() -> this.driver.get(address), READY);
	}

	/** Start a new conversation in the page that is open. */
	void startConversation() {
		script("document.querySelector('#new-conversation').click()");
		awaitCondition("document.querySelector('#welcome').checkVisibility()");
	}

	void reload() {
		load(() -> this.driver.navigate().refresh(), READY);
	}

	/**
	 * Navigate, and wait until a new document has replaced the current one and meets a
	 * condition.
	 */
	private void load(Runnable navigation, String condition) {
		script("window.isPrevious = true");
		navigation.run();
		await(() -> Boolean.TRUE.equals(script("return !window.isPrevious && " + condition)));
	}

	void resize(int width, int height) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		this.driver.manage().window().setSize(new Dimension(width, height));
	}

	/**
	 * Type a message, send it with the Enter key, and wait for the end of the response.
	 */
	void sendAndAwaitResponse(String message) {
		send(message);
		awaitResponse();
	}

	/** Type a message, and send it with the Enter key. */
	void send(String message) {
		find("#message").sendKeys(message, Keys.ENTER);
		awaitCondition("document.querySelector('#message').value === ''");
	}

	void awaitResponse() {
		awaitCondition("document.querySelector('article.response') && !document.querySelector('[aria-busy]')");
	}

	void press(CharSequence... keys) {
		this.driver.switchTo().activeElement().sendKeys(keys);
	}

	/** Click on an element, and retry if the element is replaced in the meantime. */
	void click(String selector) {
		await(() -> {
			find(selector).click();
			return true;
		});
	}

	void select(String selector, String value) {
		find(selector + " option[value='" + value + "']").click();
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	List<WebElement> findAll(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/** Return the visible text of an element. */
	String text(String selector) {
		return find(selector).getText();
	}

	/**
	 * Return the visible text of the last response, without its buttons and the headings
	 * of code.
	 */
	String response() {
		return String.valueOf(script("""
				const hidden = document.querySelectorAll('.actions, .code-head');
				hidden.forEach((each) => each.hidden = true);
				const text = [...document.querySelectorAll('article.response')].at(-1).innerText;
				hidden.forEach((each) => each.hidden = false);
				return text.replace(/\\n\\n+/g, '\\n').trim();"""));
	}

	void acceptConfirmation() {
		this.driver.switchTo().alert().accept();
	}

	/** Enter a text in the open JavaScript prompt dialog, and accept the dialog. */
	void enterInPromptDialog(String text) {
		Alert prompt = this.driver.switchTo().alert();
		prompt.sendKeys(text);
		prompt.accept();
	}

	Object script(String script, Object... arguments) {
		return ((JavascriptExecutor) this.driver).executeScript(script, arguments);
	}

	/**
	 * Return the result of an asynchronous script, or its error as a text. In the script,
	 * {@code values} contains the arguments.
	 */
	Object asyncScript(String body, Object... arguments) {
		return this.driver.executeAsyncScript("const values = [...arguments]; const done = values.pop(); (async () => {"
				+ body + "})().then(done, (error) => done(String(error)))", arguments);
	}

	/** Wait until the selector matches the given number of elements. */
	void awaitElements(String selector, int count) {
		awaitCondition("document.querySelectorAll(values[0]).length === values[1]", selector, count);
	}

	/**
	 * Wait until a JavaScript expression is true. The page itself evaluates the
	 * expression repeatedly. The expression can refer to the array {@code values}.
	 */
	private void awaitCondition(String expression, Object... values) {
		Object result = asyncScript("const end = Date.now() + 59_000; while (!(" + expression
				+ ")) { if (Date.now() > end) { return 'Timeout'; } await new Promise((next) => setTimeout(next, 10)); }"
				+ " return true;", values);
		if (!Boolean.TRUE.equals(result)) {
			throw new AssertionError(result + ": " + expression + " for " + List.of(values));
		}
	}

	void await(BooleanSupplier condition) {
		new WebDriverWait(this.driver, TIMEOUT, Duration.ofMillis(50)).ignoring(RuntimeException.class)
			.until((ignored) -> condition.getAsBoolean());
	}

	/** Wait until the last changes of the page are painted, including transitions. */
	void awaitPainting() {
		asyncScript("""
				await Promise.allSettled(document.getAnimations().map((each) => each.finished));
				for (let i = 0; i < 3; i++) {
					await new Promise(requestAnimationFrame);
				}""");
	}

	/**
	 * Return the console messages since the previous call of this method, including those
	 * about failed requests.
	 */
	List<String> takeConsoleMessages() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	ChromeDriver driver() {
		return this.driver;
	}

	void screenshot(String name) throws IOException {
		Path file = Path.of(SCREENSHOTS, name + ".png");
		Files.createDirectories(file.getParent());
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

}
