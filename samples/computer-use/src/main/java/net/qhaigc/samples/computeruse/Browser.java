package net.qhaigc.samples.computeruse;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput;
import org.openqa.selenium.support.ui.WebDriverWait;

import org.springframework.ai.content.Media;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;

/**
 * A headless Chromium that can open only pages of the {@link Shop}. Coordinates range
 * from 0 to 999, as in the tool calls of the model.
 */
@Component
class Browser implements AutoCloseable {

	private static final int WIDTH = 1280;

	private static final int HEIGHT = 800;

	private static final int COORDINATE_RANGE = 1000;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final ChromeDriver driver;

	private final URI startPage;

	Browser(Shop shop, @Value("${browser.chromium:/usr/bin/chromium}") Path chromium,
			@Value("${browser.driver:/usr/bin/chromedriver}") Path driver) {
		if (!isInstalled(chromium, driver)) {
			throw new IllegalStateException("Chromium is not installed: " + chromium + " or " + driver
					+ " is not an executable file. Run 'apt-get install chromium chromium-driver', or set"
					+ " browser.chromium and browser.driver");
		}
		this.startPage = shop.url();
		ChromeOptions options = new ChromeOptions().setBinary(chromium.toFile());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=en");
		this.driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build(),
				options);
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", WIDTH, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
	}

	static boolean isInstalled(Path chromium, Path driver) {
		return Files.isExecutable(chromium) && Files.isExecutable(driver);
	}

	void openStartPage() {
		this.driver.get(this.startPage.toString());
	}

	void open(String url) {
		URI uri = this.startPage.resolve(url);
		if (!this.startPage.getAuthority().equals(uri.getAuthority())
				|| !this.startPage.getScheme().equals(uri.getScheme())) {
			throw new IllegalArgumentException(
					"%s cannot be opened. Only pages of %s are allowed.".formatted(uri, this.startPage));
		}
		this.driver.get(uri.toString());
	}

	void back() {
		this.driver.navigate().back();
	}

	void forward() {
		this.driver.navigate().forward();
	}

	void moveTo(int x, int y) {
		actionsAt(x, y).perform();
	}

	void click(int x, int y) {
		actionsAt(x, y).click().perform();
	}

	void type(int x, int y, String text, boolean clear, boolean enter) {
		Actions actions = actionsAt(x, y).click();
		if (clear) {
			actions.keyDown(Keys.CONTROL).sendKeys("a").keyUp(Keys.CONTROL).sendKeys(Keys.BACK_SPACE);
		}
		actions.sendKeys(text);
		(enter ? actions.sendKeys(Keys.ENTER) : actions).perform();
	}

	void press(String combination) {
		List<CharSequence> keys = Arrays.stream(combination.split("\\+")).map(BrowserKeys::of).toList();
		Actions actions = new Actions(this.driver);
		CharSequence last = keys.get(keys.size() - 1);
		keys.subList(0, keys.size() - 1).forEach(actions::keyDown);
		actions.sendKeys(last);
		keys.subList(0, keys.size() - 1).forEach(actions::keyUp);
		actions.perform();
	}

	void drag(int x, int y, int toX, int toY) {
		actionsAt(x, y).clickAndHold().moveToLocation(toPixelsX(toX), toPixelsY(toY)).release().perform();
	}

	void scrollAt(int x, int y, String direction, int magnitude) {
		int deltaX = switch (direction) {
			case "left" -> -toPixelsX(magnitude);
			case "right" -> toPixelsX(magnitude);
			default -> 0;
		};
		int deltaY = switch (direction) {
			case "up" -> -toPixelsY(magnitude);
			case "down" -> toPixelsY(magnitude);
			default -> 0;
		};
		WheelInput.ScrollOrigin origin = WheelInput.ScrollOrigin.fromViewport(toPixelsX(x), toPixelsY(y));
		new Actions(this.driver).scrollFromOrigin(origin, deltaX, deltaY).perform();
	}

	void pause(int seconds) {
		new Actions(this.driver).pause(Duration.ofSeconds(seconds)).perform();
	}

	private Actions actionsAt(int x, int y) {
		return new Actions(this.driver).moveToLocation(toPixelsX(x), toPixelsY(y));
	}

	private static int toPixelsX(int coordinate) {
		return coordinate * WIDTH / COORDINATE_RANGE;
	}

	private static int toPixelsY(int coordinate) {
		return coordinate * HEIGHT / COORDINATE_RANGE;
	}

	/** Wait until the page is loaded, and return its URL. */
	String url() {
		new WebDriverWait(this.driver, TIMEOUT)
			.until((ignored) -> "complete".equals(script("return document.readyState")));
		return this.driver.getCurrentUrl();
	}

	/** Return a screenshot of the visible part of the page. */
	Media screenshot() {
		return new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(this.driver.getScreenshotAs(OutputType.BYTES)));
	}

	/** Return the text that the page shows. */
	String text() {
		return String.valueOf(script("return document.body.innerText"));
	}

	/** Return the number of pixels by which the page is scrolled down. */
	int scrollPosition() {
		return ((Number) script("return window.scrollY")).intValue();
	}

	private Object script(String script, Object... arguments) {
		return ((JavascriptExecutor) this.driver).executeScript(script, arguments);
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
