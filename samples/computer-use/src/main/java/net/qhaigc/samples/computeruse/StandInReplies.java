package net.qhaigc.samples.computeruse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Scripts the replies of the stand-in gateway, which is used if no API key is set. The
 * replies contain the positions of the elements of the page, which a model would find in
 * the screenshots. An application does not need this class.
 */
@Component
class StandInReplies {

	StandInReplies(ObjectProvider<QhaigcGateway> gateway) {
		gateway.ifAvailable(StandInReplies::script);
	}

	private static void script(QhaigcGateway gateway) {
		gateway.replyJson(responseWithCalls("{\"name\":\"open_web_browser\",\"args\":{}}"));
		gateway.replyJson(responseWithCalls("""
				{"name":"type_text_at","args":{"x":234,"y":150,"text":"lamp","press_enter":true}}""", """
				{"name":"budget","args":{}}"""));
		gateway.replyJson(responseWithCalls("""
				{"name":"click_at","args":{"x":781,"y":412,"safety_decision":{"decision":"require_confirmation",
				 "explanation":"This orders the Moon lamp for 25 euros."}}}"""));
		gateway.reply("I ordered the Moon lamp for 25 euros.");
	}

	private static String responseWithCalls(String... calls) {
		StringBuilder parts = new StringBuilder();
		for (String call : calls) {
			// Gemini 3 signs the first call of a response.
			boolean first = parts.isEmpty();
			parts.append(first ? "" : ",")
				.append("{\"functionCall\":")
				.append(call)
				.append(first ? ",\"thoughtSignature\":\"c2lnbmF0dXJl\"}" : "}");
		}
		return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts
				+ "]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"totalTokenCount\":10}}";
	}

}
