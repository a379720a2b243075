package net.qhaigc.samples.computeruse;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;

/**
 * Provides the tool {@code budget}, which the model can call in addition to Google's
 * predefined functions of computer use.
 */
@Component
class Budget {

	@Tool(name = "budget", description = "Get the maximum amount that may be spent, in euros")
	int budget() {
		System.out.println("budget()");
		return 30;
	}

}
