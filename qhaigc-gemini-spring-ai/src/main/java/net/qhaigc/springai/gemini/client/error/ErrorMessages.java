package net.qhaigc.springai.gemini.client.error;

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Composes the messages of failures that the gateway reported: what happened, and what
 * the user can do about it.
 *
 * @param keySource the source of the API key, such as {@code qhaigc.api-key}
 */
record ErrorMessages(String keySource) {

	/** Keeps a message within 4 KB, even with Chinese characters. */
	private static final int MAX_TEXT_CHARS = 800;

	private static final int MAX_NAME_CHARS = 100;

	private static final int MAX_SHOWN_BODY_CHARS = 200;

	/**
	 * Return the message of a failure.
	 * @param problem the details of the failure, redacted
	 * @param error the error as it was received
	 * @param rule the rule that the error matches; null if there is none
	 * @param location the redacted target of a redirect
	 */
	String message(GatewayProblem problem, ReceivedError error, @Nullable ErrorRule rule, String location) {
		StringBuilder message = new StringBuilder("The gateway returned ").append(problem.status());
		String code = (problem.code() != null) ? problem.code() : problem.type();
		if (code != null) {
			message.append(' ').append(limit(code, MAX_NAME_CHARS));
		}
		String text = text(problem, error);
		message.append(text.isEmpty() ? "" : ": " + text);
		String advice = advice(problem, error, rule, location);
		return advice.isEmpty() ? message.toString() : append(message.toString(), advice);
	}

	/** Append a sentence to a message, which can end with or without a period. */
	static String append(String message, String sentence) {
		boolean endsSentence = !message.isEmpty() && ".!?。！？".indexOf(message.charAt(message.length() - 1)) >= 0;
		return message + (endsSentence ? " " : ". ") + sentence;
	}

	/**
	 * Return the message of the error. If no error was recognized in the body and the
	 * body is not HTML, return the beginning of the body.
	 */
	private static String text(GatewayProblem problem, ReceivedError error) {
		if (problem.message() != null) {
			return limit(problem.message(), MAX_TEXT_CHARS);
		}
		boolean showsBody = error.error() == null && !error.isHtml() && problem.body() != null
				&& !problem.body().strip().equals("{}");
		return showsBody ? limit(String.valueOf(problem.body()).strip().replaceAll("\\s+", " "), MAX_SHOWN_BODY_CHARS)
				: "";
	}

	private String advice(GatewayProblem problem, ReceivedError error, @Nullable ErrorRule rule, String location) {
		String retryAdvice = retryAdvice(problem.retryAfter());
		if (rule == null || rule.advice().isEmpty()) {
			return retryAdvice;
		}
		String model = (error.model() != null) ? limit(error.model(), MAX_NAME_CHARS) : "";
		String param = (error.error() != null) ? limit(String.valueOf(error.error().param()), MAX_NAME_CHARS) : "";
		String advice = rule.advice()
			.replace("{model}", model)
			.replace("{param}", param)
			.replace("{location}", limit(location, MAX_SHOWN_BODY_CHARS))
			.replace("{key}", this.keySource)
			.replace("{variable}", environmentVariable());
		boolean appendsRetryAdvice = rule.outcome() == ErrorOutcome.TRANSIENT
				|| rule.outcome() == ErrorOutcome.BY_STATUS;
		return (appendsRetryAdvice && !retryAdvice.isEmpty()) ? advice + ". " + retryAdvice : advice;
	}

	private String environmentVariable() {
		return this.keySource.equals("qhaigc.api-key") ? " (environment variable QHAIGC_API_KEY)" : "";
	}

	private static String retryAdvice(@Nullable Duration retryAfter) {
		return (retryAfter != null) ? "Retry after " + format(retryAfter) : "";
	}

	/**
	 * Format a duration in seconds or, if it is at least one minute, in its two largest
	 * units, such as {@code 5 h 59 min}.
	 */
	static String format(Duration duration) {
		long minutes = duration.toMinutes();
		if (minutes == 0) {
			return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
		}
		if (duration.toDays() > 0) {
			return units(duration.toDays(), "d", duration.toHoursPart(), "h");
		}
		return (duration.toHours() > 0) ? units(duration.toHours(), "h", duration.toMinutesPart(), "min")
				: units(minutes, "min", duration.toSecondsPart(), "s");
	}

	private static String units(long large, String largeUnit, int small, String smallUnit) {
		return large + " " + largeUnit + ((small > 0) ? " " + small + " " + smallUnit : "");
	}

	static String limit(String text, int maxChars) {
		return (text.length() <= maxChars) ? text : text.substring(0, maxChars) + "...";
	}

}
