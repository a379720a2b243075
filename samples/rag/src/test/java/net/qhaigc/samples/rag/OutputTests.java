package net.qhaigc.samples.rag;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the output of the sample.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutputTests {

	@Test
	void printsAnswersIfNoApiKeyIsSet(CapturedOutput output) {
		SpringApplication.run(RagSample.class, "--qhaigc.api-key=").close();

		assertThat(output.toString().lines().filter((line) -> !line.contains("Using a stand-in gateway")))
			.containsExactly("""
					Without retrieval
					> How many working days does the refund of a ticket take?
					I do not know.

					With retrieval
					> How many working days does the refund of a ticket take?
					The refund arrives on the original card within nine working days. [1]
					[1] tickets.md, "Refunds"

					Streamed
					> What does a place for my bicycle cost?
					A place for a bicycle must be reserved and costs 15 yuan. [1]
					[1] travel.md, "Bicycles"
					""".split("\n"));
	}

}
