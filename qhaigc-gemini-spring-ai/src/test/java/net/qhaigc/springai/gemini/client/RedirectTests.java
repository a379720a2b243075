package net.qhaigc.springai.gemini.client;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.ReceivedRequest;

import static net.qhaigc.springai.gemini.client.ClientFixtures.TIMEOUT;
import static net.qhaigc.springai.gemini.client.ClientFixtures.request;
import static net.qhaigc.springai.gemini.client.ClientFixtures.text;
import static net.qhaigc.springai.gemini.client.ClientFixtures.withoutRetries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for redirects: the client follows them only if {@code followRedirects} is true,
 * and never to another origin, since the redirected request includes the API key.
 */
class RedirectTests {

	private static final String PATH = "/v1beta/models/gemini-2.5-flash:generateContent";

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final QhaigcGateway otherOrigin = QhaigcGateway.start();

	@AfterEach
	void stop() {
		this.gateway.close();
		this.otherOrigin.close();
	}

	@Test
	void doesNotFollowRedirectByDefault() {
		replyWithRedirect(307, this.gateway.url() + PATH);
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> client(false).generate(request()).block(TIMEOUT));
		assertThat(this.gateway.received()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void followsRedirectWithinSameOrigin(int status) {
		replyWithRedirect(status, PATH);
		this.gateway.reply("There.");
		assertThat(text(client(true).generate(request()).block(TIMEOUT))).isEqualTo("There.");
		assertThat(this.gateway.received()).hasSize(2).extracting(ReceivedRequest::method).containsOnly("POST");
		assertThat(this.gateway.received()).extracting(ReceivedRequest::body)
			.containsOnly(this.gateway.received().get(0).body());
	}

	@ParameterizedTest
	@ValueSource(ints = { 300, 303, 304, 305 })
	void doesNotFollowRedirectWithUnsupportedStatus(int status) {
		replyWithRedirect(status, PATH);
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> client(true).generate(request()).block(TIMEOUT));
		assertThat(this.gateway.received()).hasSize(1);
	}

	@Test
	void doesNotFollowRedirectToOtherOrigin() {
		replyWithRedirect(307, this.otherOrigin.url() + PATH);
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> client(true).generate(request()).block(TIMEOUT))
			.withMessageContaining(this.otherOrigin.url());
		replyWithRedirect(307, this.otherOrigin.url() + PATH);
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> client(true).stream(request()).blockLast(TIMEOUT));
		assertThat(this.otherOrigin.received()).isEmpty();
		assertThat(this.otherOrigin.connections()).isZero();
	}

	@Test
	void reportsInvalidLocation() {
		for (boolean followRedirects : new boolean[] { false, true }) {
			replyWithRedirect(307, "/a path with spaces");
			assertThatExceptionOfType(QhaigcNonTransientException.class)
				.isThrownBy(() -> client(followRedirects).generate(request()).block(TIMEOUT))
				.withMessageContaining("The gateway returned 307")
				.withMessageContaining("/a path with spaces");
		}
	}

	@Test
	void followsAtMostFiveRedirects() {
		for (int i = 0; i < 10; i++) {
			replyWithRedirect(307, PATH);
		}
		assertThatExceptionOfType(QhaigcNonTransientException.class)
			.isThrownBy(() -> client(true).generate(request()).block(TIMEOUT));
		assertThat(this.gateway.received()).hasSize(6);
	}

	private void replyWithRedirect(int status, String location) {
		this.gateway.replyRaw(status, Map.of("Location", location), new byte[0]);
	}

	private QhaigcClient client(boolean followRedirects) {
		return withoutRetries(QhaigcClient.builder()
			.baseUrl(this.gateway.url())
			.apiKey(this.gateway.apiKey())
			.followRedirects(followRedirects));
	}

}
