package net.qhaigc.springai.gemini.agent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentEvents} through {@code ChatClient}.
 */
class AgentEventsTests extends AgentTestSupport {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final Tools tools = new Tools();

	@Test
	void emitsEventsOfTurnInOrder() {
		this.gateway.thinking("I will look it up.")
			.callTool("weather", Map.of("city", "Hangzhou"))
			.id("c1")
			.usage(10, 2, 12);
		this.gateway.replyStream("It ", "rains.").usage(20, 3, 23);
		assertThat(json(AgentEvents.of(request()))).isEqualTo("""
				{"type":"round","number":1}
				{"type":"thought","text":"I will look it up."}
				{"type":"usage","promptTokens":10,"completionTokens":2,"totalTokens":12}
				{"type":"tool-started","id":"c1","name":"weather","arguments":"{\\"city\\":\\"Hangzhou\\"}"}
				{"type":"tool-finished","id":"c1","name":"weather","result":"\\"rain\\"","failed":false}
				{"type":"round","number":2}
				{"type":"text","text":"It "}
				{"type":"text","text":"rains."}
				{"type":"usage","promptTokens":20,"completionTokens":3,"totalTokens":23}
				{"type":"end","finishReason":"STOP","usage":{"type":"usage","promptTokens":30,"completionTokens":5,\
				"totalTokens":35}}
				""");
	}

	@Test
	void emitsEventsForCodeMediaAndSources() {
		this.gateway.replyEvents("""
				{"candidates": [{"content": {"role": "model", "parts": [
				  {"executableCode": {"language": "PYTHON", "code": "print(1)"}},
				  {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1"}}]}}]}""", """
				{"candidates": [{"content": {"role": "model", "parts": [
				  {"inlineData": {"mimeType": "image/png", "data": "iVBO"}}]}}]}""", """
				{"candidates": [{"content": {"role": "model", "parts": [{"text": "One."}]}, "finishReason": "STOP",
				  "groundingMetadata": {"groundingChunks": [
				    {"web": {"uri": "https://a.example", "title": "A"}},
				    {"web": {"uri": "https://a.example", "title": "A"}}]}}]}""");
		assertThat(json(AgentEvents.of(request())).lines().filter((line) -> !line.contains("usage"))).containsOnlyOnce(
				"{\"type\":\"code-started\",\"language\":\"PYTHON\",\"code\":\"print(1)\"}",
				"{\"type\":\"code-finished\",\"outcome\":\"OUTCOME_OK\",\"output\":\"1\"}",
				"{\"type\":\"media\",\"mimeType\":\"image/png\",\"data\":\"iVBO\"}",
				"{\"type\":\"text\",\"text\":\"One.\"}",
				"{\"type\":\"source\",\"url\":\"https://a.example\",\"title\":\"A\"}");
	}

	@Test
	void emitsEachSearchQueryOnce() {
		this.gateway.replyEvents("""
				{"candidates": [{"content": {"role": "model", "parts": [
				  {"toolCall": {"toolType": "GOOGLE_SEARCH_WEB", "args": {"queries": ["lake"]}, "id": "s1"}}]}}]}""",
				"""
						{"candidates": [{"content": {"role": "model", "parts": [{"text": "In "}]},
						  "groundingMetadata": {"webSearchQueries": ["lake", "lake city"]}}]}""",
				"""
						{"candidates": [{"content": {"role": "model", "parts": [{"text": "Hangzhou."}]}, "finishReason": "STOP",
						  "groundingMetadata": {"webSearchQueries": ["lake", "lake city", "west lake"]}}]}""");
		assertThat(json(AgentEvents.of(request())).lines().filter((line) -> !line.contains("usage"))).containsExactly(
				"{\"type\":\"round\",\"number\":1}", "{\"type\":\"search\",\"query\":\"lake\"}",
				"{\"type\":\"search\",\"query\":\"lake city\"}", "{\"type\":\"text\",\"text\":\"In \"}",
				"{\"type\":\"text\",\"text\":\"Hangzhou.\"}", "{\"type\":\"search\",\"query\":\"west lake\"}",
				"{\"type\":\"end\",\"finishReason\":\"STOP\"}");
	}

