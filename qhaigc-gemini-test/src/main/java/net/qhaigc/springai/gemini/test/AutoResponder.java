package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import net.qhaigc.springai.gemini.test.RequestSummary.DeclaredTool;

/**
 * Generates a reply from the request. The reply is a call to the tool that best matches
 * the user's text, unless no tool matches or tool results follow the text. Otherwise, the
 * reply to a request with a response schema is example JSON, and the reply to a request
 * without one contains the tool results, or the user's text if there are no tool results.
 */
final class AutoResponder implements Function<ReceivedRequest, Reply> {

	private static final Pattern WORD = Pattern.compile("\\p{Lu}?[\\p{L}&&[^\\p{Lu}\\p{IsHan}]]+|\\p{Lu}+|\\p{IsHan}");

	private static final int MIN_WORD_LENGTH = 4;

	private static final int NAME_WEIGHT = 2;

	/** A blue disc, in PNG. */
	private static final byte[] IMAGE = Base64.getDecoder()
		.decode("iVBORw0KGgoAAAANSUhEUgAAADAAAAAwCAMAAABg3Am1AAAABlBMVEX19fpChfQGDRsuAAAAWUlEQVR42u3VMQoA"
				+ "IAwEQff/nxY7C0U2aEDI1ZlO71qrjDBHnp8Jq9j7vWAfe78UIIUF4ARIYQFIYQFIUaDALfD+eSd8Ud8aCUXmu9W3"
				+ "t9+HwAL5jQus6Ifp6A4E3k2frT8AAAAASUVORK5CYII=");

	private final Duration eventDelay;

	/**
	 * Create a responder.
	 * @param eventDelay the delay between the events of a stream
	 */
	AutoResponder(Duration eventDelay) {
		this.eventDelay = eventDelay;
	}

	@Override
	public Reply apply(ReceivedRequest request) {
		RequestSummary summary = RequestSummary.of(request);
		Reply reply = new Reply(ModelTurn.EMPTY);
		if (summary.includeThoughts()) {
			reply.thinking((isChinese(summary) ? "用户说：" : "The user says: ") + summary.userText());
		}
		DeclaredTool tool = summary.toolResults().isEmpty() ? toolFor(summary) : null;
		if (tool != null) {
			JsonNode args = tool.schema().isMissingNode() ? Json.object()
					: SchemaExample.of(tool.schema(), summary.question());
			reply.callTool(tool.name(), Json.map(args));
		}
		else {
			reply.text(TextEvents.split(text(summary)));
			if (summary.includeImage()) {
				reply.image(IMAGE);
			}
		}
		return reply.delayBetween(this.eventDelay);
	}

	private static String text(RequestSummary summary) {
		if (summary.jsonSchema() != null) {
			return SchemaExample.of(summary.jsonSchema(), summary.question()).toString();
		}
		if (!summary.toolResults().isEmpty()) {
			List<RequestSummary.ToolResult> results = summary.toolResults();
			return results.stream()
				.map((result) -> result.tool() + (isChinese(summary) ? " 返回：" : " returned: ") + result.text())
				.collect(Collectors.joining("\n"));
		}
		String media = summary.mediaTypes().isEmpty() ? ""
				: (isChinese(summary) ? "（附有 %s）" : " (with %s)").formatted(String.join(", ", summary.mediaTypes()));
		return summary.userText() + media;
	}

	private static boolean isChinese(RequestSummary summary) {
		return summary.userText().codePoints().anyMatch(Character::isIdeographic);
	}

	/**
	 * Return the tool whose name and description have the most words in common with the
	 * user's question, where a word of the name counts twice. Unless the request requires
	 * a tool call, return null if no tool has at least one word of its name, or two words
	 * of its description, in common with the question.
	 */
	private static @Nullable DeclaredTool toolFor(RequestSummary summary) {
		if (summary.tools().isEmpty()) {
			return null;
		}
		Set<String> userWords = words(summary.question());
		DeclaredTool best = null;
		int bestScore = summary.toolCallRequired() ? -1 : 1;
		for (DeclaredTool tool : summary.tools()) {
			int score = NAME_WEIGHT * countCommonWords(userWords, words(tool.name()))
					+ countCommonWords(userWords, words(tool.description()));
			if (score > bestScore) {
				best = tool;
				bestScore = score;
			}
		}
		return best;
	}

	private static int countCommonWords(Set<String> userWords, Set<String> words) {
		Set<String> common = new HashSet<>(words);
		common.retainAll(userWords);
		return common.size();
	}

	/**
	 * Return the words, except for short words, of a text or of a name in camel or snake
	 * case. In Chinese text, each character is a word.
	 */
	private static Set<String> words(String text) {
		return WORD.matcher(text)
			.results()
			.map(MatchResult::group)
			.filter((word) -> word.length() >= MIN_WORD_LENGTH || Character.isIdeographic(word.codePointAt(0)))
			.map((word) -> word.toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
	}

}
