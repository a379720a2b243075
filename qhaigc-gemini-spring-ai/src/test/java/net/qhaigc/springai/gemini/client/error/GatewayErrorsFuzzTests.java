package net.qhaigc.springai.gemini.client.error;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.springframework.http.HttpHeaders;

import net.qhaigc.springai.gemini.client.ClientFixtures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fuzz tests for {@link GatewayErrors}. The first word of the input is used both as the
 * status and as the {@code Location} header. The rest of the first line is the
 * {@code Retry-After} header, and the other lines are the body.
 */
class GatewayErrorsFuzzTests {

	private static final String KEY = "sk-1234567890";

	@FuzzTest
	void redactsApiKeyInAnyError(byte[] input) {
		int end = endOfFirstLine(input);
		String[] firstLine = new String(input, 0, end, StandardCharsets.ISO_8859_1).split(" ", 2);
		byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
		HttpHeaders headers = new HttpHeaders();
		headers.add(HttpHeaders.RETRY_AFTER, (firstLine.length > 1) ? firstLine[1] : "");
		headers.add(HttpHeaders.LOCATION, firstLine[0]);
		RuntimeException failure = new GatewayErrors(StatusRules.DEFAULT, "gemini-2.5-flash", "qhaigc.api-key",
				(text) -> text.replace(KEY, "***"))
			.forStatus(ResponseHead.of(status(firstLine[0]), headers), body);
		GatewayProblem problem = ClientFixtures.problem(failure);
		assertThat(failure.toString() + problem).doesNotContain(KEY);
		assertThat(failure.getMessage()).isNotBlank();
		assertThat(String.valueOf(problem.body())).hasSizeLessThan(4 * 1024 + 8);
	}

	private static int endOfFirstLine(byte[] input) {
		int end = 0;
		while (end < input.length && input[end] != '\n') {
			end++;
		}
		return end;
	}

	private static int status(String word) {
		return word.matches("[1-9]\\d\\d") ? Integer.parseInt(word) : 500;
	}

}
