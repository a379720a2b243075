package net.qhaigc.springai.gemini.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.springframework.http.HttpHeaders;

/**
 * Any bytes at all in the place of a whole answer.
 */
class AnswerReaderFuzzTests {

	@FuzzTest
	void anyBytesAreAnAnswerOrOneOfTheTwoFailures(byte[] body) {
		try {
			reader().answer(body);
		}
		catch (QhaigcTransientException | QhaigcNonTransientException ex) {
			ClientFixtures.problem(ex);
		}
		try {
			reader().models(body);
		}
		catch (QhaigcTransientException | QhaigcNonTransientException ex) {
			ClientFixtures.problem(ex);
		}
	}

	private static AnswerReader reader() {
		return new AnswerReader(new GatewayErrors(StatusRules.DEFAULT, "gemini-2.5-flash", new Secret("the-key")),
				new AnswerHead(200, HttpHeaders.EMPTY));
	}

}
