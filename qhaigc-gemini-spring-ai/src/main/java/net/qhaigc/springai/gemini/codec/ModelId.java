package net.qhaigc.springai.gemini.codec;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The ID of a model, from which the features of the model are derived. New models are
 * published frequently. Therefore, a Gemini ID without a generation, such as the alias
 * {@code gemini-flash-latest}, is treated as the ID of a model of the newest generation.
 *
 * @param id the ID in lower case, without a path
 */
record ModelId(String id) {

	private static final Pattern GENERATION = Pattern.compile("gemini-?(\\d{1,2})(?!\\d)(?:[.-](\\d{1,2})(?!\\d))?");

	static ModelId of(@Nullable String model) {
		String id = (model != null) ? model.toLowerCase(Locale.ROOT) : "";
		return new ModelId(id.substring(id.lastIndexOf('/') + 1));
	}

	boolean isGemma() {
		return this.id.startsWith("gemma");
	}

	boolean isGemini3OrNewer() {
		return isGemini() && isAtLeast(3, 0);
	}

	boolean isGemini25OrNewer() {
		return isGemini() && isAtLeast(2, 5);
	}

	/**
	 * Whether the model rejects its function calls if they are sent back without
	 * signatures.
	 */
	boolean requiresSignatures() {
		return isGemini3OrNewer();
	}

	boolean isComputerUseModel() {
		return this.id.contains("computer-use");
	}

	private boolean isGemini() {
		return this.id.contains("gemini");
	}

	private boolean isAtLeast(int major, int minor) {
		Matcher generation = GENERATION.matcher(this.id);
		if (!generation.find()) {
			return true;
		}
		int foundMajor = Integer.parseInt(generation.group(1));
		int foundMinor = (generation.group(2) != null) ? Integer.parseInt(generation.group(2)) : 0;
		return foundMajor > major || (foundMajor == major && foundMinor >= minor);
	}

}
