package net.qhaigc.springai.gemini.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds recorded traffic and the schema of the wire format in the folder {@code shared}
 * next to the project. Tests that need the folder are skipped if it is absent. If the
 * system property {@code qhaigc.shared.required} is {@code true}, they fail instead.
 */
public final class SharedFiles {

	private static final Path FOLDER = Path.of("..", "..", "shared");

	private SharedFiles() {
	}

	/**
	 * Find a file or folder in the shared folder.
	 * @param path the path relative to the shared folder
	 * @return the path; empty if the file or folder is absent and
	 * {@code qhaigc.shared.required} is not {@code true}
	 * @throws IllegalStateException if the file or folder is absent and
	 * {@code qhaigc.shared.required} is {@code true}
	 */
	public static Optional<Path> find(String path) {
		Path found = FOLDER.resolve(path);
		if (Files.exists(found)) {
			return Optional.of(found);
		}
		if (Boolean.getBoolean("qhaigc.shared.required")) {
			throw new IllegalStateException(found.toAbsolutePath().normalize() + " is missing");
		}
		return Optional.empty();
	}

}
