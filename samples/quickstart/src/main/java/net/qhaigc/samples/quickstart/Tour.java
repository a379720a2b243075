package net.qhaigc.samples.quickstart;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Demonstrates the methods of the {@link TravelGuide}. If a request fails, prints the
 * message of the exception, which says what to change.
 */
@Component
class Tour implements ApplicationRunner, ExitCodeGenerator {

	private final TravelGuide guide;

	private int exitCode;

	Tour(TravelGuide guide) {
		this.guide = guide;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		try {
			run();
		}
		catch (QhaigcTransientException | QhaigcNonTransientException ex) {
			System.out.printf("%nThe request failed. %s%n", ex.getMessage());
			this.exitCode = 1;
		}
	}

	private void run() {
		ChatResponse response = showPlainAnswer("Explain how RAG works in three concise steps.");
		showStreamedAnswer("Tell me about West Lake in two sentences.");
		showToolCall("What is the current weather in Hangzhou?");
		showTypedAnswer("Plan a trip of 2 days to Hangzhou.");
		showTokenUsage(response.getMetadata().getUsage());
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

	private ChatResponse showPlainAnswer(String question) {
		printHeading("1. A plain answer", question);
		ChatResponse response = this.guide.answer(question);
		System.out.println(response.getResult().getOutput().getText());
		return response;
	}

	private void showStreamedAnswer(String question) {
		printHeading("2. A streamed answer", question);
		this.guide.stream(question).doOnNext(System.out::print).blockLast();
		System.out.println();
	}

	private void showToolCall(String question) {
		printHeading("3. A tool call", question);
		System.out.println(this.guide.answerWithWeather(question));
	}

	private void showTypedAnswer(String request) {
		printHeading("4. An answer as a Java record", request);
		System.out.println(this.guide.plan(request));
	}

	private void showTokenUsage(Usage usage) {
		System.out.printf(
				"%n5. The token usage of the first answer%n%d prompt tokens, %d completion tokens, %d tokens in total%n",
				usage.getPromptTokens(), usage.getCompletionTokens(), usage.getTotalTokens());
	}

	private static void printHeading(String label, String question) {
		System.out.printf("%n%s%n> %s%n", label, question);
	}

}
