package net.qhaigc.springai.gemini.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Stores media in files in a directory: the bytes in a file whose name is the reference
 * of the media, and the MIME type in a second file with the same name and the suffix
 * {@code .type}. Several applications can share the directory. Files are deleted only by
 * {@link #delete(String)} and {@link #deleteOlderThan(Instant)}.
 */
public final class FileMediaStore extends ContentAddressedMediaStore {

	private static final String TYPE_SUFFIX = ".type";

	private final Path directory;

	/**
	 * Create a store.
	 * @param directory the directory, which is created if it does not exist
	 */
	public FileMediaStore(Path directory) {
		this.directory = directory;
	}

	@Override
	protected void write(String reference, Content content) {
		Path file = file(reference);
		try {
			if (Files.exists(file) && Files.exists(typeFile(reference)) && touch(file)) {
				return;
			}
			Files.createDirectories(this.directory);
			replace(typeFile(reference), content.mimeType().getBytes(StandardCharsets.UTF_8));
			replace(file, content.bytes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Media cannot be written to " + this.directory, ex);
		}
	}

	/**
	 * Set the modification time, which {@link #deleteOlderThan(Instant)} checks, to the
	 * current time. Return false if another application has just deleted the file.
	 */
	private static boolean touch(Path file) throws IOException {
		try {
			Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
			return true;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/** Replace a file atomically, so that a reader never sees only a part of it. */
	private void replace(Path file, byte[] content) throws IOException {
		Path temporary = Files.createTempFile(this.directory, "media", ".tmp");
		try {
			Files.write(temporary, content);
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	@Override
	protected @Nullable Content read(String reference) {
		try {
			return new Content(Files.readString(typeFile(reference)), Files.readAllBytes(file(reference)));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Media cannot be read from " + this.directory, ex);
		}
	}

	@Override
	protected void remove(String reference) {
		try {
			Files.deleteIfExists(file(reference));
			Files.deleteIfExists(typeFile(reference));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Media cannot be deleted from " + this.directory, ex);
		}
	}

	/**
	 * Delete media that was last stored before a given time, for example because the
	 * conversations to which it belongs have expired.
	 * @param time the time
	 * @return how many media objects were deleted
	 */
	public int deleteOlderThan(Instant time) {
		List<String> old;
		try (Stream<Path> files = Files.list(this.directory)) {
			old = files.filter((file) -> isOlderThan(time, file)).map((file) -> file.getFileName().toString()).toList();
		}
		catch (NoSuchFileException ex) {
			return 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Media cannot be deleted from " + this.directory, ex);
		}
		old.forEach(this::remove);
		return old.size();
	}

	private static boolean isOlderThan(Instant time, Path file) {
		try {
			return MediaReference.isValid(file.getFileName().toString())
					&& Files.getLastModifiedTime(file).toInstant().isBefore(time);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Path file(String reference) {
		return this.directory.resolve(reference);
	}

	private Path typeFile(String reference) {
		return this.directory.resolve(reference + TYPE_SUFFIX);
	}

}
