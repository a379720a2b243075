package net.qhaigc.samples.computeruse;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.stereotype.Component;

/**
 * A function of the application that is not one of Google's predefined functions.
 */
@Component
class Budget {

	@Tool(name = "budget", description = "Get the maximum amount that may be spent, in euros")
	int budget() {
		System.out.println("budget()");
		return 30;
	}

}
