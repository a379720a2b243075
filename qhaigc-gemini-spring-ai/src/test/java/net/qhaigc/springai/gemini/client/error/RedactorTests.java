package net.qhaigc.springai.gemini.client.error;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/**
 * Tests for {@link Redactor}.
 */
class RedactorTests {

	private static final String KEY = "sk-Ab+cd/ef0123456789";

	private final Redactor redactor = new Redactor(KEY);

	@ParameterizedTest
	@ValueSource(strings = { "sk-Ab+cd/\nef0123456789", "sk-Ab+cd/ef0123\r\n \t456789", "s\nk-Ab+cd/ef0123456789",
			"sk-Ab+cd/\\nef0123456789", "sk-Ab+cd/\\\\r\\\\nef0123456789", "sk-Ab\u200B+cd\u00AD/ef0123456789",
			"sk-Ab\0+cd/ef0123456789", "Ab+cd/ef0123456789", "AB%2BCD%2FEF0123456789", "QWIrY2QvZWYwMTIzNDU2Nzg5",
			"736b2d41622b63642f656630313233343536373839", "736B2D41622B63642F656630313233343536373839",
			"c2stQWIrY2Qv\r\nZWYwMTIzNDU2Nzg5" })
	void redactsSplitOrEncodedKey(String form) {
		assertThat(this.redactor.redact("The key [" + form + "] is not valid")).isEqualTo("The key [***] is not valid");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			The key ...d/ef0123456789 is not valid  | The key ...*** is not valid
			key=***23456789                         | key=******
			…23456789                               | …***
			…+cd%2Fef0123456789                     | …***
			sk-Ab+cd...23456789, sk-Ab***6789       | ***...***, sk-Ab***6789
			""")
	void redactsEndOfKeyAfterEllipsisOrMask(String text, String redacted) {
		assertThat(this.redactor.redact(text)).isEqualTo(redacted);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			The key sk-Ab+cd/ef0123456789 is not valid | The key *** is not valid
			SK-AB+CD/EF0123456789,sk-ab+cd/ef0123456789 | ***,***
			key=sk-Ab%2Bcd%2fef0123456789&a=b          | key=***&a=b
			sk-Ab\\u002Bcd\\/ef0123456789              | ***
			sk-Ab&#x2B;cd&#47;ef0123456789             | ***
			sk-Ab+... (truncated)                      | ***... (truncated)
			key 'sk-Ab+cd' [...]                       | key '***' [...]
			key: sk-Ab+cd/ef01 is not valid            | key: *** is not valid
			ends with sk-Ab+                           | ends with ***
			ends with sk-Ab+cd\\u00                    | ends with ***\\u00
			""")
	void redactsEscapedOrTruncatedKey(String text, String redacted) {
		assertThat(this.redactor.redact(text)).isEqualTo(redacted);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "user:", "Bearer ", "{\"key\":\"" })
	void redactsBase64OfTextWithKey(String prefix) {
		String encoded = Base64.getEncoder().encodeToString((prefix + KEY).getBytes());
		String redacted = this.redactor.redact("Authorization: Basic " + encoded + ", other");
		assertThat(redacted).startsWith("Authorization: Basic ").endsWith("***, other");
		assertThat(redacted.length()).isLessThan(48);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "sk-", "sk-Ab is short", "sk-Ab+cd without an ellipsis", "task-Ab", "\\", "%", "&",
			"%2", "&#", "\\u00", "the number ef0123456789", "...3456789", "100% of \\n & &#x; &amp;", "a...b",
			"...6789", "...\n", "Ab+cd/ef01" })
	void returnsTextWithoutRecognizableKeyUnchanged(String text) {
		assertThat(this.redactor.redact(text)).isSameAs(text);
		assertThat(new Redactor("").redact(text)).isSameAs(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			abcd1234           | xabcd1234y               | x***y
			abcd123            | xabcd123y                | xabcd123y
			abcdef             | Basic YWJjZGVm           | Basic ***
			abcde              | Basic YWJjZGU=           | Basic YWJjZGU=
			sk-0123456789abcdef | The key 0123456789abcdef | The key ***
			sk-0123456789abcde  | The key 0123456789abcde  | The key 0123456789abcde
			""")
	void redactsKeyInsideWordOrInOtherFormOnlyIfKeyIsLongEnough(String key, String text, String redacted) {
		assertThat(new Redactor(key).redact(text)).isEqualTo(redacted);
	}

	@Test
	void redactsShortKeyOnlyAsWholeWord() {
		Redactor redactor = new Redactor("key");
		assertThat(redactor.redact("The key key, Check qhaigc.api-key")).isEqualTo("The *** ***, Check qhaigc.api-key");
	}

	@Test
	void keepsPropertyAndModelNamesThatBeginLikeKey() {
		String text = "Check qhaigc.api-key and gemini-3.5-flash";
		assertThat(new Redactor("qhaigc-0123456789").redact(text)).isSameAs(text);
		assertThat(new Redactor("gemini-0123456789").redact(text)).isSameAs(text);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "\\", "%25", "%", "&amp;", "&#", "&", "sk-Ab", "sk-Ab+cd", "s", "...2", "s\n", "\n", "***" })
	void redactsLongTextInLinearTime(String repeated) {
		String text = repeated.repeat(300_000 / repeated.length());
		assertTimeout(Duration.ofSeconds(20), () -> this.redactor.redact(text));
	}

	@Test
	void toStringDoesNotShowKey() {
		assertThat(this.redactor).hasToString("***");
	}

	@Test
	void keepsTypeOfBudgetException() {
		Instant renewedAt = Instant.parse("2026-12-02T00:00:00Z");
		Throwable redacted = this.redactor.redact(new BudgetExceededException("The budget of " + KEY + " is used up",
				"qhaigc.budget.per-day", renewedAt));
		assertThat(redacted).isInstanceOfSatisfying(BudgetExceededException.class, (failure) -> {
			assertThat(failure).hasMessage("The budget of *** is used up");
			assertThat(failure.budget()).isEqualTo("qhaigc.budget.per-day");
			assertThat(failure.renewedAt()).isEqualTo(renewedAt);
		});
	}

}
