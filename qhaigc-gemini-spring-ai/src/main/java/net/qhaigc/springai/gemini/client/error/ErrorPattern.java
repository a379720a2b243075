package net.qhaigc.springai.gemini.client.error;

import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The criteria by which an {@link ErrorRule} recognizes an error. Each criterion that is
 * set must match, except that a match of either the codes or the words is sufficient if
 * both are set.
 *
 * @param statuses the HTTP statuses; empty for any
 * @param codes matches the code, the type or a reason in the details; null if not set
 * @param words finds words in {@link ReceivedError#text()}, in English or Chinese; null
 * if not set
 * @param condition an additional criterion
 */
record ErrorPattern(Set<Integer> statuses, @Nullable Pattern codes, @Nullable Pattern words,
		Predicate<ReceivedError> condition) {

	/**
	 * Return a pattern for errors with one of the given statuses, or with any status if
	 * none is given.
	 */
	static ErrorPattern status(Integer... statuses) {
		return new ErrorPattern(Set.of(statuses), null, null, (error) -> true);
	}

	/** Return a pattern for codes, given as a regular expression. */
	static ErrorPattern codes(String codes) {
		return new ErrorPattern(Set.of(), compile(codes), null, (error) -> true);
	}

	/** Return a pattern for words, given as a regular expression. */
	static ErrorPattern words(String words) {
		return new ErrorPattern(Set.of(), null, compile(words), (error) -> true);
	}

	ErrorPattern orWords(String words) {
		return new ErrorPattern(this.statuses, this.codes, compile(words), this.condition);
	}

	ErrorPattern withStatus(Integer... statuses) {
		return new ErrorPattern(Set.of(statuses), this.codes, this.words, this.condition);
	}

	ErrorPattern and(Predicate<ReceivedError> additional) {
		return new ErrorPattern(this.statuses, this.codes, this.words, this.condition.and(additional));
	}

	boolean matches(ReceivedError error) {
		if (!this.statuses.isEmpty() && !this.statuses.contains(error.status())) {
			return false;
		}
		Pattern code = this.codes;
		Pattern word = this.words;
		boolean recognized = (code == null && word == null)
				|| (code != null && error.codes().stream().anyMatch((text) -> code.matcher(text).matches()))
				|| (word != null && word.matcher(error.text()).find());
		return recognized && this.condition.test(error);
	}

	private static Pattern compile(String expression) {
		return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
	}

}
