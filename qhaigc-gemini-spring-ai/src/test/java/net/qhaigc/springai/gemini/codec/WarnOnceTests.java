package net.qhaigc.springai.gemini.codec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was dropped or changed is said, once, and no log is flooded.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarnOnceTests {

	@Test
	void eachKindAndNameIsToldOfOnceByEachModel(CapturedOutput output) {
		WarnOnce notices = new WarnOnce();
		notices.warn("tool", "a", "Tool a.");
		notices.warn("tool", "a", "Tool a.");
		notices.warn("tool", "b", "Tool b.");
		notices.warn("schema", "a", "Schema a.");
		new WarnOnce().warn("tool", "a", "Tool a.");
		assertThat(output.getOut().lines().map((line) -> line.replaceFirst(".* -- ", ""))).containsExactly("Tool a.",
				"Tool b.", "Schema a.", "Tool a.");
	}

	@Test
	void afterManyNamesNothingMoreIsSaid(CapturedOutput output) {
		WarnOnce notices = new WarnOnce();
		for (int i = 0; i < 1000; i++) {
			notices.warn("tool", "name " + i, "Tool.");
		}
		assertThat(output.getOut().lines()).hasSize(256);
	}

}
