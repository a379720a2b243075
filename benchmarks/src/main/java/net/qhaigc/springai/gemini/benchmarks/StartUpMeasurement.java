package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;

/**
 * The time until the chat model is ready, and until the first response is received, in
 * minimal applications. There is one application for each starter and, for comparison,
 * one without a starter, which sends the same prompt with {@code WebClient}. Each
 * application is started once in each round.
 */
final class StartUpMeasurement implements Measurement {

	private static final int MAX_ROUNDS = 7;

	private static final double MAX_READY_RATIO = 1.05;

	private static final double MAX_RESPONSE_RATIO = 0.97;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException {
		Map<Application, StartUpTimes> times = measure(environment, Math.min(MAX_ROUNDS, environment.scale().rounds()));
		StartUpTimes plain = get(times, Application.PLAIN);
		StartUpTimes qhaigc = get(times, Application.QHAIGC);
		StartUpTimes google = get(times, Application.GOOGLE_GENAI);
		boolean met = qhaigc.isWithin(plain, MAX_READY_RATIO, MAX_RESPONSE_RATIO) && qhaigc.isFasterThan(google);
		Map<ClientKind, String> cells = new EnumMap<>(ClientKind.class);
		cells.put(ClientKind.QHAIGC, qhaigc.cell(plain));
		cells.put(ClientKind.GOOGLE_GENAI, google.cell(plain));
		return new TableRow("Bean ready / first response, relative to an application without a starter",
				"%.2f / %.2f, and both less than google-genai".formatted(MAX_READY_RATIO, MAX_RESPONSE_RATIO), met,
				cells, note(times, plain));
	}

	/**
	 * Start each application once in each round. An additional first round is not
	 * counted; it is omitted if the scale has no warm-ups.
	 */
	private static Map<Application, StartUpTimes> measure(BenchmarkEnvironment environment, int rounds)
			throws IOException {
		Map<Application, StartUpTimes> times = new EnumMap<>(Application.class);
		for (Application application : Application.values()) {
			times.put(application, new StartUpTimes(new Samples(new double[rounds]), new Samples(new double[rounds])));
		}
		for (int round = (environment.scale().warmUps() > 0) ? -1 : 0; round < rounds; round++) {
			for (Application application : Application.values()) {
				double[] millis = application.start(environment.baseUrl());
				if (round >= 0) {
					get(times, application).ready.values()[round] = millis[0];
					get(times, application).response.values()[round] = millis[1];
				}
			}
		}
		return times;
	}

	private static String note(Map<Application, StartUpTimes> times, StartUpTimes plain) {
		return "Start-up, bean ready / first response: " + times.entrySet()
			.stream()
			.map((entry) -> "%s %s".formatted(entry.getKey().title, entry.getValue().cell(plain)))
			.collect(Collectors.joining("; ")) + ".";
	}

	private static StartUpTimes get(Map<Application, StartUpTimes> times, Application application) {
		return Objects.requireNonNull(times.get(application));
	}

	/**
	 * An application without a starter, and one for each starter. The applications with a
	 * starter consist of the same class, and differ in their class path and arguments.
	 */
	private enum Application {

		PLAIN("without a starter", "startup-plain", "PlainApplication"),

		QHAIGC("Qhaigc", "startup-qhaigc", "ChatModelApplication", "--qhaigc.base-url=%s", "--qhaigc.api-key=no-key",
				"--qhaigc.model=text"),

		GOOGLE_GENAI("Spring AI google-genai", "startup-google-genai", "ChatModelApplication",
				"--spring.ai.google.genai.api-key=no-key", "--spring.ai.google.genai.chat.model=text"),

		OPENAI("Spring AI openai", "startup-openai", "ChatModelApplication", "--spring.ai.openai.base-url=%s/v1",
				"--spring.ai.openai.api-key=no-key"),

		ANTHROPIC("Spring AI anthropic", "startup-anthropic", "ChatModelApplication",
				"--spring.ai.anthropic.base-url=%s", "--spring.ai.anthropic.api-key=no-key");

		private final String title;

		private final String module;

		private final String mainClass;

		private final List<String> arguments;

		Application(String title, String module, String mainClass, String... arguments) {
			this.title = title;
			this.module = module;
			this.mainClass = mainClass;
			this.arguments = List.of(arguments);
		}

		/**
		 * Start the application, and return the milliseconds until the chat model or the
		 * {@code WebClient} is ready and until the response is received.
		 */
		double[] start(String baseUrl) throws IOException {
			List<String> all = new ArrayList<>(
					List.of("--benchmark.base-url=" + baseUrl, "--spring.main.banner-mode=off"));
			this.arguments.forEach((argument) -> all.add(argument.formatted(baseUrl)));
			String classPath = classPath();
			long started = System.nanoTime();
			try (ChildJvm child = ChildJvm.start(classPath,
					"net.qhaigc.springai.gemini.benchmarks.startup." + this.mainClass,
					Map.of("GOOGLE_GEMINI_BASE_URL", baseUrl), all)) {
				String line = child.readLine();
				while (!line.startsWith("times ")) {
					line = child.readLine();
				}
				String[] words = line.split(" ");
				return new double[] { (Long.parseLong(words[1]) - started) / 1e6,
						(Long.parseLong(words[2]) - started) / 1e6 };
			}
		}

		private String classPath() throws IOException {
			Path benchmarks = Path.of("benchmarks");
			Path classes = benchmarks.resolve((this == PLAIN) ? this.module : QHAIGC.module).resolve("target/classes");
			return classes + ":" + Files.readString(benchmarks.resolve(this.module).resolve("target/class-path"));
		}

	}

	/**
	 * The start-up times of an application in milliseconds.
	 *
	 * @param ready the times until the chat model or the {@code WebClient} is ready
	 * @param response the times until the first response is received
	 */
	private record StartUpTimes(Samples ready, Samples response) {

		boolean isWithin(StartUpTimes other, double maxReadyRatio, double maxResponseRatio) {
			return this.ready.dividedBy(other.ready).median() <= maxReadyRatio
					&& this.response.dividedBy(other.response).median() <= maxResponseRatio;
		}

		boolean isFasterThan(StartUpTimes other) {
			return this.ready.dividedBy(other.ready).median() < 1
					&& this.response.dividedBy(other.response).median() < 1;
		}

		String cell(StartUpTimes plain) {
			Samples relativeReady = this.ready.dividedBy(plain.ready);
			Samples relativeResponse = this.response.dividedBy(plain.response);
			return "%.3f (%s) / %.3f (%s): %.0f / %.0f ms".formatted(relativeReady.median(),
					relativeReady.spread("%.3f"), relativeResponse.median(), relativeResponse.spread("%.3f"),
					this.ready.median(), this.response.median());
		}

	}

}
