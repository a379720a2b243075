package net.qhaigc.samples.quickstart;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Runs the {@link Tour} and exits. The exit code is 1 if a request fails.
 */
@SpringBootApplication
public class QuickstartApplication {

	public static void main(String[] args) {
		int exitCode = SpringApplication.exit(SpringApplication.run(QuickstartApplication.class, args));
		if (exitCode != 0) {
			System.exit(exitCode);
		}
	}

}
