package net.qhaigc.samples.mcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.modelcontextprotocol.client.McpClient;

import org.springframework.ai.mcp.customizer.McpClientCustomizer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The model calls tools of three MCP servers: one that is part of this sample, finds the
 * books of a library and uses streamable HTTP, and two that are started with npm as child
 * processes. Without npm, only the first server is used.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ Tour.class, StandInReplies.class })
public class McpSample {

	public static void main(String[] args) throws IOException {
		try (LibraryServer library = LibraryServer.start()) {
			run(library, Npm.isInstalled()).close();
		}
	}

	static ConfigurableApplicationContext run(LibraryServer library, boolean useNpm) throws IOException {
		Path folder = Files.createTempDirectory("mcp-sample").toRealPath();
		Files.writeString(folder.resolve("note.txt"), "The tea house closes at nine.");
		if (!useNpm) {
			System.out.println("npm is not installed. The servers that require it are not used.");
		}
		return new SpringApplicationBuilder(McpSample.class).profiles(useNpm ? "npm" : "no-npm")
			.run("--sample.library=" + library.url(), "--sample.folder=" + folder);
	}

	// tag::timeout[]
	/**
	 * The property {@code request-timeout} does not apply to the initialization of a
	 * server, during which npm may have to download the server.
	 */
	@Bean
	McpClientCustomizer<McpClient.SyncSpec> initializationTimeout() {
		return (name, client) -> client.initializationTimeout(Duration.ofMinutes(3));
	}
	// end::timeout[]

}
