package net.qhaigc.springai.gemini.test;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * The stand-in gateway as a program, for applications in any language. {@code --help}
 * prints its options.
 */
public final class QhaigcStandIn {

	private static final int EXIT_CODE_START_FAILED = 2;

	private QhaigcStandIn() {
	}

	/**
	 * Run the stand-in gateway until the process is stopped.
	 * @param args the options; see {@code --help}
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		QhaigcGateway gateway = null;
		try {
			gateway = start(System.out, args);
		}
		catch (RuntimeException ex) {
			System.err.println(ex.getMessage());
			System.exit(EXIT_CODE_START_FAILED);
		}
		if (gateway != null) {
			Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
			new CountDownLatch(1).await();
		}
	}

	/**
	 * Start a gateway with the options of the command line.
	 * @param out the stream to print to
	 * @param args the options
	 * @return the gateway, or null if only the help or the version was printed
	 * @throws IllegalArgumentException if an option or a rule is not valid
	 */
	static @Nullable QhaigcGateway start(PrintStream out, String... args) {
		StandInOptions options = StandInOptions.parse(args);
		if (options.isHelpRequested() || options.isVersionRequested()) {
			out.print(options.isHelpRequested() ? StandInOptions.HELP : version() + "\n");
			return null;
		}
		Path rules = options.rules();
		RulesFile file = (rules != null) ? RulesFile.read(rules) : null;
		options.builder().journalEndpoint(options.isQuiet() ? (line) -> {
		} : out::println);
		QhaigcGateway gateway = options.builder().start();
		int count = (file != null) ? file.addTo(gateway) : 0;
		out.println("Stand-in gateway at " + gateway.url() + ((count > 0) ? " with " + count + " rules" : ""));
		out.println("  QHAIGC_BASE_URL=" + gateway.url());
		out.println("  QHAIGC_API_KEY=" + gateway.apiKey());
		out.println("  Journal: " + gateway.url() + JournalEndpoint.PATH);
		return gateway;
	}

	private static String version() {
		return Objects.requireNonNullElse(QhaigcStandIn.class.getPackage().getImplementationVersion(), "unknown");
	}

}