	@Test
	void eventsOfParallelToolCallsHaveIdsOfTheirCalls() {
		this.gateway.callTool("weather", Map.of("city", "A"))
			.id("c1")
			.callTool("weather", Map.of("city", "B"))
			.id("c2")
			.callTool("weather", Map.of("city", "A"))
			.id("c3");
		this.gateway.reply("Rain.");
		ToolCallingManager manager = ParallelToolCallingManager.builder(ToolCallingManager.builder().build()).build();
		List<AgentEvent> events = AgentEvents.of(chat(manager).prompt("Go.").tools(this.tools)).collectList().block();
		assertThat(events).filteredOn(AgentEvent.ToolStarted.class::isInstance)
			.map(AgentEvent.ToolStarted.class::cast)
			.extracting((event) -> event.id() + event.arguments())
			.containsExactlyInAnyOrder("c1{\"city\":\"A\"}", "c2{\"city\":\"B\"}", "c3{\"city\":\"A\"}");
		assertThat(events).filteredOn(AgentEvent.ToolFinished.class::isInstance)
			.map(AgentEvent.ToolFinished.class::cast)
			.extracting(AgentEvent.ToolFinished::id)
			.containsExactlyInAnyOrder("c1", "c2", "c3");
	}

	@Test
	void emitsEventsForFailedToolsAndUnknownTools() {
		this.gateway.callTool("fail", Map.of("city", "A")).id("c1");
		this.gateway.callTool("wether", Map.of("city", "A")).id("c2").unchecked();
		this.gateway.reply("I do not know.");
		ChatClient chat = chat(BoundedToolCallingAdvisor.builder().failuresAsResults(true));
		assertThat(json(AgentEvents.of(chat.prompt("Go.").tools(this.tools)))).contains("""
				{"type":"tool-finished","id":"c1","name":"fail","result":"no such city","failed":true}
				""", """
				{"type":"tool-started","id":"c2","name":"wether","arguments":"{\\"city\\":\\"A\\"}"}
				{"type":"tool-finished","id":"c2","name":"wether","result":"There is no tool 'wether'. \
				The available tools are: echo, fail, hang, large, user, weather","failed":true}
				{"type":"round","number":3}
				""");
	}

	@Test
	void shortensLongToolResultsInEvents() {
		this.gateway.callTool("large", Map.of("city", "A"));
		this.gateway.reply("Done.");
		List<AgentEvent> events = AgentEvents.builder()
			.maxResultLength(3)
			.build()
			.stream(request())
			.collectList()
			.block();
		assertThat(events).filteredOn(AgentEvent.ToolFinished.class::isInstance)
			.map((event) -> ((AgentEvent.ToolFinished) event).result())
			.containsExactly("\"xx…");
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result").get(0)).hasSize(2_000_000);
	}

	@Test
	void doesNotSplitSurrogatePairWhenShorteningToolResult() {
		this.gateway.callTool("echo", Map.of("city", "ab😀"));
		this.gateway.reply("Done.");
		assertThat(json(AgentEvents.builder().maxResultLength(4).build().stream(request()))).contains("\"ab…\"");
	}

	@Test
	void endsWithFailureIfStreamIsIncomplete() {
		this.gateway.replyStream("It ", "rains.").closeAfter(1);
		List<AgentEvent> events = AgentEvents.of(request()).collectList().block();
		assertThat(events).hasSizeGreaterThan(2).contains(new AgentEvent.Text("It "));
		assertThat(events.get(events.size() - 1)).isInstanceOfSatisfying(AgentEvent.End.class, (end) -> {
			assertThat(end.finishReason()).isEqualTo("failed");
			assertThat(end.error()).isEqualTo("The response is incomplete.");
			assertThat(end.failure()).isNotNull();
			assertThat(JsonMapper.shared().writeValueAsString(end)).doesNotContain("failure");
		});
	}

	@Test
	void printsTextAndToolCalls() {
		this.gateway.callTool("weather", Map.of("city", "Hangzhou"));
		this.gateway.replyStream("It ", "rains.");
		ChatClient chat = chat();
		StringBuilder output = new StringBuilder();
		// tag::events[]
		Flux<AgentEvent> events = AgentEvents.of(chat.prompt("How is the weather?").tools(this.tools));
		events.doOnNext((event) -> {
			if (event instanceof AgentEvent.Text text) {
				output.append(text.text());
			}
			else if (event instanceof AgentEvent.ToolStarted tool) {
				output.append("[%s %s]".formatted(tool.name(), tool.arguments()));
			}
			else if (event instanceof AgentEvent.End end && end.failure() != null) {
				output.append(end.error());
			}
		}).blockLast();
		// end::events[]
		assertThat(output).hasToString("""
				[weather {"city":"Hangzhou"}]It rains.""");
	}

