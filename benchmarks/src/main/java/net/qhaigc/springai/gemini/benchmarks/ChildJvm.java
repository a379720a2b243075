package net.qhaigc.springai.gemini.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A child JVM, which {@link #close()} terminates.
 */
final class ChildJvm implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private ChildJvm(Process process) {
		this.process = process;
		this.output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
	}

	/** Start a JVM with the classpath of this JVM. */
	static ChildJvm start(Class<?> mainClass, List<String> options, String... arguments) throws IOException {
		return start(System.getProperty("java.class.path"), mainClass.getName(), options, Map.of(), List.of(arguments));
	}

	/**
	 * Start a JVM with a classpath other than that of this JVM, and with additional
	 * environment variables.
	 */
	static ChildJvm start(String classPath, String mainClass, Map<String, String> environment, List<String> arguments)
			throws IOException {
		return start(classPath, mainClass, List.of(), environment, arguments);
	}

	/** Start a JVM that writes its standard error to that of this JVM. */
	private static ChildJvm start(String classPath, String mainClass, List<String> options,
			Map<String, String> environment, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("--enable-native-access=ALL-UNNAMED");
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, mainClass));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).directory(new File("."))
			.redirectError(ProcessBuilder.Redirect.INHERIT);
		builder.environment().putAll(environment);
		return new ChildJvm(builder.start());
	}

	/** Return the next line of the standard output. */
	String readLine() throws IOException {
		return Objects.requireNonNull(this.output.readLine(), "The child JVM ended prematurely");
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
