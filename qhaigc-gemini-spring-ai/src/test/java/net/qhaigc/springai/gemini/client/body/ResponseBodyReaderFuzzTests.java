package net.qhaigc.springai.gemini.client.body;

import java.util.function.UnaryOperator;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.client.ClientFixtures;
import net.qhaigc.springai.gemini.client.error.GatewayErrors;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.client.error.ResponseHead;
import net.qhaigc.springai.gemini.client.error.StatusRules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzz tests for {@link ResponseBodyReader} with arbitrary bytes as the response body.
 */
class ResponseBodyReaderFuzzTests {

	@FuzzTest
	void throwsOnlyExceptionsOfClient(byte[] body) {
		try {
			reader().readResponse(body);
		}
		catch (QhaigcTransientException | QhaigcNonTransientException ex) {
			assertThat(ClientFixtures.problem(ex)).isNotNull();
		}
		try {
			reader().readModels(body);
		}
		catch (QhaigcTransientException | QhaigcNonTransientException ex) {
			assertThat(ClientFixtures.problem(ex)).isNotNull();
		}
	}

	private static ResponseBodyReader reader() {
		return new ResponseBodyReader(
				new GatewayErrors(StatusRules.DEFAULT, "gemini-2.5-flash", "qhaigc.api-key", UnaryOperator.identity()),
				ResponseHead.of(200, HttpHeaders.EMPTY));
	}

}