	@Test
	void readsEventFromJson() {
		AgentEvent event = new AgentEvent.ToolStarted("c1", "weather", "{}");
		JsonMapper mapper = JsonMapper.shared();
		assertThat(mapper.readValue(mapper.writeValueAsString(event), AgentEvent.class)).isEqualTo(event);
	}

	@Test
	void interruptsToolIfTurnIsCancelled() throws InterruptedException {
		this.gateway.callTool("hang", Map.of("city", "A"));
		Disposable turn = AgentEvents.of(request()).subscribe();
		assertThat(this.tools.hanging.await(20, TimeUnit.SECONDS)).isTrue();
		turn.dispose();
		Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> assertThat(this.tools.interruptions.get()).isEqualTo(1));
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void cancelsRequestToModelIfTurnIsCancelled() {
		this.gateway.replyStream("It ", "rains.").hangAfter(1);
		AgentEvents.of(request()).takeUntil(AgentEvent.Text.class::isInstance).blockLast(TIMEOUT);
		assertThat(this.gateway.awaitCancelled(TIMEOUT)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toolsHaveThreadLocalsOfSubscriber(boolean parallel) {
		this.gateway.callTool("user", Map.of("city", "A")).callTool("user", Map.of("city", "B"));
		this.gateway.reply("Done.");
		ToolCallingManager manager = ToolCallingManager.builder().build();
		ChatClient chat = chat(parallel ? ParallelToolCallingManager.builder(manager).build() : manager);
		asUser("zhou", () -> AgentEvents.of(chat.prompt("Go.").tools(this.tools)).blockLast());
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("zhou", "zhou");
	}

	@Test
	void toolsOfStreamWithoutAgentEventsHaveThreadLocalsIfContextPropagationIsAutomatic() {
		this.gateway.callTool("user", Map.of("city", "A"));
		this.gateway.reply("Done.");
		Hooks.enableAutomaticContextPropagation();
		try {
			asUser("zhou", () -> request().stream().content().blockLast());
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
		assertThat(this.gateway.received().get(1).json().findValuesAsString("result")).containsExactly("zhou");
	}

	private static void asUser(String name, Runnable action) {
		SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(name, null));
		try {
			action.run();
		}
		finally {
			SecurityContextHolder.clearContext();
		}
	}

	@Test
	void failsIfToolLoopIsOutsideAgentEventsAdvisor() {
		ChatClient chat = chat(
				BoundedToolCallingAdvisor.builder().advisorOrder(ToolCallingAdvisor.DEFAULT_ORDER - 200));
		AgentEvent end = AgentEvents.of(chat.prompt("Go.").tools(this.tools)).blockLast();
		assertThat(((AgentEvent.End) end).failure()).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("spring.ai.chat.client.tool-calling.advisor-order");
	}

	@Test
	void emitsEventsForChatModelOfAnotherProvider() {
		ChatModel model = new ScriptedModel();
		ChatClient chat = ChatClient.builder(model).build();
		assertThat(json(AgentEvents.of(chat.prompt("Go.")))).isEqualTo("""
				{"type":"round","number":1}
				{"type":"text","text":"Hello."}
				{"type":"end","finishReason":"stop"}
				""");
	}

	private ChatClient.ChatClientRequestSpec request() {
		return chat().prompt("How is the weather?").tools(this.tools);
	}

	private static String json(Flux<AgentEvent> events) {
		return events.map(JsonMapper.shared()::writeValueAsString)
			.collect(Collectors.joining("\n", "", "\n"))
			.block(TIMEOUT);
	}

	static class Tools {

		private final CountDownLatch hanging = new CountDownLatch(1);

		private final AtomicInteger interruptions = new AtomicInteger();

		@Tool
		String weather(String city) {
			return "rain";
		}

		@Tool
		String fail(String city) {
			throw new IllegalArgumentException("no such city");
		}

		@Tool
		String echo(String city) {
			return city;
		}

		@Tool
		String large(String city) {
			return "x".repeat(2_000_000);
		}

		@Tool
		String user(String city) {
			return SecurityContextHolder.getContext().getAuthentication().getName();
		}

		@Tool
		String hang(String city) throws InterruptedException {
			this.hanging.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.interruptions.incrementAndGet();
				throw ex;
			}
			return city;
		}

	}

	static class ScriptedModel implements ChatModel {

		@Override
		public ChatResponse call(Prompt prompt) {
			throw new UnsupportedOperationException();
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			return Flux.just(new ChatResponse(List.of(new Generation(new AssistantMessage("Hello."),
					ChatGenerationMetadata.builder().finishReason("stop").build()))));
		}

	}

}
