package net.qhaigc.samples.computeruse;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;

/**
 * A function of the application, which the model calls in addition to those for the
 * browser.
 */
@Component
class Budget {

	@Tool(name = "budget", description = "Get the maximum amount that may be spent, in euros")
	int budget() {
		System.out.println("budget()");
		return 30;
	}

}
