package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How probable the model found the words it chose: Google's {@code logprobsResult} and
 * {@code avgLogprobs}. All are natural logarithms, so 0 is certain.
 *
 * @param average the average over the answer's tokens; null where the wire has none
 * @param sum the sum over the answer's tokens; null where the wire has none
 * @param steps the answer token by token; empty unless asked for
 */
public record LogProbabilities(@Nullable Double average, @Nullable Double sum, List<Step> steps) {

	static LogProbabilities of(JsonView candidate) {
		JsonView result = candidate.object("logprobsResult");
		return new LogProbabilities(candidate.number("avgLogprobs"), result.number("logProbabilitySum"),
				steps(result.objects("chosenCandidates"), result.objects("topCandidates")));
	}

	private static List<Step> steps(List<JsonView> chosen, List<JsonView> top) {
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < Math.max(chosen.size(), top.size()); i++) {
			Token token = (i < chosen.size()) ? Token.of(chosen.get(i)) : null;
			List<Token> topCandidates = (i < top.size())
					? top.get(i).objects("candidates").stream().map(Token::of).toList() : List.of();
			steps.add(new Step(token, topCandidates));
		}
		return List.copyOf(steps);
	}

	/**
	 * One token of the answer.
	 *
	 * @param chosen the token that the answer has, which need not be among the likeliest;
	 * null where the wire has none
	 * @param likeliest the likeliest tokens at this place, the likeliest first
	 */
	public record Step(@Nullable Token chosen, List<Token> topCandidates) {

	}

	/**
	 * A token and how probable it was.
	 *
	 * @param text the token; may be empty
	 * @param id the token's number in the model's vocabulary; or null
	 * @param logProbability the natural logarithm of its probability
	 */
	public record Token(String text, @Nullable Integer id, double logProbability) {

		private static Token of(JsonView token) {
			String text = token.text("token");
			Double logProbability = token.number("logProbability");
			return new Token((text != null) ? text : "", token.integer("tokenId"),
					(logProbability != null) ? logProbability : 0);
		}

	}

}
