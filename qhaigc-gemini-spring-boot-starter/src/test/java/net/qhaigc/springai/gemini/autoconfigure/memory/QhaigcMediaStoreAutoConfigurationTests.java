package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcClientAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.media.FileMediaStore;
import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMessageRepository;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcMediaStoreAutoConfiguration}.
 */
class QhaigcMediaStoreAutoConfigurationTests {

	private static final byte[] IMAGE = { 1, 2, 3 };

	@AutoClose
	private final QhaigcGateway gateway = QhaigcGateway.start();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void modelsShareMediaOfConversation(boolean streamed) {
		application()
			.withPropertyValues("qhaigc.models.painter.model=gemini-3.1-flash-image",
					"qhaigc.models.critic.model=gemini-3.5-flash")
			.run((context) -> {
				this.gateway.image(IMAGE).signature("c2ln");
				this.gateway.reply("Beautiful.");
				send(context, "painter", "Paint.", streamed);
				send(context, "critic", "How is it?", streamed);
				assertThat(this.gateway.received().get(1).json().path("contents").findValuesAsString("data"))
					.containsExactly(Base64.getEncoder().encodeToString(IMAGE));
				assertThat(context.getBean(MediaStore.class)).isInstanceOf(InMemoryMediaStore.class);
			});
	}

	@Test
	void limitsSizeOfInMemoryStore() {
		application().withPropertyValues("qhaigc.media-store.max-size=3B").run((context) -> {
			MediaStore store = context.getBean(MediaStore.class);
			String first = store.put(media(1));
			String second = store.put(media(2));
			assertThat(store.get(first)).isNull();
			assertThat(store.get(second)).isNotNull();
		});
	}

	@Test
	void storesMediaInFiles() {
		Path files = this.directory.resolve("a/b");
		this.gateway.image(IMAGE).signature("c2ln");
		application().withPropertyValues("qhaigc.model=gemini-3.1-flash-image", "qhaigc.media-store.directory=" + files)
			.run((context) -> {
				assertThat(context.getBean(MediaStore.class)).isInstanceOf(FileMediaStore.class);
				send(context, "qhaigcGeminiChatModel", "Paint.", true);
				assertThat(files).isDirectoryContaining((file) -> hasContent(file, IMAGE));
			});
	}

	@Test
	void storesMessagesInDatabaseAndMediaInFiles() {
		withDatabase()
			.withPropertyValues("qhaigc.memory.jdbc.enabled=true", "qhaigc.media-store.directory=" + this.directory)
			.run((context) -> {
				assertThat(context).hasSingleBean(JdbcMessageRepository.class).doesNotHaveBean(JdbcMediaStore.class);
				assertThat(context.getBean(MediaStore.class)).isInstanceOf(FileMediaStore.class);
			});
	}

	@Test
	void storesOnlyMediaInDatabase() {
		withDatabase().withPropertyValues("qhaigc.media-store.type=jdbc").run((context) -> {
			MediaStore store = context.getBean(MediaStore.class);
			assertThat(store).isInstanceOf(JdbcMediaStore.class);
			assertThat(context.getBean(ChatMemoryRepository.class)).isInstanceOf(InMemoryChatMemoryRepository.class);
			assertThat(store.get(store.put(media(1)))).isNotNull();
		});
	}

