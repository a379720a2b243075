package net.qhaigc.samples.mcp;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Asks questions that the model can answer only with the tools of the servers.
 */
class Tour implements ApplicationRunner {

	static final String BOOKS = "Which books about tea does the library have?";

	static final String SUM = "What is 19 plus 23? Use the tool.";

	static final String LOGO = "Show the logo of MCP, and describe it.";

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

	static String note(String folder) {
		return "When does the tea house close? The answer is in " + folder + "/note.txt.";
	}

	@Override
	public void run(ApplicationArguments arguments) {
		answer("The server of this sample, over HTTP", BOOKS);
		if (this.environment.acceptsProfiles(Profiles.of("npm"))) {
			answer("server-everything", SUM);
			stream("server-everything, an image in a stream", LOGO);
			stream("server-filesystem, in a stream", note(this.folder));
		}
	}

	private void answer(String title, String question) {
		System.out.printf("%n%s%n> %s%n%s%n", title, question, this.chat.prompt(question).call().content());
	}

	private void stream(String title, String question) {
		System.out.printf("%n%s%n> %s%n", title, question);
		this.chat.prompt(question).stream().content().doOnNext(System.out::print).blockLast();
		System.out.println();
	}

}
