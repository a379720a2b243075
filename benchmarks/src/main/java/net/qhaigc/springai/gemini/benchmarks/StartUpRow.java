package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import net.qhaigc.springai.gemini.benchmarks.peer.PeerKind;

/**
 * The time that a minimal application takes until its bean is ready and until its first
 * response, with the starter and without it. The two are started alternately.
 */
final class StartUpRow implements Row {

	private static final double MAX_READY_RATIO = 1.05;

	private static final double MAX_RESPONSE_RATIO = 1.03;

	@Override
	public Line measure(BenchmarkEnvironment environment) throws IOException {
		int rounds = environment.scale().rounds();
		StartUps plain = new StartUps("plain", "PlainApplication", rounds);
		StartUps ours = new StartUps("qhaigc", "QhaigcApplication", rounds);
		for (int round = -1; round < rounds; round++) {
			plain.start(environment.baseUrl(), round);
			ours.start(environment.baseUrl(), round);
		}
		Samples ready = ours.ready.dividedBy(plain.ready);
		Samples answer = ours.answer.dividedBy(plain.answer);
		String cell = "%.3f (%s) / %.3f (%s), that is %.0f / %.0f ms of %.0f / %.0f".formatted(ready.median(),
				ready.spread("%.3f"), answer.median(), answer.spread("%.3f"), ours.ready.median(), ours.answer.median(),
				plain.ready.median(), plain.answer.median());
		return new Line("Bean ready / first answer, against an application without the starter",
				"%.2f / %.2f".formatted(MAX_READY_RATIO, MAX_RESPONSE_RATIO),
				ready.median() <= MAX_READY_RATIO && answer.median() <= MAX_RESPONSE_RATIO,
				Map.of(PeerKind.QHAIGC, cell));
	}

	/** Starts one of the two applications. */
	private static final class StartUps {

		private final String classPath;

		private final String mainClass;

		private final Samples ready;

		private final Samples answer;

		StartUps(String module, String application, int rounds) throws IOException {
			Path target = Path.of("benchmarks", "startup-" + module, "target");
			this.classPath = target.resolve("classes") + ":" + Files.readString(target.resolve("class-path"));
			this.mainClass = "net.qhaigc.springai.gemini.benchmarks.startup." + application;
			this.ready = new Samples(new double[rounds]);
			this.answer = new Samples(new double[rounds]);
		}

		void start(String baseUrl, int round) throws IOException {
			long began = System.nanoTime();
			try (ChildJvm child = ChildJvm.start(this.classPath, this.mainClass, List.of(),
					"--qhaigc.base-url=" + baseUrl, "--qhaigc.api-key=no-key", "--qhaigc.model=text",
					"--spring.main.banner-mode=off")) {
				String line = child.readLine();
				while (!line.startsWith("times ")) {
					line = child.readLine();
				}
				String[] words = line.split(" ");
				if (round >= 0) {
					this.ready.values()[round] = (Long.parseLong(words[1]) - began) / 1e6;
					this.answer.values()[round] = (Long.parseLong(words[2]) - began) / 1e6;
				}
			}
		}

	}

}
