package net.qhaigc.samples.mcp;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * An MCP server with the streamable HTTP transport. It runs as a separate application in
 * the JVM of the sample, and listens on a free port of the loopback address.
 */
record LibraryServer(ConfigurableApplicationContext context) implements AutoCloseable {

	static LibraryServer start() {
		return new LibraryServer(
				new SpringApplicationBuilder(LibraryApplication.class).properties("spring.config.name=library-server")
					.run());
	}

	String url() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Library.class)
	static class LibraryApplication {

	}

}
