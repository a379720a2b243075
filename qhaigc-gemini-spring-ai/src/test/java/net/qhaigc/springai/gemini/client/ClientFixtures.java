package net.qhaigc.springai.gemini.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.wire.Content;
import net.qhaigc.springai.gemini.wire.GenerateContentRequest;
import net.qhaigc.springai.gemini.wire.GenerateContentResponse;
import net.qhaigc.springai.gemini.wire.Part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Creates requests and clients, sends requests that fail, and reads the text of
 * responses.
 */
public final class ClientFixtures {

	public static final Duration TIMEOUT = Duration.ofSeconds(20);

	private ClientFixtures() {
	}

	public static GatewayRequest request() {
		return request("gemini-2.5-flash", Map.of(), Map.of());
	}

	public static GatewayRequest request(String model, Map<String, String> headers, Map<String, Object> extraBody) {
		return GatewayRequest.builder()
			.model(model)
			.body(requestBody(new Part.Text("How is the weather?")))
			.headers(headers)
			.extraBody(extraBody)
			.build();
	}

	public static GenerateContentRequest requestBody(Part... parts) {
		return GenerateContentRequest.of(List.of(new Content("user", List.of(parts))));
	}

	/** Build a client that does not retry, so that a test sees the first failure. */
	public static QhaigcClient withoutRetries(QhaigcClient.Builder builder) {
		return builder.build().withRetryTemplate(new RetryTemplate(RetryPolicy.withMaxRetries(0)));
	}

	/** Return the failure of a call. */
	public static RuntimeException failure(QhaigcClient client, GatewayRequest request) {
		return catchThrowableOfType(RuntimeException.class, () -> client.generate(request).block(TIMEOUT));
	}

	/** Return the failure of a stream. */
	public static RuntimeException streamFailure(QhaigcClient client, GatewayRequest request) {
		return catchThrowableOfType(RuntimeException.class, () -> client.stream(request).blockLast(TIMEOUT));
	}

	/**
	 * Return the problem of a failure, which must be one of the two exceptions of the
	 * client.
	 */
	public static GatewayProblem problem(Throwable failure) {
		if (failure instanceof QhaigcTransientException ex) {
			return ex.problem();
		}
		assertThat(failure).isInstanceOf(QhaigcNonTransientException.class);
		return ((QhaigcNonTransientException) failure).problem();
	}

	/** Wait without a checked exception. */
	public static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Sleep without a checked exception. */
	public static void pause(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Return the value of a gauge of the only connection pool. */
	public static double poolGauge(MeterRegistry meters, String name) {
		Gauge gauge = meters.find("reactor.netty.connection.provider." + name).gauge();
		assertThat(gauge).isNotNull();
		return gauge.value();
	}

	/** Return the text of all candidates. */
	public static String text(GatewayResponse response) {
		return text(response.body(GenerateContentResponse.class));
	}

	/** Return the text of all candidates. */
	public static String text(GenerateContentResponse response) {
		StringBuilder text = new StringBuilder();
		response.candidates().forEach((candidate) -> {
			if (candidate.content() != null) {
				candidate.content().parts().forEach((part) -> {
					if (part instanceof Part.Text textPart) {
						text.append(textPart.text());
					}
				});
			}
		});
		return text.toString();
	}

}
