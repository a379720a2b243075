package net.qhaigc.springai.gemini.test.junit;

import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;

import net.qhaigc.springai.gemini.test.QhaigcConformance;

/**
 * The checks of {@link QhaigcConformance} as JUnit tests, for a method with
 * {@code @TestFactory}.
 */
public final class QhaigcConformanceTests {

	private QhaigcConformanceTests() {
	}

	/**
	 * Return a test for each check.
	 * @param conformance the checks for a gateway
	 * @return the tests
	 */
	public static Stream<DynamicTest> of(QhaigcConformance conformance) {
		return ofAllExcept(conformance);
	}

	/**
	 * Return a test for each check except those that the gateway is known to fail.
	 * @param conformance the checks for a gateway
	 * @param knownFailures the names of the checks to omit
	 * @return the tests
	 */
	public static Stream<DynamicTest> ofAllExcept(QhaigcConformance conformance, String... knownFailures) {
		Set<String> omitted = Set.of(knownFailures);
		return conformance.checks()
			.stream()
			.filter((check) -> !omitted.contains(check.name()))
			.map((check) -> DynamicTest.dynamicTest(check.name(), () -> {
				QhaigcConformance.Result result = check.run();
				if (!result.passed()) {
					throw new AssertionError(
							"The gateway does not pass the check '" + check.name() + "': " + result.detail());
				}
			}));
	}

}
