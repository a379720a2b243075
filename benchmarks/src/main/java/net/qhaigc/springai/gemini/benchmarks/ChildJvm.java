package net.qhaigc.springai.gemini.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A child process with a JVM, which terminates with this one.
 */
final class ChildJvm implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private ChildJvm(Process process) {
		this.process = process;
		this.output = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
	}

	/** Starts a class of the current class path. */
	static ChildJvm start(Class<?> mainClass, List<String> options, String... arguments) throws IOException {
		return start(System.getProperty("java.class.path"), mainClass.getName(), options, arguments);
	}

	/** Starts a class of the given class path. Its standard error is inherited. */
	static ChildJvm start(String classPath, String mainClass, List<String> options, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("--enable-native-access=ALL-UNNAMED");
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, mainClass));
		command.addAll(List.of(arguments));
		return new ChildJvm(new ProcessBuilder(command).directory(new File("."))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
	}

	/** Reads the next line of its output. */
	String readLine() throws IOException {
		return Objects.requireNonNull(this.output.readLine(), "The child process terminated prematurely");
	}

	/** Terminates the process. */
	@Override
	public void close() {
		this.process.destroy();
	}

}
