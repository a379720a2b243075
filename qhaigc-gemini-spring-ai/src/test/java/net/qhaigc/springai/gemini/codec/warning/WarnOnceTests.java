package net.qhaigc.springai.gemini.codec.warning;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarnOnce}.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarnOnceTests {

	@Test
	void logsOneMessageForEachKindAndName(CapturedOutput output) {
		WarnOnce warnings = new WarnOnce();
		warnings.warn("tool", "a", "Tool a.");
		warnings.warn("tool", "a", "Tool a.");
		warnings.warn("tool", "b", "Tool b.");
		warnings.warn("schema", "a", "Schema a.");
		new WarnOnce().warn("tool", "a", "Tool a.");
		assertThat(output.getOut().lines().map((line) -> line.replaceFirst(".* -- ", ""))).containsExactly("Tool a.",
				"Tool b.", "Schema a.", "Tool a.");
	}

	@Test
	void stopsLoggingAfter256Messages(CapturedOutput output) {
		WarnOnce warnings = new WarnOnce();
		for (int i = 0; i < 1000; i++) {
			warnings.warn("tool", "name " + i, "Tool.");
		}
		assertThat(output.getOut().lines()).hasSize(256);
	}

}
