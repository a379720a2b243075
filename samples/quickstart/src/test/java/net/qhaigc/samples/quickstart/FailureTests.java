package net.qhaigc.samples.quickstart;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.RelayError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the message that the quickstart prints if a request fails. The message says
 * what to change, and contains no stack trace. The stand-in gateway responds as a relay
 * such as new-api does ({@code respondAsRelay()}).
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureTests {

	private static final Pattern STACK_TRACE = Pattern.compile("\\n\\s+at |\\.java:\\d+");

	@Test
	void describesWrongApiKey(CapturedOutput output) {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().start()) {
			run(gateway.url(), "sk-wrong");
			assertThat(gateway.received()).hasSize(1);
		}
		assertThat(failureMessage(output)).contains("401", "Check qhaigc.api-key (environment variable QHAIGC_API_KEY)")
			.doesNotContain("sk-wrong");
	}

	@Test
	void describesMissingCredit(CapturedOutput output) {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().start()) {
			gateway.when((request) -> true).relayError(RelayError.NO_CREDIT, Locale.CHINESE);
			run(gateway.url(), gateway.apiKey());
			assertThat(gateway.received()).hasSize(1);
		}
		assertThat(failureMessage(output)).contains("用户额度不足", "The account of the API key has insufficient credit");
	}

	@Test
	void describesModelThatIsNotServed(CapturedOutput output) {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().models("gemini-9-flash").start()) {
			run(gateway.url(), gateway.apiKey());
			assertThat(gateway.received()).hasSize(2).last().hasToString("GET /v1/models");
		}
		assertThat(failureMessage(output)).contains("The gateway does not serve the model 'gemini-3.5-flash'",
				"Set qhaigc.model", "gemini-9-flash");
	}

	@Test
	void describesWrongPath(CapturedOutput output) {
		try (QhaigcGateway gateway = QhaigcGateway.builder().respondAsRelay().start()) {
			run(gateway.url() + "/wrong", gateway.apiKey());
			assertThat(gateway.received()).hasSize(1);
		}
		assertThat(failureMessage(output)).contains("Invalid URL (POST /wrong/v1beta/models/", "Check qhaigc.base-url");
	}

	@Test
	void describesServerThatIsDown(CapturedOutput output) throws IOException {
		int freePort;
		try (ServerSocket socket = new ServerSocket(0)) {
			freePort = socket.getLocalPort();
		}
		run("http://localhost:" + freePort, "test-key");
		assertThat(failureMessage(output)).contains("The connection to the gateway failed", "Check qhaigc.base-url");
	}

	private static void run(String baseUrl, String apiKey) {
		int exitCode = SpringApplication.exit(SpringApplication.run(QuickstartApplication.class,
				"--qhaigc.base-url=" + baseUrl, "--qhaigc.api-key=" + apiKey));
		assertThat(exitCode).isEqualTo(1);
	}

	/**
	 * Return the output that describes the failed request. Before the request, the
	 * application must have started successfully.
	 */
	private static String failureMessage(CharSequence output) {
		String text = output.toString();
		assertThat(text).contains("1. A plain answer")
			.doesNotContain("APPLICATION FAILED TO START")
			.doesNotContainPattern(STACK_TRACE);
		return text.substring(text.indexOf("The request failed."));
	}

}
