package net.qhaigc.samples.mcp;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Asks questions that the model answers with the tools of the MCP servers.
 */
class Tour implements ApplicationRunner {

	static final String BOOKS_QUESTION = "Which books about tea does the library have?";

	static final String SUM_QUESTION = "What is 19 plus 23? Use the tool.";

	static final String LOGO_QUESTION = "Show the logo of MCP, and describe it.";

	private final ChatClient chat;

	private final Environment environment;

	private final String folder;

	// tag::client[]
	Tour(ChatClient.Builder builder, ToolCallbackProvider mcpTools, Environment environment,
			@Value("${sample.folder}") String folder) {
		this.chat = builder.defaultTools(mcpTools).build();
		this.environment = environment;
		this.folder = folder;
	}
	// end::client[]

	static String noteQuestion(String folder) {
		return "When does the tea house close? The answer is in " + folder + "/note.txt.";
	}

	@Override
	public void run(ApplicationArguments arguments) {
		printAnswer("The server of this sample, over HTTP", BOOKS_QUESTION);
		if (this.environment.acceptsProfiles(Profiles.of("npm"))) {
			printAnswer("server-everything", SUM_QUESTION);
			printStreamedAnswer("server-everything, an image in a stream", LOGO_QUESTION);
			printStreamedAnswer("server-filesystem, in a stream", noteQuestion(this.folder));
		}
	}

	private void printAnswer(String title, String question) {
		System.out.printf("%n%s%n> %s%n%s%n", title, question, this.chat.prompt(question).call().content());
	}

	private void printStreamedAnswer(String title, String question) {
		System.out.printf("%n%s%n> %s%n", title, question);
		this.chat.prompt(question).stream().content().doOnNext(System.out::print).blockLast();
		System.out.println();
	}

}
