package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcClientAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.chatclient.QhaigcToolCallingAutoConfiguration;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for conversations in MariaDB, with the schema script for MySQL. If MariaDB is not
 * installed, the tests are skipped unless {@code -Dqhaigc.mariadb.required=true} is set.
 */
class MariaDbMemoryTests {

	@TempDir
	private static Path directory;

	private static MariaDb server;

	@AutoClose
	private final QhaigcGateway gateway = QhaigcGateway.start();

	private String database;

	@BeforeAll
	static void startServer() throws Exception {
		server = MariaDb.start(directory);
	}

	@AfterAll
	static void stopServer() {
		if (server != null) {
			server.close();
		}
	}

	@BeforeEach
	void nameDatabase(TestInfo test) {
		this.database = "test" + Integer.toHexString((test.getTestMethod() + test.getDisplayName()).hashCode());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void imagesAndSignaturesSurviveRestarts(boolean streamed) {
		for (int i = 1; i <= 4; i++) {
			this.gateway.reply("版本 " + i + " 🎨").image(image(i)).signature("c2ln");
			String text = "编辑 " + i;
			application().run((context) -> {
				ChatClient client = context.getBean(ChatClient.Builder.class)
					.defaultAdvisors(MessageChatMemoryAdvisor.builder(context.getBean(ChatMemory.class)).build())
					.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "画"))
					.build();
				if (streamed) {
					client.prompt(text).stream().chatResponse().blockLast();
				}
				else {
					client.prompt(text).call().chatResponse();
				}
			});
		}
		assertThat(this.gateway.problems()).isEmpty();
		String last = this.gateway.received().get(3).body();
		assertThat(last).contains("编辑 1", "版本 3 🎨", "\"thoughtSignature\":\"c2ln\"");
		for (int i = 1; i <= 3; i++) {
			assertThat(last).contains(Base64.getEncoder().encodeToString(image(i)));
		}
	}

	@Test
	void distinguishesConversationIdsByCaseAndAccent() {
		application().run((context) -> {
			ChatMemory memory = context.getBean(ChatMemory.class);
			for (String id : List.of("a", "A", "ä", "á", "ß", "ss")) {
				memory.add(id, new UserMessage("I am " + id));
			}
			for (String id : List.of("a", "A", "ä", "á", "ß", "ss")) {
				assertThat(memory.get(id)).extracting(Message::getText).containsExactly("I am " + id);
			}
			assertThat(context.getBean(ChatMemoryRepository.class).findConversationIds()).hasSize(6);
			memory.clear("a");
			assertThat(memory.get("A")).hasSize(1);
		});
	}

	@Test
	void deletesMediaThatNoConversationContains() {
		application().run((context) -> {
			ChatMemory memory = context.getBean(ChatMemory.class);
			JdbcMediaStore store = context.getBean(JdbcMediaStore.class);
			Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(1)));
			memory.add("a", UserMessage.builder().text("Look.").media(photo).build());
			String used = store.put(photo);
			String unused = store.put(new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(2))));
			assertThat(store.deleteUnusedOlderThan(Instant.now().minusSeconds(60))).isZero();
			assertThat(store.deleteUnusedOlderThan(Instant.now().plusSeconds(60))).isEqualTo(1);
			assertThat(store.get(unused)).isNull();
			assertThat(store.get(used)).isNotNull();
			memory.clear("a");
			assertThat(store.get(used)).isNull();
		});
	}

	@Test
	void evictsMessagesAndStoresToolCalls() {
		application().run((context) -> {
			ChatMemory memory = context.getBean(ChatMemory.class);
			for (int i = 0; i < 15; i++) {
				memory.add("a", new UserMessage("Question " + i));
				memory.add("a",
						AssistantMessage.builder()
							.content("Answer " + i)
							.toolCalls(List.of(new ToolCall("c" + i, "function", "weather", "{\"city\":\"杭州\"}")))
							.build());
			}
			assertThat(memory.get("a")).hasSize(20);
			assertThat(memory.get("a").get(19)).isEqualTo(AssistantMessage.builder()
				.content("Answer 14")
				.toolCalls(List.of(new ToolCall("c14", "function", "weather", "{\"city\":\"杭州\"}")))
				.build());
			assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_message", Integer.class)).isEqualTo(20);
		});
	}

	@Test
	void concurrentRequestsCanAddMessages() {
		application().run((context) -> {
			ChatMemory memory = context.getBean(ChatMemory.class);
			ExecutorService executor = Executors.newFixedThreadPool(8);
			try {
				List<Future<?>> writers = new ArrayList<>();
				for (int i = 0; i < 8; i++) {
					int writer = i;
					writers.add(executor.submit(() -> {
						for (int turn = 0; turn < 10; turn++) {
							Media shared = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(turn % 2)));
							memory.add("conversation " + writer % 4,
									UserMessage.builder().text(writer + "." + turn).media(shared).build());
						}
					}));
				}
				for (Future<?> writer : writers) {
					writer.get();
				}
			}
			finally {
				executor.shutdownNow();
			}
			for (int i = 0; i < 4; i++) {
				List<String> texts = memory.get("conversation " + i).stream().map(Message::getText).toList();
				assertThat(texts).doesNotHaveDuplicates().isNotEmpty();
			}
		});
	}

	@Test
	void concurrentRequestsCanStartAndContinueTurns() {
		application().run(ConcurrentTurns::check);
	}

	private ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					QhaigcClientAutoConfiguration.class, QhaigcGeminiChatAutoConfiguration.class,
					QhaigcToolCallingAutoConfiguration.class, QhaigcMemoryAutoConfiguration.class,
					QhaigcJdbcMemoryAutoConfiguration.class, ToolCallingAutoConfiguration.class,
					ChatClientAutoConfiguration.class, ChatMemoryAutoConfiguration.class))
			.withPropertyValues("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey(),
					"qhaigc.model=gemini-3.1-flash-image", "spring.datasource.url=" + server.url(this.database),
					"qhaigc.memory.jdbc.enabled=true", "qhaigc.memory.jdbc.initialize-schema=always");
	}

	private static byte[] image(int number) {
		byte[] image = new byte[100_000];
		new Random(number).nextBytes(image);
		return image;
	}

}
