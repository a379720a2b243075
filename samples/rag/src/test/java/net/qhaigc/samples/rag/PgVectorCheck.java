package net.qhaigc.samples.rag;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.pgvector.PgVectorStore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the sample with the profile {@code postgres}. The regular build does not run this
 * check, since it requires Node and the npm packages {@code @electric-sql/pglite},
 * {@code @electric-sql/pglite-socket} and {@code @electric-sql/pglite-pgvector}, which
 * contain PostgreSQL with pgvector, compiled to WebAssembly. The system property
 * {@code node.folder} names the folder in which the packages are installed.
 */
class PgVectorCheck {

	private static final String SERVER = "node_modules/@electric-sql/pglite-socket/dist/scripts/server.js";

	@Test
	void citesPassageThatIsStoredInPostgres() throws IOException {
		int port = freePort();
		Process postgres = startPostgres(port);
		try {
			assertAnswer(port);
			// The table still exists when the application starts again.
			assertAnswer(port);
		}
		finally {
			postgres.destroy();
		}
	}

	private static void assertAnswer(int port) {
		try (ConfigurableApplicationContext application = start(port)) {
			Answer answer = application.getBean(HandbookAssistant.class)
				.answer("How many working days does the refund of a ticket take?");

			assertThat(answer.text())
				.isEqualTo("The refund arrives on the original card within nine working days. [1]");
			assertThat(answer.sources()).extracting(Answer.Source::title).containsExactly("Refunds");
			assertThat(application.getBean(VectorStore.class)).isInstanceOf(PgVectorStore.class);
			assertThat(application.getBean(JdbcTemplate.class)
				.queryForList("SELECT metadata->>'title' FROM vector_store", String.class)).doesNotHaveDuplicates()
				.contains("Refunds", "Bicycles");
		}
	}

	/**
	 * Start the sample with one connection and without prepared statements, because all
	 * connections to PGlite share one session.
	 */
	private static ConfigurableApplicationContext start(int port) {
		return new SpringApplicationBuilder(RagSample.class).profiles("postgres")
			.run("--qhaigc.stand-in=true", "--qhaigc.api-key=",
					"--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0",
					"--spring.datasource.username=postgres", "--spring.datasource.password=postgres",
					"--spring.datasource.hikari.maximum-pool-size=1");
	}

	private static Process startPostgres(int port) throws IOException {
		Process process = new ProcessBuilder("node", SERVER, "--port=" + port, "--max-connections=2",
				"--extensions=@electric-sql/pglite-pgvector:vector,hstore,uuid_ossp")
			.directory(new File(System.getProperty("node.folder")))
			.redirectErrorStream(true)
			.start();
		BufferedReader output = process.inputReader();
		String line = output.readLine();
		while (line != null && !line.contains("listening")) {
			line = output.readLine();
		}
		assertThat(line).as("PostgreSQL has started").isNotNull();
		return process;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
