package net.qhaigc.samples.playground;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import tools.jackson.databind.JsonNode;

import org.springframework.ai.model.ApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcConnectionDetails;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Without a key, a gateway in this process answers: it repeats what was said, calls
 * tools, fills schemas, and knows what the page can show.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(StandIn.NoKey.class)
class StandIn {

	private static final Duration PAUSE = Duration.ofMillis(25);

	private static final int TOKENS_OF_AN_IMAGE = 1290;

	@Bean
	QhaigcGateway gateway(@Value("classpath:stand-in/tour.en.md") Resource tour,
			@Value("classpath:stand-in/tour.zh.md") Resource chineseTour,
			@Value("classpath:stand-in/lighthouse.png") Resource lighthouse) throws IOException {
		QhaigcGateway gateway = QhaigcGateway.builder().autoRespond(PAUSE).start();
		answer(gateway, "What can this page show?", "Someone looks around. I show what there is to see.", tour);
		answer(gateway, "这个页面能展示什么？", "有人在四处看看。我来介绍这里能看到什么。", chineseTour);
		gateway.when((request) -> lastTurn(request).matches("(?s).*(Draw a lighthouse at dusk|画一座黄昏时的灯塔).*"))
			.thinking("A lighthouse, and the last light of the day.")
			.image(lighthouse.getContentAsByteArray())
			.usage(8, TOKENS_OF_AN_IMAGE, 8 + TOKENS_OF_AN_IMAGE);
		cities(gateway, "Three cities by a river, as a table", """
				[{"city": "Hangzhou", "river": "Qiantang", "inhabitants": 12520000},
				 {"city": "Wuhan", "river": "Yangtze", "inhabitants": 13770000},
				 {"city": "Chongqing", "river": "Yangtze", "inhabitants": 31910000}]""");
		cities(gateway, "用表格列出三座临江的城市", """
				[{"city": "杭州", "river": "钱塘江", "inhabitants": 12520000},
				 {"city": "武汉", "river": "长江", "inhabitants": 13770000},
				 {"city": "重庆", "river": "长江", "inhabitants": 31910000}]""");
		return gateway;
	}

	@Bean
	QhaigcConnectionDetails connectionDetails(QhaigcGateway gateway) {
		return new QhaigcConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return gateway.url();
			}

			@Override
			public ApiKey getApiKey() {
				return new SimpleApiKey(gateway.apiKey());
			}

		};
	}

	private static void answer(QhaigcGateway gateway, String question, String thought, Resource answer)
			throws IOException {
		gateway.when((request) -> lastTurn(request).contains(question))
			.thinking(thought)
			.text(answer.getContentAsString(StandardCharsets.UTF_8).split("(?<=\\s|\\p{IsHan}{4})"))
			.delayBetween(PAUSE);
	}

	/**
	 * An answer for the schema that the page has at first; another one is filled by the
	 * gateway.
	 */
	private static void cities(QhaigcGateway gateway, String question, String json) {
		gateway.when((request) -> lastTurn(request).contains(question) && request.body().contains("\"inhabitants\""))
			.replyStream(json.split("(?<=[\\s:])"))
			.delayBetween(PAUSE);
	}

	private static String lastTurn(ReceivedRequest request) {
		JsonNode body = request.json();
		JsonNode turns = body.has("contents") ? body.get("contents") : body.path("messages");
		return turns.path(turns.size() - 1).toString();
	}

	/** Whether there is no key, neither as property nor in the environment. */
	static final class NoKey implements Condition {

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return !StringUtils.hasText(context.getEnvironment().getProperty("qhaigc.api-key"));
		}

	}

}
