package net.qhaigc.springai.gemini.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the table of results, the machine and the versions of the libraries to the
 * README of the benchmarks.
 */
final class Report {

	private static final String BEGIN = "<!-- table -->\n";

	private static final String END = "<!-- /table -->";

	private static final Pattern MEASURED_JARS = Pattern.compile("(spring-ai-model|spring-webflux|reactor-netty-http"
			+ "|netty-buffer|netty-tcnative-classes|jackson-core|spring-ai-google-genai|spring-ai-ollama|google-genai"
			+ "|langchain4j-google-ai-gemini)-\\d.*\\.jar");

	private Report() {
	}

	static void write(Path readme, List<TableRow> rows) throws IOException {
		String text = Files.readString(readme);
		String table = "%s\n%s%s%s".formatted(machineAndVersions(), TableRow.header(),
				rows.stream().map(TableRow::toString).collect(Collectors.joining()),
				rows.stream()
					.map(TableRow::note)
					.filter((note) -> !note.isEmpty())
					.map("\n%s\n"::formatted)
					.collect(Collectors.joining()));
		int begin = text.indexOf(BEGIN) + BEGIN.length();
		Files.writeString(readme, text.substring(0, begin) + table + text.substring(text.indexOf(END, begin)));
	}

	private static String machineAndVersions() {
		return "%s, %s %s, %d cores, %s.%n%s.%n".formatted(LocalDate.now(ZoneOffset.UTC),
				System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"),
				Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"), versions());
	}

	private static String versions() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((jar) -> Path.of(jar).getFileName().toString())
			.filter((name) -> MEASURED_JARS.matcher(name).matches())
			.map((name) -> name.replace(".jar", ""))
			.sorted()
			.collect(Collectors.joining(", "));
	}

}
