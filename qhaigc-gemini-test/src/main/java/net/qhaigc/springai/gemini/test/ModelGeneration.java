package net.qhaigc.springai.gemini.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The generation of a model, according to its ID.
 *
 * @param major the number before the point, such as 2 for {@code gemini-2.5-flash}
 * @param minor the number after the point, or 0
 */
record ModelGeneration(int major, int minor) {

	private static final Pattern ID = Pattern.compile("(?:.*/)?gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?(?:-.*)?");

	/**
	 * The generation of an ID without a Gemini version, such as the alias
	 * {@code gemini-flash-latest}.
	 */
	private static final ModelGeneration LATEST = new ModelGeneration(Integer.MAX_VALUE, 0);

	static ModelGeneration of(String model) {
		Matcher matcher = ID.matcher(model);
		if (!matcher.matches()) {
			return LATEST;
		}
		String minor = matcher.group(2);
		return new ModelGeneration(Integer.parseInt(matcher.group(1)), (minor != null) ? Integer.parseInt(minor) : 0);
	}

	/**
	 * Return whether this generation is earlier than another one.
	 * @param major the major number of the other generation
	 * @param minor the minor number of the other generation
	 */
	boolean isBefore(int major, int minor) {
		return this.major < major || (this.major == major && this.minor < minor);
	}

}
