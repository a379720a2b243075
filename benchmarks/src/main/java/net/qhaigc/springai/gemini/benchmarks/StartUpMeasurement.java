package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;

/**
 * The time until the chat model bean is ready and until the first response is received,
 * in a minimal application with and without the starter. The two applications alternate.
 */
final class StartUpMeasurement implements Measurement {

	private static final double MAX_READY = 1.05;

	private static final double MAX_RESPONSE = 1.03;

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException {
		int rounds = environment.scale().rounds();
		StartUpTimes plain = new StartUpTimes("plain", "PlainApplication", rounds);
		StartUpTimes qhaigc = new StartUpTimes("qhaigc", "QhaigcApplication", rounds);
		for (int round = -1; round < rounds; round++) {
			plain.start(environment.baseUrl(), round);
			qhaigc.start(environment.baseUrl(), round);
		}
		Samples ready = qhaigc.ready.dividedBy(plain.ready);
		Samples response = qhaigc.response.dividedBy(plain.response);
		String cell = "%.3f (%s) / %.3f (%s): %.0f / %.0f ms instead of %.0f / %.0f".formatted(ready.median(),
				ready.spread("%.3f"), response.median(), response.spread("%.3f"), qhaigc.ready.median(),
				qhaigc.response.median(), plain.ready.median(), plain.response.median());
		return new TableRow("Bean ready / first response, relative to an application without the starter",
				"%.2f / %.2f".formatted(MAX_READY, MAX_RESPONSE),
				ready.median() <= MAX_READY && response.median() <= MAX_RESPONSE, Map.of(PeerKind.QHAIGC, cell));
	}

	/** The start-up times of one of the two applications. */
	private static final class StartUpTimes {

		private final String classPath;

		private final String mainClass;

		private final Samples ready;

		private final Samples response;

		StartUpTimes(String module, String application, int rounds) throws IOException {
			Path target = Path.of("benchmarks", "startup-" + module, "target");
			this.classPath = target.resolve("classes") + ":" + Files.readString(target.resolve("class-path"));
			this.mainClass = "net.qhaigc.springai.gemini.benchmarks.startup." + application;
			this.ready = new Samples(new double[rounds]);
			this.response = new Samples(new double[rounds]);
		}

		void start(String baseUrl, int round) throws IOException {
			long started = System.nanoTime();
			try (ChildJvm child = ChildJvm.start(this.classPath, this.mainClass, List.of(),
					"--qhaigc.base-url=" + baseUrl, "--qhaigc.api-key=no-key", "--qhaigc.model=text",
					"--spring.main.banner-mode=off")) {
				String line = child.readLine();
				while (!line.startsWith("times ")) {
					line = child.readLine();
				}
				String[] words = line.split(" ");
				if (round >= 0) {
					this.ready.values()[round] = (Long.parseLong(words[1]) - started) / 1e6;
					this.response.values()[round] = (Long.parseLong(words[2]) - started) / 1e6;
				}
			}
		}

	}

}
