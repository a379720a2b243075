package net.qhaigc.springai.gemini.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import net.qhaigc.springai.gemini.test.RequestSummary.DeclaredTool;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers sensibly by itself: calls a tool that the user's text asks for, tells what
 * tools have answered, fills a schema, or else echoes the text.
 */
final class AutoResponder implements Function<ReceivedRequest, Reply> {

	private static final Pattern WORD = Pattern.compile("\\p{Lu}?[\\p{L}&&[^\\p{Lu}\\p{IsHan}]]+|\\p{Lu}+|\\p{IsHan}");

	private static final Pattern PIECE = Pattern.compile("\\s*\\S{1,12}\\s?|\\s+");

	private static final int SHORTEST_WORD = 4;

	private static final int NAME_WEIGHT = 2;

	/** A blue disc, in PNG. */
	private static final byte[] IMAGE = Base64.getDecoder()
		.decode("iVBORw0KGgoAAAANSUhEUgAAADAAAAAwCAMAAABg3Am1AAAABlBMVEX19fpChfQGDRsuAAAAWUlEQVR42u3VMQoA"
				+ "IAwEQff/nxY7C0U2aEDI1ZlO71qrjDBHnp8Jq9j7vWAfe78UIIUF4ARIYQFIYQFIUaDALfD+eSd8Ud8aCUXmu9W3"
				+ "t9+HwAL5jQus6Ifp6A4E3k2frT8AAAAASUVORK5CYII=");

	private final Duration pause;

	/**
	 * Creates the mode.
	 * @param pause the time between the events of a stream
	 */
	AutoResponder(Duration pause) {
		this.pause = pause;
	}

	@Override
	public Reply apply(ReceivedRequest request) {
		RequestSummary conversation = RequestSummary.of(request);
		Reply reply = new Reply(ModelTurn.EMPTY);
		if (conversation.thoughts()) {
			reply.thinking("The user says: " + conversation.userText());
		}
		DeclaredTool tool = conversation.results().isEmpty() ? toolFor(conversation) : null;
		if (tool != null) {
			JsonNode args = tool.schema().isMissingNode() ? Json.object()
					: SchemaExample.of(tool.schema(), conversation.userText());
			reply.callTool(tool.name(), Json.map(args));
		}
		else {
			reply.text(pieces(text(conversation)));
			if (conversation.image()) {
				reply.image(IMAGE);
			}
		}
		return reply.delayBetween(this.pause);
	}

	private static String text(RequestSummary conversation) {
		if (conversation.jsonSchema() != null) {
			return SchemaExample.of(conversation.jsonSchema(), conversation.userText()).toString();
		}
		if (!conversation.results().isEmpty()) {
			List<RequestSummary.Result> results = conversation.results();
			return results.stream()
				.map((result) -> result.tool() + " says: " + result.text())
				.collect(Collectors.joining("\n"));
		}
		String media = conversation.media().isEmpty() ? "" : " (with " + String.join(", ", conversation.media()) + ")";
		return conversation.userText() + media;
	}

	/**
	 * The tool whose name or description has most words in common with the text.
	 */
	private static @Nullable DeclaredTool toolFor(RequestSummary conversation) {
		Set<String> asked = words(conversation.userText());
		DeclaredTool best = null;
		int bestScore = conversation.callDemanded() ? -1 : 1;
		for (DeclaredTool tool : conversation.tools()) {
			int score = NAME_WEIGHT * common(asked, words(tool.name())) + common(asked, words(tool.description()));
			if (score > bestScore) {
				best = tool;
				bestScore = score;
			}
		}
		return best;
	}

	private static int common(Set<String> asked, Set<String> words) {
		Set<String> common = new HashSet<>(words);
		common.retainAll(asked);
		return common.size();
	}

	/**
	 * The words of a text or of a name in camel or snake case, short ones left out; of
	 * Chinese text, every character.
	 */
	private static Set<String> words(String text) {
		return WORD.matcher(text)
			.results()
			.map(MatchResult::group)
			.filter((word) -> word.length() >= SHORTEST_WORD || Character.isIdeographic(word.codePointAt(0)))
			.map((word) -> word.toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
	}

	private static String[] pieces(String text) {
		List<String> pieces = new ArrayList<>();
		PIECE.matcher(text).results().map(MatchResult::group).forEach(pieces::add);
		return pieces.isEmpty() ? new String[] { "" } : pieces.toArray(String[]::new);
	}

}
