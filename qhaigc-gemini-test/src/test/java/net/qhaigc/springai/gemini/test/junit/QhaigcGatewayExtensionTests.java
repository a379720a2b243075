package net.qhaigc.springai.gemini.test.junit;

import java.util.function.Predicate;

import org.assertj.core.api.Condition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.TestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

@ExtendWith(QhaigcGatewayExtension.class)
class QhaigcGatewayExtensionTests {

	private static final Predicate<String> UNUSED_REPLY = (text) -> text.contains("1. No request used the reply");

	private static final Predicate<String> REJECTED_REQUEST_AND_UNUSED_REPLY = (text) -> text.contains("""
			1. POST /v1beta/models/gemini-2.5-flash:generateContent was rejected:
			   * GenerateContentRequest.contents: contents is not specified
			   The request body was { }

			2. No request used the reply""");

	private final QhaigcGateway constructorGateway;

	QhaigcGatewayExtensionTests(QhaigcGateway gateway) {
		this.constructorGateway = gateway;
	}

	@Test
	void resolvesParametersOfConstructorAndMethods(QhaigcGateway gateway) {
		gateway.reply("Hello");

		assertThat(new TestClient(gateway).generate("Hi").statusCode()).isEqualTo(200);
		assertThat(this.constructorGateway).isSameAs(gateway);
	}

	@RepeatedTest(2)
	void resetsGatewayBeforeEachTest(QhaigcGateway gateway) {
		assertThat(gateway.received()).isEmpty();
		gateway.reply("Hello");
		assertThat(new TestClient(gateway).generate("Hi").statusCode()).isEqualTo(200);
	}

	@Test
	void verifiesGatewayAfterEachTest() {
		Events tests = EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(FailingTestCase.class))
			.execute()
			.testEvents();

		tests.assertStatistics((statistics) -> statistics.failed(5).succeeded(1));
		tests.assertThatEvents()
			.haveExactly(1,
					event(test("leavesReplyUnused"),
							finishedWithFailure(instanceOf(AssertionError.class),
									message((text) -> text.contains("No request used the reply")))))
			.haveExactly(1,
					event(test("sendsInvalidRequest"),
							finishedWithFailure(message((text) -> text.contains("contents is not specified")))))
			.haveExactly(1,
					event(test("throwsWithUnusedReplyAndInvalidRequest"),
							finishedWithFailure(message("The test fails"),
									suppressed(0, message(REJECTED_REQUEST_AND_UNUSED_REPLY)))))
			.haveExactly(1,
					event(test("verifiesGatewayWithUnusedReply"),
							finishedWithFailure(message(UNUSED_REPLY), nothingSuppressed())))
			.haveExactly(1, event(test("throwsAfterReplyIsUsed"),
					finishedWithFailure(message("The test fails"), nothingSuppressed())));
	}

	private static Condition<Throwable> nothingSuppressed() {
		return new Condition<>((failure) -> failure.getSuppressed().length == 0, "nothing is suppressed");
	}

	@Test
	void usesBuilderIfExtensionIsRegisteredInField() {
		EngineTestKit.engine("junit-jupiter")
			.selectors(selectClass(FieldTestCase.class))
			.execute()
			.testEvents()
			.assertStatistics((statistics) -> statistics.succeeded(2));
	}

	static class FieldTestCase {

		@RegisterExtension
		static final QhaigcGatewayExtension EXTENSION = new QhaigcGatewayExtension(
				QhaigcGateway.builder().apiKey("key-of-builder"));

		@Test
		void usesApiKeyOfBuilder() {
			assertThat(EXTENSION.gateway().apiKey()).isEqualTo("key-of-builder");
		}

		@Test
		void acceptsConnection() {
			EXTENSION.gateway().reply("Hello");
			new TestClient(EXTENSION.gateway()).generate("Hi");
			assertThat(EXTENSION.gateway().connections()).isPositive();
		}

	}

	@ExtendWith(QhaigcGatewayExtension.class)
	static class FailingTestCase {

		@Test
		void leavesReplyUnused(QhaigcGateway gateway) {
			gateway.reply("Hello");
		}

		@Test
		void sendsInvalidRequest(QhaigcGateway gateway) {
			new TestClient(gateway).post("/v1beta/models/gemini-2.5-flash:generateContent", "{}");
		}

		@Test
		void allowsRejectedRequest(QhaigcGateway gateway) {
			gateway.allowRejectedRequests();
			new TestClient(gateway).post("/v1beta/models/gemini-2.5-flash:generateContent", "{}");
		}

		@Test
		void throwsWithUnusedReplyAndInvalidRequest(QhaigcGateway gateway) {
			gateway.reply("Hello");
			new TestClient(gateway).post("/v1beta/models/gemini-2.5-flash:generateContent", "{}");
			throw new IllegalStateException("The test fails");
		}

		@Test
		void verifiesGatewayWithUnusedReply(QhaigcGateway gateway) {
			gateway.reply("Hello");
			gateway.verify();
		}

		@Test
		void throwsAfterReplyIsUsed(QhaigcGateway gateway) {
			gateway.reply("Hello");
			new TestClient(gateway).generate("Hi");
			throw new IllegalStateException("The test fails");
		}

	}

}
