package net.qhaigc.samples.computeruse;

import java.util.Locale;

import org.openqa.selenium.Keys;

/**
 * Converts Google's names of keys, such as {@code Control}, {@code Enter} and {@code a},
 * to Selenium's keys.
 */
final class BrowserKeys {

	private BrowserKeys() {
	}

	static CharSequence of(String name) {
		String key = name.strip().toLowerCase(Locale.ROOT);
		return switch (key) {
			case "ctrl" -> Keys.CONTROL;
			case "meta", "command", "cmd" -> Keys.COMMAND;
			case "return" -> Keys.ENTER;
			case "esc" -> Keys.ESCAPE;
			case "backspace" -> Keys.BACK_SPACE;
			case "pageup" -> Keys.PAGE_UP;
			case "pagedown" -> Keys.PAGE_DOWN;
			case "arrowup" -> Keys.ARROW_UP;
			case "arrowdown" -> Keys.ARROW_DOWN;
			case "arrowleft" -> Keys.ARROW_LEFT;
			case "arrowright" -> Keys.ARROW_RIGHT;
			default -> (key.length() == 1) ? key : findBySeleniumName(name, key);
		};
	}

	/**
	 * Return a key for which Google and Selenium have the same name, such as Control,
	 * Shift, Enter and F1.
	 */
	private static Keys findBySeleniumName(String name, String key) {
		try {
			return Keys.valueOf(key.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The key '%s' is unknown.".formatted(name));
		}
	}

}
