package net.qhaigc.samples.rag;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Asks questions about a handbook that no model has been trained on: first without
 * retrieval, then with retrieval, and then as a stream with retrieval.
 */
@SpringBootApplication
public class RagSample {

	private static final String QUESTION = "How many working days does the refund of a ticket take?";

	private static final String STREAMED_QUESTION = "What does a place for my bicycle cost?";

	/**
	 * Exit explicitly, because the threads of the OpenAI client, which requests the
	 * embeddings, would otherwise keep the process alive for a minute.
	 */
	public static void main(String[] args) {
		System.exit(SpringApplication.exit(SpringApplication.run(RagSample.class, args)));
	}

	@Bean
	ApplicationRunner ask(HandbookAssistant assistant) {
		return (arguments) -> {
			System.out.printf("Without retrieval%n> %s%n%s%n", QUESTION, assistant.answerWithoutRetrieval(QUESTION));

			Answer answer = assistant.answer(QUESTION);
			System.out.printf("%nWith retrieval%n> %s%n%s%n", QUESTION, answer.text());
			answer.sources().forEach(System.out::println);

			System.out.printf("%nStreamed%n> %s%n", STREAMED_QUESTION);
			assistant.stream(STREAMED_QUESTION).doOnNext(RagSample::print).blockLast();
			System.out.println();
		};
	}

	private static void print(Answer part) {
		System.out.print(part.text());
		part.sources().forEach((source) -> System.out.printf("%n%s", source));
	}

}
