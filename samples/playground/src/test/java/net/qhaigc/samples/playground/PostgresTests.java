package net.qhaigc.samples.playground;

import java.net.ConnectException;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.MimeTypeUtils;

import net.qhaigc.springai.gemini.agent.TurnEntry;
import net.qhaigc.springai.gemini.agent.TurnStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the profile {@code postgres} with the PostgreSQL server whose address the
 * profile configures. If the server is not available, the tests are skipped, or fail if
 * {@code -Dqhaigc.postgres.required=true} is set.
 */
class PostgresTests {

	@Test
	void keepsConversationsAfterRestart() {
		String id = UUID.randomUUID().toString();
		Media photo = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] { 1, 2, 3 }));
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBean(JdbcClient.class).sql("SELECT version()").query(String.class).single())
				.startsWith("PostgreSQL");
			context.getBean(ChatMemory.class)
				.add(id, List.of(UserMessage.builder().text("Are you there? 在吗？").media(photo).build(),
						new AssistantMessage("Yes. 在。")));
		}
		try (ConfigurableApplicationContext context = start()) {
			ConversationRepository conversations = context.getBean(ConversationRepository.class);
			conversations.move(id, "Tests");
			assertThat(conversations.findAll().get(0))
				.isEqualTo(new ConversationRepository.Summary(id, "Are you there? 在吗？", null, "Tests"));
			assertThat(conversations.findEntries(id)).containsExactly(
					new ConversationRepository.Entry(true, "Are you there? 在吗？", List.of("image/png")),
					new ConversationRepository.Entry(false, "Yes. 在。", List.of()));

			conversations.delete(id);

			assertThat(conversations.findEntries(id)).isEmpty();
		}
	}

	@Test
	void takesOverTurnAfterRestart() {
		String id = UUID.randomUUID().toString();
		TurnEntry entry = new TurnEntry(TurnEntry.Kind.REQUEST, new UserMessage("Are you there? 在吗？"));
		try (ConfigurableApplicationContext context = start()) {
			context.getBean(TurnStore.class).start(id, "first", List.of(entry));
			assertThat(context.getBean(TurnStore.class).append(id, "first", List.of(entry))).isTrue();
		}
		try (ConfigurableApplicationContext context = start()) {
			TurnStore turns = context.getBean(TurnStore.class);
			assertThat(turns.findConversationIds()).contains(id);
			assertThat(turns.takeOver(id, "second")).containsExactly(entry, entry);
			assertThat(turns.append(id, "first", List.of(entry))).isFalse();

			turns.delete(id);

			assertThat(turns.takeOver(id, "third")).isEmpty();
		}
	}

	private static ConfigurableApplicationContext start() {
		try {
			return new SpringApplicationBuilder(PlaygroundApplication.class).profiles("postgres")
				.run("--server.port=0", "--qhaigc.api-key=a-key",
						"--spring.datasource.hikari.initialization-fail-timeout=1");
		}
		catch (RuntimeException ex) {
			if (NestedExceptionUtils.getMostSpecificCause(ex) instanceof ConnectException
					&& !Boolean.getBoolean("qhaigc.postgres.required")) {
				Assumptions.abort("PostgreSQL is not available: see docs/playground.md");
			}
			throw ex;
		}
	}

}
