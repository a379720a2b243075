package net.qhaigc.samples.playground;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Scripts the replies of the stand-in gateway to the questions that the page suggests.
 * The stand-in gateway is used if no API key is set. {@link StandInFaults} is created
 * first, so that the simulated failures take precedence over these replies.
 */
@Component
class StandInReplies {

	static final String GATEWAY = "qhaigcStandInGateway";

	private static final int IMAGE_TOKENS = 1290;

	private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

	/** The result of {@link Tools#currentTime}: a date, a time and a zone. */
	private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d).*\\[(.+)]");

	private final Duration eventDelay;

	StandInReplies(StandInFaults faults, @Qualifier(GATEWAY) ObjectProvider<QhaigcGateway> gateway,
			@Value("${qhaigc.stand-in-event-delay}") Duration eventDelay,
			@Value("classpath:stand-in/tour.en.md") Resource tour,
			@Value("classpath:stand-in/tour.zh.md") Resource chineseTour,
			@Value("classpath:stand-in/lighthouse.png") Resource lighthouse,
			@Value("classpath:stand-in/grounding.json") Resource grounding,
			@Value("classpath:stand-in/grounding.zh.json") Resource chineseGrounding) throws IOException {
		this.eventDelay = eventDelay;
		QhaigcGateway standIn = gateway.getIfAvailable();
		if (standIn != null) {
			scriptTours(standIn, tour, chineseTour);
			scriptImage(standIn, lighthouse);
			scriptTables(standIn);
			scriptRepliesToToolResults(standIn);
			scriptServerTools(standIn, grounding, chineseGrounding);
		}
	}

	private void scriptTours(QhaigcGateway gateway, Resource tour, Resource chineseTour) throws IOException {
		scriptText(gateway, "What can this page show?", "The user wants an overview. I list the features of this page.",
				tour);
		scriptText(gateway, "这个页面能展示什么？", "用户想了解这个页面。我来列出它的功能。", chineseTour);
	}

	private static void scriptImage(QhaigcGateway gateway, Resource lighthouse) throws IOException {
		byte[] image = lighthouse.getContentAsByteArray();
		gateway.when((request) -> lastMessageJson(request).contains("Draw a lighthouse at dusk"))
			.thinking("A lighthouse, and the last light of the day.")
			.image(image)
			.usage(8, IMAGE_TOKENS, 8 + IMAGE_TOKENS);
		gateway.when((request) -> lastMessageJson(request).contains("画一座黄昏时的灯塔"))
			.thinking("一座灯塔，和一天中最后的光。")
			.image(image)
			.usage(8, IMAGE_TOKENS, 8 + IMAGE_TOKENS);
	}

	private void scriptTables(QhaigcGateway gateway) {
		scriptCities(gateway, "Three cities by a river, as a table", """
				[{"city": "Hangzhou", "river": "Qiantang", "inhabitants": 12520000},
				 {"city": "Wuhan", "river": "Yangtze", "inhabitants": 13770000},
				 {"city": "Chongqing", "river": "Yangtze", "inhabitants": 31910000}]""");
		scriptCities(gateway, "用表格列出三座临江的城市", """
				[{"city": "杭州", "river": "钱塘江", "inhabitants": 12520000},
				 {"city": "武汉", "river": "长江", "inhabitants": 13770000},
				 {"city": "重庆", "river": "长江", "inhabitants": 31910000}]""");
	}

	/**
	 * Script replies that express a tool result as a sentence. Without them, the gateway
	 * would generate replies that contain the tool result unchanged.
	 */
	private static void scriptRepliesToToolResults(QhaigcGateway gateway) {
		gateway.when((request) -> toolResult(request).has("celsius")).reply((request) -> {
			JsonNode weather = toolResult(request);
			String city = weather.path("city").asString();
			int celsius = weather.path("celsius").asInt();
			String sky = weather.path("sky").asString();
			return isChinese(request) ? "%s：%s，%d °C（示例数据）。".formatted(city, Tools.chineseSky(sky), celsius)
					: "In %s it is %s, %d °C (example data).".formatted(city, sky, celsius);
		});
		gateway.when((request) -> !timeResult(request).isEmpty()).reply((request) -> {
			Matcher time = TIME.matcher(timeResult(request));
			return time.matches() ? (isChinese(request) ? "现在是 %2$s（%3$s，%1$s）。" : "It is %2$s in %3$s, on %1$s.")
				.formatted(time.group(1), time.group(2), time.group(3)) : "";
		});
	}

	private static String timeResult(ReceivedRequest request) {
		JsonNode result = toolResult(request);
		String text = result.path("result").asString(result.asString(""));
		return TIME.matcher(text).matches() ? text : "";
	}

	/**
	 * Return the tool result with which a request to the native or the unified endpoint
	 * ends, or a missing node if the request does not end with a tool result.
	 */
	private static JsonNode toolResult(ReceivedRequest request) {
		if (!request.method().equals("POST")) {
			return MissingNode.getInstance();
		}
		JsonNode last = lastMessage(request);
		if (last.path("role").asString("").equals("tool")) {
			return parseJson(last.path("content").asString(""));
		}
		JsonNode parts = last.path("parts");
		return parts.path(parts.size() - 1).path("functionResponse").path("response");
	}

	private static JsonNode parseJson(String text) {
		try {
			return JsonMapper.shared().readTree(text);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private void scriptServerTools(QhaigcGateway gateway, Resource grounding, Resource chineseGrounding)
			throws IOException {
		String english = grounding.getContentAsString(StandardCharsets.UTF_8);
		String chinese = chineseGrounding.getContentAsString(StandardCharsets.UTF_8);
		gateway.when((request) -> hasTool(request, "googleSearch") && isChinese(request)).replyJson(chinese);
		gateway.when((request) -> hasTool(request, "googleSearch")).replyJson(english);
		scriptCode(gateway, true, "计算斐波那契数列的前十个数：", "\n\n前十个数之和是 **88**。");
		scriptCode(gateway, false, "I compute the first ten Fibonacci numbers:", "\n\nTheir sum is **88**.");
	}

	private void scriptCode(QhaigcGateway gateway, boolean chinese, String before, String after) {
		gateway.when((request) -> hasTool(request, "codeExecution") && isChinese(request) == chinese)
			.replyStream(before)
			.part("""
					{"executableCode": {"language": "PYTHON", "code": "a, b = 0, 1\\nnumbers = []\\nfor _ in range(10):\\n    numbers.append(a)\\n    a, b = b, a + b\\nprint(numbers, sum(numbers))\\n"}}""")
			.part("""
					{"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "[0, 1, 1, 2, 3, 5, 8, 13, 21, 34] 88\\n"}}""")
			.text(after)
			.delayBetween(this.eventDelay.multipliedBy(4));
	}

	private static boolean hasTool(ReceivedRequest request, String name) {
		return request.method().equals("POST")
				&& request.json().path("tools").valueStream().anyMatch((tool) -> tool.has(name));
	}

	private void scriptText(QhaigcGateway gateway, String question, String thought, Resource text) throws IOException {
		gateway.when((request) -> lastMessageJson(request).contains(question))
			.thinking(thought)
			.text(text.getContentAsString(StandardCharsets.UTF_8).split("(?<=\\s|\\p{IsHan}{4})"))
			.delayBetween(this.eventDelay);
	}

	/**
	 * Script the JSON for the default schema of the page. The gateway generates JSON for
	 * other schemas.
	 */
	private void scriptCities(QhaigcGateway gateway, String question, String json) {
		gateway.when(
				(request) -> lastMessageJson(request).contains(question) && request.body().contains("\"inhabitants\""))
			.replyStream(json.split("(?<=[\\s:])"))
			.delayBetween(this.eventDelay);
	}

	private static String lastMessageJson(ReceivedRequest request) {
		return request.method().equals("POST") ? lastMessage(request).toString() : "";
	}

	private static JsonNode lastMessage(ReceivedRequest request) {
		JsonNode messages = messages(request);
		return messages.path(messages.size() - 1);
	}

	private static JsonNode messages(ReceivedRequest request) {
		JsonNode body = request.json();
		return body.has("contents") ? body.get("contents") : body.path("messages");
	}

	/** Return whether the last user message contains Chinese characters. */
	static boolean isChinese(ReceivedRequest request) {
		if (!request.method().equals("POST")) {
			return false;
		}
		JsonNode messages = messages(request);
		for (int i = messages.size() - 1; i >= 0; i--) {
			JsonNode message = messages.get(i);
			boolean isToolResult = message.path("parts").path(0).has("functionResponse");
			if (message.path("role").asString("").equals("user") && !isToolResult) {
				return CHINESE.matcher(message.toString()).find();
			}
		}
		return false;
	}

}
