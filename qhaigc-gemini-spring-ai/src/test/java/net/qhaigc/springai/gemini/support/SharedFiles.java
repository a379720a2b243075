package net.qhaigc.springai.gemini.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder beside the project that holds the wire format's schema and recorded traffic.
 * Without it the tests that need it are skipped, unless it is demanded.
 */
public final class SharedFiles {

	private static final Path FOLDER = Path.of("..", "..", "shared");

	private SharedFiles() {
	}

	/**
	 * A file or folder in it.
	 * @param path the path below the folder
	 * @return the path, or empty if the folder is absent and need not be there
	 * @throws IllegalStateException if {@code qhaigc.shared.required} is set and it is
	 * absent
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
