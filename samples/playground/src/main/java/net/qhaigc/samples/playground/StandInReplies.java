package net.qhaigc.samples.playground;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * Scripts replies of the stand-in gateway, which is used without an API key, to the
 * questions that the page suggests.
 */
@Component
class StandInReplies {

	static final String GATEWAY = "qhaigcStandInGateway";

	private static final int IMAGE_TOKENS = 1290;

	private final Duration eventDelay;

	StandInReplies(@Qualifier(GATEWAY) ObjectProvider<QhaigcGateway> gateway,
			@Value("${qhaigc.stand-in-event-delay}") Duration eventDelay,
			@Value("classpath:stand-in/tour.en.md") Resource tour,
			@Value("classpath:stand-in/tour.zh.md") Resource chineseTour,
			@Value("classpath:stand-in/lighthouse.png") Resource lighthouse) throws IOException {
		this.eventDelay = eventDelay;
		QhaigcGateway standIn = gateway.getIfAvailable();
		if (standIn != null) {
			scriptTours(standIn, tour, chineseTour);
			scriptImage(standIn, lighthouse);
			scriptTables(standIn);
		}
	}

	private void scriptTours(QhaigcGateway gateway, Resource tour, Resource chineseTour) throws IOException {
		text(gateway, "What can this page show?", "Someone looks around. I show what there is to see.", tour);
		text(gateway, "这个页面能展示什么？", "有人在四处看看。我来介绍这里能看到什么。", chineseTour);
	}

	private static void scriptImage(QhaigcGateway gateway, Resource lighthouse) throws IOException {
		gateway.when((request) -> lastTurn(request).matches("(?s).*(Draw a lighthouse at dusk|画一座黄昏时的灯塔).*"))
			.thinking("A lighthouse, and the last light of the day.")
			.image(lighthouse.getContentAsByteArray())
			.usage(8, IMAGE_TOKENS, 8 + IMAGE_TOKENS);
	}

	private void scriptTables(QhaigcGateway gateway) {
		cities(gateway, "Three cities by a river, as a table", """
				[{"city": "Hangzhou", "river": "Qiantang", "inhabitants": 12520000},
				 {"city": "Wuhan", "river": "Yangtze", "inhabitants": 13770000},
				 {"city": "Chongqing", "river": "Yangtze", "inhabitants": 31910000}]""");
		cities(gateway, "用表格列出三座临江的城市", """
				[{"city": "杭州", "river": "钱塘江", "inhabitants": 12520000},
				 {"city": "武汉", "river": "长江", "inhabitants": 13770000},
				 {"city": "重庆", "river": "长江", "inhabitants": 31910000}]""");
	}

	private void text(QhaigcGateway gateway, String question, String thought, Resource text) throws IOException {
		gateway.when((request) -> lastTurn(request).contains(question))
			.thinking(thought)
			.text(text.getContentAsString(StandardCharsets.UTF_8).split("(?<=\\s|\\p{IsHan}{4})"))
			.delayBetween(this.eventDelay);
	}

	/**
	 * Script the JSON for the default schema of the page. The gateway generates JSON for
	 * other schemas.
	 */
	private void cities(QhaigcGateway gateway, String question, String json) {
		gateway.when((request) -> lastTurn(request).contains(question) && request.body().contains("\"inhabitants\""))
			.replyStream(json.split("(?<=[\\s:])"))
			.delayBetween(this.eventDelay);
	}

	private static String lastTurn(ReceivedRequest request) {
		JsonNode body = request.json();
		JsonNode turns = body.has("contents") ? body.get("contents") : body.path("messages");
		return turns.path(turns.size() - 1).toString();
	}

}
