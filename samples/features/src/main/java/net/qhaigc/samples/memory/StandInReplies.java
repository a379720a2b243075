package net.qhaigc.samples.memory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Scripts a reply of the stand-in gateway, which is used if no API key is set. An
 * application does not need this class.
 */
// tag::script[]
@Component
class StandInReplies {

	StandInReplies(ObjectProvider<QhaigcGateway> gateway) {
		gateway.ifAvailable((standIn) -> standIn.when((request) -> request.body().contains("What do I like?"))
			.reply((request) -> "You told me: " + request.json().at("/contents/0/parts/0/text")));
	}

}
// end::script[]
