package net.qhaigc.springai.gemini.metadata;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Log probabilities of the tokens of a response: Google's {@code avgLogprobs} and
 * {@code logprobsResult}. All log probabilities are natural logarithms, at most 0.
 *
 * @param average average of the log probabilities of the tokens; null if the response
 * does not contain the average
 * @param sum sum of the log probabilities of the tokens; null if the response does not
 * contain the sum
 * @param steps the decoding steps, one for each token; empty unless
 * {@code responseLogprobs} is set
 */
public record LogProbabilities(@Nullable Double average, @Nullable Double sum, List<Step> steps) {

	public LogProbabilities {
		steps = List.copyOf(steps);
	}

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
		return steps;
	}

	/**
	 * A decoding step, which produces one token.
	 *
	 * @param chosen token that was chosen, which is not necessarily among the top
	 * candidates; null if the response does not contain this token
	 * @param topCandidates the most probable tokens, in descending order of probability
	 */
	public record Step(@Nullable Token chosen, List<Token> topCandidates) {

		public Step {
			topCandidates = List.copyOf(topCandidates);
		}

	}

	/**
	 * A token with its log probability.
	 *
	 * @param text text of the token; may be empty
	 * @param id ID of the token in the vocabulary of the model; null if the response does
	 * not contain the ID
	 * @param logProbability natural logarithm of the probability; 0 if the response does
	 * not contain it
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