	@Test
	void deletesOldFilesAtStartup() throws Exception {
		FileMediaStore store = new FileMediaStore(this.directory);
		String old = store.put(media(1));
		String recent = store.put(media(2));
		Files.setLastModifiedTime(this.directory.resolve(old), FileTime.from(Instant.now().minusSeconds(90_000)));
		application()
			.withPropertyValues("qhaigc.media-store.directory=" + this.directory, "qhaigc.media-store.max-age=1d")
			.run((context) -> {
				Awaitility.await().until(() -> store.get(old) == null);
				assertThat(store.get(recent)).isNotNull();
			});
		Awaitility.await()
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain("qhaigc-media-cleanup"));
	}

	@Test
	void deletesOldUnusedMediaFromDatabaseAtStartup() {
		withDatabase().withPropertyValues("qhaigc.memory.jdbc.enabled=true").run((context) -> {
			context.getBean(MediaStore.class).put(media(1));
			new JdbcTemplate(context.getBean(DataSource.class))
				.execute("UPDATE qhaigc_chat_media SET stored_at = DATEADD('DAY', -2, stored_at)");
			context.getBean(MediaStore.class).put(media(2));
		});
		withDatabase().withPropertyValues("qhaigc.memory.jdbc.enabled=true", "qhaigc.media-store.max-age=1d")
			.run((context) -> {
				JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
				Awaitility.await()
					.until(() -> jdbc.queryForObject("SELECT COUNT(*) FROM qhaigc_chat_media", Integer.class) == 1);
			});
	}

	@Test
	void usesMediaStoreOfApplication() {
		application().withBean(InMemoryMediaStore.class)
			.withPropertyValues("qhaigc.media-store.directory=" + this.directory)
			.run((context) -> assertThat(context).hasSingleBean(MediaStore.class)
				.hasSingleBean(InMemoryMediaStore.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					type=files                 | qhaigc.media-store.type is 'files', but qhaigc.media-store.directory is not set.
					type=memory,directory=a    | qhaigc.media-store.directory has no effect on a store of the type 'memory'.
					directory=a,max-size=1MB   | qhaigc.media-store.max-size has no effect on a store of the type 'files'.
					max-age=1d                 | qhaigc.media-store.max-age has no effect on a store of the type 'memory'.
					max-size=0                 | qhaigc.media-store.max-size is 0B but must be positive.
					directory=a,max-age=-1d    | qhaigc.media-store.max-age is PT-24H but must be positive.
					directory=/dev/null/media  | qhaigc.media-store.directory is '/dev/null/media', which is not a writable directory.
					""")
	void rejectsInvalidProperties(String properties, String message) {
		ApplicationContextRunner application = application();
		for (String property : properties.split(",")) {
			application = application.withPropertyValues("qhaigc.media-store." + property);
		}
		application.run((context) -> assertThat(rootCause(context.getStartupFailure())).hasMessage(message));
	}

	@ParameterizedTest
	@CsvSource({ "qhaigc.media-store.type=jdbc", "qhaigc.memory.jdbc.enabled=true" })
	void failsToStartIfSpringJdbcIsMissing(String property) {
		application().withClassLoader(new FilteredClassLoader(JdbcTemplate.class))
			.withPropertyValues(property)
			.run((context) -> assertThat(rootCause(context.getStartupFailure()))
				.hasMessage(property + " requires spring-boot-starter-jdbc, which is not on the classpath."));
	}

	private static Throwable rootCause(Throwable failure) {
		return NestedExceptionUtils.getMostSpecificCause(failure);
	}

	private ApplicationContextRunner withDatabase() {
		return application().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:file:" + this.directory.resolve("memory"),
					"spring.datasource.generate-unique-name=false", "qhaigc.memory.jdbc.initialize-schema=always");
	}

	private ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(QhaigcClientAutoConfiguration.class,
					QhaigcGeminiChatAutoConfiguration.class, QhaigcMediaStoreAutoConfiguration.class,
					QhaigcJdbcMemoryAutoConfiguration.class, ChatMemoryAutoConfiguration.class))
			.withPropertyValues("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey());
	}

	private static void send(ApplicationContext context, String model, String text, boolean streamed) {
		ChatClient.ChatClientRequestSpec request = ChatClient.create(context.getBean(model, ChatModel.class))
			.prompt(text)
			.advisors(MessageChatMemoryAdvisor.builder(context.getBean(ChatMemory.class)).build())
			.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "painting"));
		if (streamed) {
			request.stream().chatResponse().blockLast();
		}
		else {
			request.call().chatResponse();
		}
	}

	private static boolean hasContent(Path file, byte[] content) {
		try {
			return Arrays.equals(Files.readAllBytes(file), content);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Media media(int number) {
		return new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, (byte) number }));
	}

}
