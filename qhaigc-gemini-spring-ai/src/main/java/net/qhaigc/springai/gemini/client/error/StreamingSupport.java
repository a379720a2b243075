package net.qhaigc.springai.gemini.client.error;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Recognizes that a gateway has no path for streams, in which case the same request can
 * succeed without streaming.
 */
final class StreamingSupport {

	private static final Set<Integer> UNKNOWN_PATH_STATUSES = Set.of(404, 405, 501);

	/**
	 * Google's error codes, such as {@code NOT_FOUND}. A gateway that returns one of them
	 * has a path for streams.
	 */
	private static final Pattern GOOGLE_CODE = Pattern.compile("[A-Z_]+");

	/** The rules that can match the error for an unknown path. */
	private static final Set<ErrorRule> UNKNOWN_PATH_RULES = EnumSet.of(ErrorRule.WRONG_PATH, ErrorRule.NOT_IMPLEMENTED,
			ErrorRule.NOT_FOUND, ErrorRule.HTML_PAGE, ErrorRule.HTML_UNAVAILABLE);

	/**
	 * The messages of a gateway that has no path for Gemini at all. A request without
	 * streaming would fail too.
	 */
	private static final Pattern NO_PATH_AT_ALL = Pattern.compile("(?i)invalid url *[(（]|^\\s*404 page not found");

	private StreamingSupport() {
	}

	static boolean isMissing(GatewayProblem problem, @Nullable ErrorRule rule) {
		if (problem.code() != null && GOOGLE_CODE.matcher(problem.code()).matches()) {
			return false;
		}
		boolean isMissing = UNKNOWN_PATH_STATUSES.contains(problem.status())
				? (rule == null || UNKNOWN_PATH_RULES.contains(rule))
				: rule == ErrorRule.WRONG_PATH || rule == ErrorRule.NOT_IMPLEMENTED;
		String text = (problem.message() != null) ? problem.message() : String.valueOf(problem.body());
		return isMissing && !(problem.status() == 404 && NO_PATH_AT_ALL.matcher(text).find());
	}

}
