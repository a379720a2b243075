package net.qhaigc.springai.gemini.test.junit;

import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import net.qhaigc.springai.gemini.test.QhaigcConformance;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcConformanceTests}.
 */
class QhaigcConformanceTestsTests {

	private static final QhaigcGateway GATEWAY = QhaigcGateway.builder().respondAsRelay().autoRespond().start();

	@AfterAll
	static void stop() {
		GATEWAY.close();
	}

	@TestFactory
	Stream<DynamicTest> relayPassesAllChecksExceptKnownFailures() {
		String[] knownFailures = { "thought signatures", "JSON Schema in unified tools" };
		return QhaigcConformanceTests.ofAllExcept(conformance(), knownFailures);
	}

	@Test
	void dynamicTestFailsIfGatewayDoesNotPassCheck() {
		DynamicTest test = QhaigcConformanceTests.of(conformance())
			.filter((dynamic) -> dynamic.getDisplayName().equals("thought signatures"))
			.findFirst()
			.orElseThrow();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> test.getExecutable().execute())
			.withMessageStartingWith("The gateway does not pass the check 'thought signatures': 200 {");
		assertThat(QhaigcConformanceTests.of(conformance())).hasSize(15);
	}

	private static QhaigcConformance conformance() {
		return new QhaigcConformance(GATEWAY.url(), GATEWAY.apiKey(), "gemini-3.5-flash");
	}

}
