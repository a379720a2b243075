package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds files of the repository. Skips hidden directories, installed npm packages, and
 * build output, which a concurrent build of another module can delete.
 */
final class RepositoryFiles {

	private RepositoryFiles() {
	}

	/**
	 * Return the files whose relative paths match a regular expression, sorted by path.
	 */
	static List<Path> find(Path repository, String pattern) {
		List<Path> found = new ArrayList<>();
		try {
			Files.walkFileTree(repository, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
					return repository.relativize(directory).toString().matches("(.*/)?(target|node_modules|\\.\\w+)")
							? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (repository.relativize(file).toString().matches(pattern)) {
						found.add(file);
					}
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return found.stream().sorted().toList();
	}

}
