package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.chat.memory.repository.jdbc.autoconfigure.JdbcChatMemoryRepositoryAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcClientAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.chatclient.QhaigcToolCallingAutoConfiguration;
import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMessageRepository;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcJdbcMemoryAutoConfiguration}: a {@code ChatClient} continues
 * conversations with images after restarts of the application.
 */
class JdbcMemoryTests {

	private static final int IMAGE_SIZE = 200_000;

	@AutoClose
	private final QhaigcGateway gateway = QhaigcGateway.start();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void tenTurnsOfImageEditingSurviveRestarts(boolean streamed) {
		List<byte[]> images = new ArrayList<>();
		for (int i = 1; i <= 10; i++) {
			byte[] image = image(i);
			images.add(image);
			this.gateway.reply("Version " + i + ".").image(image).signature(signature(i));
			String text = "Edit " + i;
			application().run((context) -> send(context, text, streamed));
		}
		List<JsonNode> contents = contents(9);
		assertThat(contents).hasSize(19);
		assertThat(images(contents)).containsExactly(base64(images.get(6)), base64(images.get(7)),
				base64(images.get(8)));
		assertThat(contents.get(17).path("parts")).map((part) -> part.path("thoughtSignature").asString(""))
			.containsExactly("", signature(9));
		assertThat(contents.get(1)).hasToString("""
				{"role":"model","parts":[{"text":"Version 1."},\
				{"text":"[There was an image here. It is from an earlier turn and is not included again.]"}]}""");
		assertThat(this.gateway.received())
			.allSatisfy((request) -> assertThat(request.body()).hasSizeLessThan(4 * IMAGE_SIZE * 3 / 2));
		application().run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			assertThat(jdbc.queryForList("SELECT content FROM qhaigc_chat_message", String.class)).hasSize(20)
				.allSatisfy((row) -> assertThat(row).hasSizeLessThan(1_000));
			assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_media", Integer.class)).isEqualTo(10);
			assertThat(context.getBean(ChatMemory.class).get("painting")).element(19)
				.satisfies((message) -> assertThat(((AssistantMessage) message).getMedia().get(0).getDataAsByteArray())
					.isEqualTo(images.get(9)));
		});
	}

	@Test
	void sendsUserImageAgainAfterRestart() {
		this.gateway.reply("A cat.");
		this.gateway.reply("Grey.");
		Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(1)));
		application().run((context) -> client(context).prompt()
			.messages(UserMessage.builder().text("What is this?").media(photo).build())
			.call()
			.content());
		application().run((context) -> send(context, "Its colour?", true));
		assertThat(images(contents(1))).containsExactly(base64(image(1)));
	}

	@Test
	void deletesMediaWithLastConversationThatContainsIt() {
		application().run((context) -> {
			ChatMemory memory = context.getBean(ChatMemory.class);
			MediaStore store = context.getBean(MediaStore.class);
			Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(1)));
			UserMessage message = UserMessage.builder().text("Look.").media(photo).build();
			memory.add("a", message);
			memory.add("b", message);
			String reference = store.put(photo);
			memory.clear("a");
			assertThat(store.get(reference)).isNotNull();
			memory.clear("b");
			assertThat(store.get(reference)).isNull();
			assertThat(context.getBean(ChatMemoryRepository.class).findConversationIds()).isEmpty();
		});
	}

	@Test
	void storesMediaAgainIfConcurrentRequestDeletesIt() {
		application().run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			MediaStore store = context.getBean(MediaStore.class);
			TransactionOperations transactions = new TransactionOperations() {

				@Override
				public <T> T execute(TransactionCallback<T> action) {
					T result = action.doInTransaction(new SimpleTransactionStatus());
					jdbc.update("DELETE FROM qhaigc_chat_media");
					return result;
				}

			};
			Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(image(1)));
			new JdbcMessageRepository(jdbc, transactions, store).saveAll("a",
					List.of(UserMessage.builder().text("Look.").media(photo).build()));
			UserMessage restored = (UserMessage) context.getBean(ChatMemory.class).get("a").get(0);
			assertThat(restored.getMedia().get(0).getDataAsByteArray()).isEqualTo(image(1));
			String reference = store.put(photo);
			store.delete(reference);
			assertThat(store.get(reference)).as("media of a conversation").isNotNull();
		});
	}

	@Test
	void deletesMediaOfEvictedMessages() {
		application().run((context) -> {
			ChatMemory memory = context.getBean(ChatMemory.class);
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			for (int i = 0; i < 25; i++) {
				Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { (byte) i }));
				memory.add("a", UserMessage.builder().text("Photo " + i).media(photo).build());
				memory.add("a", new AssistantMessage("Seen " + i));
			}
			assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_media", Integer.class)).isEqualTo(10);
			assertThat(memory.get("a")).hasSize(20).first().extracting("text").isEqualTo("Photo 15");
			assertThat(jdbc.queryForObject("SELECT MIN(sequence_id) FROM qhaigc_chat_message", Integer.class))
				.as("unchanged messages are not written again")
				.isEqualTo(30);
		});
	}

	@Test
	void repositoryTakesPrecedenceOverJdbcRepositoryOfSpringAi() {
		application()
			.withConfiguration(AutoConfigurations.of(JdbcTemplateAutoConfiguration.class,
					JdbcChatMemoryRepositoryAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(ChatMemoryRepository.class))
				.isInstanceOf(JdbcMessageRepository.class));
	}

	@Test
	void usesInMemoryRepositoryIfJdbcMemoryIsDisabled() {
		application().withPropertyValues("qhaigc.memory.jdbc.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(JdbcMediaStore.class).doesNotHaveBean(JdbcMessageRepository.class);
			assertThat(context.getBean(ChatMemoryRepository.class)).isInstanceOf(InMemoryChatMemoryRepository.class);
		});
	}

	@Test
	void usesMediaStoreOfApplication() {
		application().withBean(InMemoryMediaStore.class)
			.run((context) -> assertThat(context).doesNotHaveBean(JdbcMediaStore.class));
	}

	@Test
	void createsNoTablesIfInitializeSchemaIsNever() {
		application().withPropertyValues("qhaigc.memory.jdbc.initialize-schema=never")
			.run((context) -> assertThat(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForList("SELECT * FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'QHAIGC%'")).isEmpty());
	}

	@Test
	void failsToStartWithoutDatabase() {
		applicationWithoutDatabase().withPropertyValues("qhaigc.memory.jdbc.enabled=true")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(ConfigurationException.class)
				.hasMessageContaining("but there is no DataSource bean"));
	}

	@Test
	void warnsIfRepositoryStoresTextOnly() {
		assertThat(warnings(application()
			.withConfiguration(AutoConfigurations.of(JdbcTemplateAutoConfiguration.class,
					JdbcChatMemoryRepositoryAutoConfiguration.class))
			.withPropertyValues("qhaigc.memory.jdbc.enabled=false", "qhaigc.chat.media-in-metadata=copy")))
			.singleElement()
			.asString()
			.startsWith("qhaigc.chat.media-in-metadata=copy has no effect: the chat memory repository "
					+ "JdbcChatMemoryRepository");
	}

	/**
	 * Return the warnings of an application. The log level is set because another test
	 * may have changed that of the root logger.
	 */
	private static List<String> warnings(ApplicationContextRunner application) {
		Logger logger = (Logger) LoggerFactory.getLogger("net.qhaigc.springai.gemini");
		Level level = logger.getLevel();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.setLevel(Level.WARN);
		logger.addAppender(log);
		try {
			application.run((context) -> assertThat(context).hasNotFailed());
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(level);
		}
		return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Test
	void doesNotWarnIfRepositoryStoresMetadata() {
		assertThat(warnings(application().withPropertyValues("qhaigc.chat.media-in-metadata=copy"))).isEmpty();
	}

	@Test
	void concurrentRequestsCanStartAndContinueTurns() {
		application().run(ConcurrentTurns::check);
	}

	private ApplicationContextRunner application() {
		return applicationWithoutDatabase().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:file:" + this.directory.resolve("memory"),
					"spring.datasource.generate-unique-name=false", "qhaigc.memory.jdbc.enabled=true",
					"qhaigc.memory.jdbc.initialize-schema=always");
	}

	private ApplicationContextRunner applicationWithoutDatabase() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(QhaigcClientAutoConfiguration.class, QhaigcGeminiChatAutoConfiguration.class,
							QhaigcToolCallingAutoConfiguration.class, QhaigcMemoryAutoConfiguration.class,
							QhaigcJdbcMemoryAutoConfiguration.class, ToolCallingAutoConfiguration.class,
							ChatClientAutoConfiguration.class, ChatMemoryAutoConfiguration.class))
			.withPropertyValues("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey(),
					"qhaigc.model=gemini-3.1-flash-image");
	}

	private static ChatClient client(ApplicationContext context) {
		return context.getBean(ChatClient.Builder.class)
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(context.getBean(ChatMemory.class)).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "painting"))
			.build();
	}

	private static void send(ApplicationContext context, String text, boolean streamed) {
		if (streamed) {
			client(context).prompt(text).stream().chatResponse().blockLast();
		}
		else {
			client(context).prompt(text).call().chatResponse();
		}
	}

	private List<JsonNode> contents(int requestIndex) {
		return List.copyOf(this.gateway.received().get(requestIndex).json().path("contents").values());
	}

	private static List<String> images(List<JsonNode> contents) {
		return contents.stream()
			.flatMap((content) -> content.path("parts").valueStream())
			.filter((part) -> part.has("inlineData"))
			.map((part) -> part.path("inlineData").path("data").asString())
			.toList();
	}

	private static byte[] image(int number) {
		byte[] image = new byte[IMAGE_SIZE];
		new Random(number).nextBytes(image);
		return image;
	}

	private static String signature(int number) {
		return base64(("signature " + number).getBytes());
	}

	private static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

}
