package net.qhaigc.springai.gemini.test;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The command line of {@link QhaigcStandIn}.
 */
final class StandInOptions {

	static final String HELP = """
			Usage: java -jar qhaigc-gemini-test-<version>-standalone.jar [options]

			Starts a stand-in for the Qhaigc gateway: an HTTP server that validates requests as the gateway does and
			returns scripted or generated responses. In the application, set QHAIGC_BASE_URL to the printed URL.

			  --port <number>      Port. Defaults to 8089; 0 for a free port.
			  --host <address>     Address to listen on. Defaults to localhost; 0.0.0.0 for all interfaces.
			  --rules <file>       Rules for replies, in YAML or JSON. They take precedence over generated replies.
			  --auto               Generate a reply for each request that no rule matches: a call of the tool that matches
			                       the user's text, else JSON that conforms to the response schema, else the tool
			                       results, else the user's text.
			  --delay <duration>   Delay between the events of a generated stream, such as 50ms. Implies --auto.
			  --api-key <key>      API key to accept; can be repeated. By default, all API keys are accepted.
			  --model <id>         ID of a model to serve; can be repeated. By default, all models are served.
			  --path-prefix <path> Prefix of all paths, such as /proxy.
			  --lenient            Accept JSON that Google accepts although it is not canonical.
			  --no-signatures      Do not require the thought signatures that Gemini 3 and later models require.
			  --relay              Respond as a relay such as one-api or new-api does.
			  --replay <folder>    Return the responses that were recorded in the folder.
			  --quiet              Do not print a line for each request.
			  --help, --version    Print this text or the version, and exit.

			The journal of the last requests is at <url>/stand-in/journal: GET returns it, DELETE clears it.
			""";

	private static final int DEFAULT_PORT = 8089;

	private final QhaigcGatewayBuilder builder = QhaigcGateway.builder().port(DEFAULT_PORT);

	private final List<String> apiKeys = new ArrayList<>();

	private @Nullable Path rules;

	private boolean quiet;

	private boolean help;

	private boolean version;

	private StandInOptions() {
	}

	/**
	 * Parse a command line.
	 * @throws IllegalArgumentException if it is not valid
	 */
	static StandInOptions parse(String... args) {
		StandInOptions options = new StandInOptions();
		Iterator<String> arguments = Arrays.stream(args)
			.flatMap((arg) -> (arg.startsWith("--") && arg.contains("=")) ? Arrays.stream(arg.split("=", 2))
					: Arrays.stream(new String[] { arg }))
			.iterator();
		while (arguments.hasNext()) {
			options.parse(arguments.next(), arguments);
		}
		if (options.apiKeys.isEmpty()) {
			options.builder.acceptAnyKey();
		}
		else {
			options.builder.apiKeys(options.apiKeys.toArray(String[]::new));
		}
		return options;
	}

	private void parse(String option, Iterator<String> values) {
		switch (option) {
			case "--port" -> this.builder.port(port(value(option, values)));
			case "--host" -> this.builder.host(value(option, values));
			case "--rules" -> this.rules = Path.of(value(option, values));
			case "--auto" -> this.builder.autoRespond();
			case "--delay" -> this.builder.autoRespond(duration(value(option, values)));
			case "--api-key" -> this.apiKeys.add(value(option, values));
			case "--model" -> this.builder.models(value(option, values).split(","));
			case "--path-prefix" -> this.builder.pathPrefix(value(option, values));
			case "--lenient" -> this.builder.lenient();
			case "--no-signatures" -> this.builder.withoutSignatureRules();
			case "--relay" -> this.builder.respondAsRelay();
			case "--replay" -> this.builder.replay(Path.of(value(option, values)));
			case "--quiet" -> this.quiet = true;
			case "--help", "-h" -> this.help = true;
			case "--version" -> this.version = true;
			default -> throw new IllegalArgumentException("Unknown option: " + option + ". See --help.");
		}
	}

	private static String value(String option, Iterator<String> values) {
		if (!values.hasNext()) {
			throw new IllegalArgumentException("The option " + option + " requires a value. See --help.");
		}
		return values.next();
	}

	private static int port(String value) {
		if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
			throw new IllegalArgumentException("The port must be a number from 0 to 65535, but is " + value);
		}
		return Integer.parseInt(value);
	}

	/**
	 * Parse a duration such as {@code 50ms}, {@code 2s}, {@code 1m} or {@code PT2S}.
	 * @throws IllegalArgumentException if the text is not a duration
	 */
	static Duration duration(String text) {
		if (text.matches("\\d+ms")) {
			return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
		}
		try {
			return Duration.parse(text.startsWith("P") ? text : "PT" + text);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("'" + text + "' is not a duration such as 50ms, 2s or 1m", ex);
		}
	}

	QhaigcGatewayBuilder builder() {
		return this.builder;
	}

	@Nullable Path rules() {
		return this.rules;
	}

	boolean isQuiet() {
		return this.quiet;
	}

	boolean isHelpRequested() {
		return this.help;
	}

	boolean isVersionRequested() {
		return this.version;
	}

}
