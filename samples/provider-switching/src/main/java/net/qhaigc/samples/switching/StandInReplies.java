package net.qhaigc.samples.switching;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Scripts a reply of the stand-in gateway, which the sample uses if no API key is set. An
 * application that uses an API key does not need this class.
 */
@Component
class StandInReplies {

	StandInReplies(ObjectProvider<QhaigcGateway> gateway) {
		gateway.ifAvailable((standIn) -> standIn.when((request) -> request.body().contains("Which of the two"))
			.reply(StandInReplies::warmerCity));
	}

	private static String warmerCity(ReceivedRequest request) {
		boolean hasBothTemperatures = request.body().contains("21") && request.body().contains("23");
		return hasBothTemperatures ? "Suzhou, by two degrees." : "Which two?";
	}

}
