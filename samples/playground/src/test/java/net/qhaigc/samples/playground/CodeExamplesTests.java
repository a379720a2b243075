package net.qhaigc.samples.playground;

import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import net.qhaigc.samples.playground.RequestOptions.Format;
import net.qhaigc.samples.playground.RequestOptions.ServerToolName;
import net.qhaigc.springai.gemini.options.Endpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the code examples that users can copy from the playground.
 */
class CodeExamplesTests {

	private static final RequestOptions MANY_OPTIONS = new RequestOptions("gemini-2.5-flash", null, Endpoint.NATIVE,
			"Be \"brief\".\nAlways.", 0.3, 0.9, 100, 7, List.of("END", "\\"), "1024", true, true,
			Set.of(ServerToolName.URL_CONTEXT, ServerToolName.GOOGLE_SEARCH), Format.JSON, "{\"type\": \"string\"}",
			Map.of("labels", Map.of("team", "a")));

	@Test
	void javaExampleCompiles(@TempDir Path folder) {
		assertCompiles(MANY_OPTIONS, folder);
		assertCompiles(RequestOptions.NONE, folder);
		assertCompiles(new RequestOptions(null, null, null, null, null, null, null, null, null, "HIGH", null, null,
				null, Format.IMAGE, null, null), folder);
	}

	private static void assertCompiles(RequestOptions options, Path folder) {
		String java = CodeExamples
			.of(new ChatRequest("What is \"this\"?", List.of(new ChatRequest.MediaData("image/png", "AQID")), options,
					null, null, null))
			.java();
		String source = "import java.util.*; import org.springframework.ai.chat.client.ChatClient;"
				+ "import org.springframework.core.io.FileSystemResource; import org.springframework.util.MimeType;"
				+ "import net.qhaigc.springai.gemini.options.*; import reactor.core.publisher.Flux;"
				+ "import tools.jackson.databind.json.JsonMapper; class Example {" + java + " static class Tools { } }";
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///Example.java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		boolean compiled = compiler
			.getTask(problems, null, null, List.of("-proc:none", "-d", folder.toString()), null, List.of(file))
			.call();
		assertThat(compiled).as(problems + "\n" + java).isTrue();
	}

	@Test
	void writesOptionsAsJava() {
		String java = CodeExamples
			.of(new ChatRequest("Hi", List.of(),
					new RequestOptions("gemini-3.5-flash", null, null, "Be brief.", 0.3, null, null, null, null, "LOW",
							null, null, null, Format.TEXT, null, null),
					null, null, null))
			.java();

		assertThat(java).isEqualTo("""
				Flux<String> ask(ChatClient chatClient) {
					return chatClient.prompt()
						.system("Be brief.")
						.user("Hi")
						.options(QhaigcGeminiChatOptions.builder()
							.model("gemini-3.5-flash")
							.temperature(0.3)
							.thinkingLevel(Thinking.Level.LOW))
						.stream()
						.content();
				}
				""");
	}

	@Test
	void writesOptionsAsProperties() throws Exception {
		String yaml = CodeExamples.of(new ChatRequest("Hi", List.of(), MANY_OPTIONS, null, null, null)).yaml();

		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("yaml",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		assertThat(sources).hasSize(1);
		PropertySource<?> properties = sources.get(0);
		assertThat(Map.of("qhaigc.model", "gemini-2.5-flash", "qhaigc.endpoint", "native", "qhaigc.chat.top-p", "0.9",
				"qhaigc.chat.max-tokens", "100", "qhaigc.chat.stop-sequences[1]", "\\", "qhaigc.chat.thinking-budget",
				"1024", "qhaigc.chat.server-tools.google-search", "true", "qhaigc.chat.extra-body.labels.team", "a"))
			.allSatisfy((name, value) -> assertThat(properties.getProperty(name)).as(name).hasToString(value));
	}

	@Test
	void writesNoPropertiesIfNoOptionIsSet() {
		assertThat(CodeExamples.of(new ChatRequest("Hi", List.of(), RequestOptions.NONE, null, null, null)).yaml())
			.isEmpty();
	}

}
