package net.qhaigc.springai.gemini.test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import net.qhaigc.springai.gemini.test.junit.QhaigcGatewayExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends requests to the gateway with Google's client for Node. The check is not part of
 * the regular build, because it requires Node, and the npm package {@code @google/genai}
 * in the folder that the system property {@code node.folder} specifies.
 */
@ExtendWith(QhaigcGatewayExtension.class)
class NodeSdkCheck {

	@Test
	void nodeClientReceivesReplyAndStreamAndToolCall(QhaigcGateway gateway) throws Exception {
		gateway.reply("RAG works in three steps.").usage(18, 76, 94);
		gateway.replyStream("Hello", " world");
		gateway.callTool("getWeather", Map.of("city", "Hangzhou"));
		gateway.reply("It is raining in Hangzhou.");

		assertThat(run("google-genai.mjs", gateway.url(), gateway.apiKey())).isEqualTo("""
				RAG works in three steps. 94
				Hello| world
				It is raining in Hangzhou.
				""");
	}

	private static String run(String script, String... arguments) throws Exception {
		Path folder = Path.of(System.getProperty("node.folder"));
		Path copy = folder.resolve(script);
		Files.writeString(copy, Files.readString(Path.of("src/test/node", script)));
		ProcessBuilder builder = new ProcessBuilder("node", copy.getFileName().toString());
		builder.command().addAll(List.of(arguments));
		Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
