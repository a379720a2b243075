package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import net.qhaigc.springai.gemini.agent.AgentEvents;
import net.qhaigc.springai.gemini.agent.AgentRun;
import net.qhaigc.springai.gemini.agent.AgentRuns;
import net.qhaigc.springai.gemini.agent.TurnChatMemoryAdvisor;
import net.qhaigc.springai.gemini.agent.TurnStore;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcClientAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.chatclient.QhaigcToolCallingAutoConfiguration;
import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcTurnStore;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an agent that continues after the application was stopped in the middle of
 * the tool loop and restarted.
 */
class AgentRestartTests {

	@AutoClose
	private final QhaigcGateway gateway = QhaigcGateway.start();

	@TempDir
	private Path directory;

	private final Tools tools = new Tools();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void agentContinuesAfterRestart(boolean parallel) {
		for (int round = 0; round < 15; round++) {
			this.gateway.callTool("weather", Map.of("city", "A" + round))
				.callTool("weather", Map.of("city", "B" + round))
				.signature("c2ln");
			if (round == 7) {
				this.gateway.reply("never sent").hang();
			}
		}
		this.gateway.replyStream("It ", "rains.");
		CountDownLatch nineRequests = new CountDownLatch(9);
		this.gateway.onRequest((request) -> nineRequests.countDown());
		ApplicationContextRunner application = application()
			.withPropertyValues("qhaigc.tool-calling.parallel=" + parallel);
		application.run((context) -> {
			context.getBean(AgentRuns.class)
				.start(AgentEvents.of(agent(context).prompt("How is the weather?")
					.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "zhou"))));
			assertThat(nineRequests.await(20, TimeUnit.SECONDS)).isTrue();
		});
		application.run((context) -> {
			TurnStore turns = context.getBean(TurnStore.class);
			AgentRuns runs = context.getBean(AgentRuns.class);
			assertThat(turns.findConversationIds()).containsExactly("zhou");
			continueTurns(agent(context), turns, runs).get(0).attach(null).blockLast(Duration.ofSeconds(20));
			assertThat(context.getBean(ChatMemory.class).get("zhou")).extracting(Message::getText)
				.containsExactly("How is the weather?", "It rains.");
			assertThat(turns.findConversationIds()).isEmpty();
		});
		List<String> expectedCities = new ArrayList<>();
		for (int round = 0; round < 15; round++) {
			expectedCities.addAll(List.of("A" + round, "B" + round));
		}
		assertThat(this.tools.cities).containsExactlyInAnyOrderElementsOf(expectedCities);
		assertThat(this.gateway.received()).hasSize(17);
		assertThat(this.gateway.received().get(9).json().path("contents"))
			.isEqualTo(this.gateway.received().get(8).json().path("contents"));
		assertThat(this.gateway.received().get(16).json().path("contents")).hasSize(31);
		assertThat(this.gateway.problems()).isEmpty();
	}

	@Test
	void usesTurnStoreOfApplication() {
		application()
			.withBean("turns", TurnStore.class,
					() -> new JdbcTurnStore(new DriverManagerDataSource("jdbc:h2:mem:turns"), new InMemoryMediaStore()))
			.run((context) -> assertThat(context).getBeanNames(TurnStore.class).containsExactly("turns"));
	}

	@Test
	void createsNoTurnStoreIfJdbcMemoryIsDisabled() {
		application().withPropertyValues("qhaigc.memory.jdbc.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TurnStore.class));
	}

	// tag::restart[]
	static List<AgentRun> continueTurns(ChatClient agent, TurnStore turns, AgentRuns runs) {
		return turns.findConversationIds()
			.stream()
			.map((conversation) -> runs.start(AgentEvents.of(agent.prompt()
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, conversation)
					.param(TurnChatMemoryAdvisor.CONTINUE_TURN, true)))))
			.toList();
	}
	// end::restart[]

	private ChatClient agent(ApplicationContext context) {
		return agent(context.getBean(ChatClient.Builder.class).defaultTools(this.tools),
				context.getBean(ChatMemory.class), context.getBean(TurnStore.class));
	}

	// tag::store[]
	static ChatClient agent(ChatClient.Builder builder, ChatMemory memory, TurnStore turns) {
		TurnChatMemoryAdvisor advisor = TurnChatMemoryAdvisor.builder(memory)
			.turnStore(turns)
			.repeatableTools("weather", "search")
			.build();
		return builder.defaultAdvisors(advisor).build();
	}
	// end::store[]

	private ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					QhaigcClientAutoConfiguration.class, QhaigcGeminiChatAutoConfiguration.class,
					QhaigcToolCallingAutoConfiguration.class, QhaigcMemoryAutoConfiguration.class,
					QhaigcJdbcMemoryAutoConfiguration.class, ToolCallingAutoConfiguration.class,
					ChatClientAutoConfiguration.class, ChatMemoryAutoConfiguration.class))
			.withBean(AgentRuns.class, () -> AgentRuns.builder().build())
			.withPropertyValues("qhaigc.base-url=" + this.gateway.url(), "qhaigc.api-key=" + this.gateway.apiKey(),
					"qhaigc.model=gemini-3-flash-preview",
					"spring.datasource.url=jdbc:h2:file:" + this.directory.resolve("memory"),
					"spring.datasource.generate-unique-name=false", "qhaigc.memory.jdbc.enabled=true",
					"qhaigc.memory.jdbc.initialize-schema=always");
	}

	private static final class Tools {

		private final List<String> cities = Collections.synchronizedList(new ArrayList<>());

		@Tool
		String weather(String city) {
			this.cities.add(city);
			return "rain in " + city;
		}

	}

}
