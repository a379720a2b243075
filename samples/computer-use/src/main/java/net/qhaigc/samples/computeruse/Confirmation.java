package net.qhaigc.samples.computeruse;

import java.io.Console;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Asks the user before a step that the model considers risky. Google's terms require that
 * a person decides.
 */
@Component
class Confirmation {

	private final boolean usesStandIn;

	Confirmation(ObjectProvider<QhaigcGateway> standIn) {
		this.usesStandIn = standIn.getIfAvailable() != null;
	}

	/**
	 * Ask the user. With the stand-in gateway, the answer is always yes. With a real
	 * gateway, the answer is no if there is no console.
	 * @param explanation why the step requires confirmation
	 * @return whether the user allows the step
	 */
	boolean confirm(String explanation) {
		System.out.println("The model asks for confirmation: " + explanation);
		if (this.usesStandIn) {
			return true;
		}
		Console console = System.console();
		return console != null && "yes".equals(console.readLine("Enter yes to allow this: "));
	}

}
