package net.qhaigc.springai.gemini;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorAutoRegistrationIT;
import org.springframework.ai.test.chat.client.advisor.AbstractToolCallingAdvisorIT;

import net.qhaigc.springai.gemini.support.GatewayFixture;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Runs the tool calling tests that Spring AI publishes. The gateway responds as a model
 * would: the first response calls the weather tool for the cities in the prompt, and the
 * next one is a text that contains the tool results.
 */
class SpringAiToolCallingTests {

	@Nested
	class WithAdvisor extends AbstractToolCallingAdvisorIT {

		@RegisterExtension
		final GatewayFixture fixture = GatewayFixture.allowingUnusedReplies();

		@BeforeEach
		void scriptReplies() {
			respondLikeModel(this.fixture.gateway());
		}

		@Override
		protected ChatModel getChatModel() {
			return this.fixture.model("gemini-3-flash-preview");
		}

	}

	@Nested
	class WithAutoRegisteredAdvisor extends AbstractToolCallingAdvisorAutoRegistrationIT {

		@RegisterExtension
		final GatewayFixture fixture = GatewayFixture.allowingUnusedReplies();

		@BeforeEach
		void scriptReplies() {
			respondLikeModel(this.fixture.gateway());
		}

		@Override
		protected ChatModel getChatModel() {
			return this.fixture.model("gemini-3-flash-preview");
		}

	}

	private static void respondLikeModel(QhaigcGateway gateway) {
		gateway.when(SpringAiToolCallingTests::hasToolResults)
			.reply((request) -> "The temperatures are " + toolResults(request));
		gateway.when((request) -> request.body().contains("Paris"))
			.callTool("getCurrentWeather", arguments("San Francisco"))
			.callTool("getCurrentWeather", arguments("Tokyo"))
			.callTool("getCurrentWeather", arguments("Paris"));
		gateway.when((request) -> true).callTool("getCurrentWeather", arguments("Tokyo"));
	}

	private static Map<String, Object> arguments(String city) {
		return Map.of("location", city, "lat", 1.0, "lon", 2.0, "unit", "C");
	}

	private static boolean hasToolResults(ReceivedRequest request) {
		return !toolResults(request).isEmpty();
	}

	private static List<JsonNode> toolResults(ReceivedRequest request) {
		return request.json().findValues("functionResponse");
	}

}
