package net.qhaigc.springai.gemini.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the folders that contain the inputs of fuzz tests. If a fuzz test is renamed
 * but its folder is not, Jazzer runs the test without these inputs.
 */
class FuzzInputsTests {

	private static final Path RESOURCES = Path.of("src/test/resources");

	@Test
	void foldersOfInputsHaveNamesOfFuzzTests() throws IOException {
		List<Path> folders;
		try (Stream<Path> paths = Files.walk(RESOURCES)) {
			folders = paths.filter(Files::isDirectory)
				.filter((path) -> path.getParent().toString().endsWith("Inputs"))
				.toList();
		}
		assertThat(folders).isNotEmpty().allMatch(FuzzInputsTests::belongsToFuzzTest);
	}

	private static boolean belongsToFuzzTest(Path folder) {
		String testClass = RESOURCES.relativize(folder.getParent())
			.toString()
			.replace('/', '.')
			.replaceAll("Inputs$", "");
		try {
			return Arrays.stream(Class.forName(testClass).getDeclaredMethods())
				.filter((method) -> method.isAnnotationPresent(FuzzTest.class))
				.anyMatch((method) -> method.getName().equals(folder.getFileName().toString()));
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

}
