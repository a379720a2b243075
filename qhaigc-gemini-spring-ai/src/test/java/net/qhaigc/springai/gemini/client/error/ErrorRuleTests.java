package net.qhaigc.springai.gemini.client.error;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the troubleshooting pages explain each {@link ErrorRule} that gives advice,
 * except {@code NOT_FOUND}.
 */
class ErrorRuleTests {

	@ParameterizedTest
	@EnumSource
	void isExplainedInEnglishAndChinese(ErrorRule rule) throws IOException {
		String message = rule.advice()
			.replace("{model}", "gemini-9")
			.replace("{key}", "qhaigc.api-key")
			.replace("{variable}", " (environment variable QHAIGC_API_KEY)")
			.replace("{param}", "404")
			.replace("{location}", "https://elsewhere.example");
		String start = message.split("\\. | \\(qhaigc.api-key\\)|, because|, and the gateway")[0];
		if (rule == ErrorRule.NOT_FOUND || start.isEmpty()) {
			return;
		}
		for (String page : new String[] { "troubleshooting.md", "troubleshooting.zh-CN.md" }) {
			assertThat(Files.readString(Path.of("../docs", page))).as(page).contains("| " + start + " |");
		}
	}

}
