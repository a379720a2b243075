package net.qhaigc.samples.quickstart;

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Scripts replies of the stand-in gateway, which is used if no API key is set. The
 * stand-in gateway itself generates the tool calls and the JSON. An application does not
 * need this class.
 */
@Component
class StandInReplies {

	StandInReplies(ObjectProvider<QhaigcGateway> gateway) {
		gateway.ifAvailable(StandInReplies::script);
	}

	private static void script(QhaigcGateway gateway) {
		System.out.println("To use the Qhaigc gateway:"
				+ " QHAIGC_API_KEY=<your key> mvn -pl samples/quickstart -am spring-boot:run");
		gateway.when((request) -> request.body().contains("RAG"))
			.reply("RAG works in three steps: find passages that match the question, put them into the prompt,"
					+ " let the model answer from them.")
			.usage(18, 76, 94);
		gateway.when((request) -> request.body().contains("West Lake"))
			.replyStream("West Lake ", "lies in the west ", "of Hangzhou, ", "ringed by hills. ", "Poets have ",
					"praised it ", "for a thousand years.")
			.delayBetween(Duration.ofMillis(50));
	}

}
