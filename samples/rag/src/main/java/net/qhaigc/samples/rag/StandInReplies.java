package net.qhaigc.samples.rag;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * Scripts the replies of the stand-in gateway, which is used if no API key is set. The
 * reply to a question is the sentence in the passages of the prompt that shares the most
 * words with the question. If no sentence shares enough words, the reply is "I do not
 * know." An application does not need this class.
 */
@Component
class StandInReplies {

	private static final Pattern QUESTION = Pattern.compile("(?m)^Question: (.*)$");

	/**
	 * Matches the passages in the prompt of this sample or of a QuestionAnswerAdvisor.
	 */
	private static final Pattern PASSAGES = Pattern.compile("(?s)\n(?:Passages:|-{20,})\n(.*?)(?:\n-{20,}.*)?$");

	/** Matches a passage, which can start with a number such as [1]. */
	private static final Pattern PASSAGE = Pattern.compile("(?s)(?:(\\[\\d+]) )?(.+?)(?=\n\\[\\d+] |$)");

	/** Matches the prompt of a RelevancyEvaluator. */
	private static final Pattern EVALUATION = Pattern.compile("(?s)Answer YES.*Response:\\s*(.*?)\\s*Context:\\s*(.*)");

	private static final int MIN_SHARED_WORDS = 2;

	private static final int MIN_WORD_LENGTH = 4;

	StandInReplies(ObjectProvider<QhaigcGateway> gateway) {
		gateway.ifAvailable((standIn) -> standIn.when((request) -> request.endpoint() == Endpoint.NATIVE)
			.reply(StandInReplies::reply));
	}

	private static String reply(ReceivedRequest request) {
		String prompt = request.json().at("/contents/0/parts/0/text").asString();
		Matcher evaluation = EVALUATION.matcher(prompt);
		return evaluation.find() ? evaluate(evaluation.group(1), evaluation.group(2)) : answer(prompt);
	}

	/**
	 * Return YES if the context contains all words of the response except short ones,
	 * otherwise NO.
	 */
	private static String evaluate(String response, String context) {
		return words(context).containsAll(words(response)) ? "YES" : "NO";
	}

	private static String answer(String prompt) {
		Matcher question = QUESTION.matcher(prompt);
		Set<String> words = words(question.find() ? question.group(1) : prompt.lines().findFirst().orElse(""));
		Matcher passages = PASSAGES.matcher(prompt);
		List<String> sentences = passages.find() ? sentences(passages.group(1)) : List.of();
		return sentences.stream()
			.filter((sentence) -> countSharedWords(words, sentence) >= MIN_SHARED_WORDS)
			.max(Comparator.comparingInt((sentence) -> countSharedWords(words, sentence)))
			.orElse("I do not know.");
	}

	/**
	 * Return the sentences of all passages, each with the number of its passage, if any.
	 */
	private static List<String> sentences(String passages) {
		return PASSAGE.matcher(passages.strip())
			.results()
			.flatMap((passage) -> Arrays.stream(passage.group(2).split("(?<=\\.)\\s+"))
				.map((sentence) -> (passage.group(1) != null) ? sentence + " " + passage.group(1) : sentence))
			.toList();
	}

	private static int countSharedWords(Set<String> words, String text) {
		Set<String> shared = new HashSet<>(words);
		shared.retainAll(words(text));
		return shared.size();
	}

	private static Set<String> words(String text) {
		return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
			.filter((word) -> word.length() >= MIN_WORD_LENGTH)
			.collect(Collectors.toSet());
	}

}
