package net.qhaigc.springai.gemini.client;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;

/**
 * Any bytes at all in the place of a whole answer.
 */
class ResponseBodyReaderFuzzTests {

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

	private static ResponseBodyReader reader() {
		return new ResponseBodyReader(new GatewayErrors(StatusRules.DEFAULT, "gemini-2.5-flash", new Secret("the-key")),
				new ResponseHead(200, HttpHeaders.EMPTY));
	}

}
