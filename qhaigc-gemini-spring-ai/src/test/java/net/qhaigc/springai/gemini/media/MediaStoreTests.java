package net.qhaigc.springai.gemini.media;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link InMemoryMediaStore}, {@link FileMediaStore} and {@link StoredMedia}.
 */
class MediaStoreTests {

	private static final String UNKNOWN = "sha256-" + "0".repeat(64);

	@TempDir
	private static Path directory;

	static Stream<MediaStore> stores() {
		return Stream.of(new InMemoryMediaStore(), new FileMediaStore(directory.resolve("media")));
	}

	@ParameterizedTest
	@MethodSource("stores")
	void returnsBytesAndMimeType(MediaStore store) {
		Media stored = store.get(store.put(media("audio/l16;codec=pcm;rate=24000", 1)));
		assertThat(stored.getDataAsByteArray()).containsExactly(1, 1, 1);
		assertThat(stored.getMimeType()).hasToString("audio/l16;codec=pcm;rate=24000");
	}

	@ParameterizedTest
	@MethodSource("stores")
	void returnsSameReferenceForSameMedia(MediaStore store) {
		String reference = store.put(media("image/png", 1));
		assertThat(store.put(media("image/png", 1))).isEqualTo(reference).hasSizeLessThanOrEqualTo(100);
		assertThat(store.put(media("image/png", 2))).isNotEqualTo(reference);
		assertThat(store.put(media("image/jpeg", 1))).isNotEqualTo(reference);
	}

	@ParameterizedTest
	@MethodSource("stores")
	void deletesMedia(MediaStore store) {
		String reference = store.put(media("image/png", 3));
		store.delete(reference);
		store.delete(reference);
		assertThat(store.get(reference)).isNull();
	}

	@ParameterizedTest
	@MethodSource("stores")
	void returnsNullForUnknownReference(MediaStore store) {
		assertThat(store.get(UNKNOWN)).isNull();
		assertThat(store.get("../" + UNKNOWN)).isNull();
		assertThat(store.get("")).isNull();
	}

	@Test
	void fileStoreDeletesNoFileOutsideItsDirectory() throws IOException {
		Path secret = Files.writeString(directory.resolve("secret"), "secret");
		FileMediaStore store = new FileMediaStore(directory.resolve("media"));
		store.put(media("image/png", 4));
		store.delete("../secret");
		assertThat(secret).exists();
	}

	@ParameterizedTest
	@MethodSource("stores")
	void rejectsMediaWithUri(MediaStore store) {
		Media media = new Media(MimeType.valueOf("image/png"), URI.create("https://a.example/cat.png"));
		assertThatIllegalArgumentException().isThrownBy(() -> store.put(media))
			.withMessage("Media of type image/png has a URI instead of bytes, and cannot be stored");
	}

	@Test
	void inMemoryStoreRemovesLeastRecentlyUsedMedia() {
		InMemoryMediaStore store = new InMemoryMediaStore(6);
		String first = store.put(media("image/png", 1));
		String second = store.put(media("image/png", 2));
		store.get(first);
		String third = store.put(media("image/png", 3));
		assertThat(List.of(first, second, third)).map(store::get)
			.map((media) -> media != null)
			.containsExactly(true, false, true);
	}

	@Test
	void inMemoryStoreKeepsNewestMediaEvenIfItExceedsMaximum() {
		InMemoryMediaStore store = new InMemoryMediaStore(2);
		assertThat(store.get(store.put(media("image/png", 1)))).isNotNull();
	}

	@Test
	void fileStoreKeepsMediaAcrossRestartsUntilOldMediaIsDeleted() {
		Path shared = directory.resolve("shared");
		String reference = new FileMediaStore(shared).put(media("image/png", 1));
		FileMediaStore restarted = new FileMediaStore(shared);
		assertThat(restarted.deleteOlderThan(Instant.EPOCH)).isZero();
		assertThat(restarted.get(reference)).isNotNull();
		assertThat(restarted.deleteOlderThan(Instant.MAX)).isOne();
		assertThat(restarted.get(reference)).isNull();
		assertThat(shared).isEmptyDirectory();
		assertThat(new FileMediaStore(directory.resolve("none")).deleteOlderThan(Instant.MAX)).isZero();
	}

	@Test
	void fileStoreWritesMediaAgainIfFileIsMissing() throws IOException {
		FileMediaStore store = new FileMediaStore(directory.resolve("incomplete"));
		String reference = store.put(media("image/png", 1));
		for (String file : List.of(reference, reference + ".type")) {
			Files.delete(directory.resolve("incomplete").resolve(file));
			assertThat(store.get(reference)).isNull();
			assertThat(store.put(media("image/png", 1))).isEqualTo(reference);
			assertThat(store.get(reference)).isNotNull();
		}
	}

	@Test
	void storedMediaReadsBytesOnEachAccess() {
		InMemoryMediaStore store = new InMemoryMediaStore();
		String reference = store.put(media("image/png", 1));
		StoredMedia media = new StoredMedia(MimeType.valueOf("image/png"), reference, store, "id", "cat");
		assertThat(media.getDataAsByteArray()).containsExactly(1, 1, 1);
		assertThat(media.getData()).isEqualTo(media.getDataAsByteArray());
		assertThat(media.getId()).isEqualTo("id");
		assertThat(media.getName()).isEqualTo("cat");
		store.delete(reference);
		assertThatExceptionOfType(MissingMediaException.class).isThrownBy(media::getData)
			.withMessage("The media store does not have the media '%s' (image/png) of this conversation. "
				.formatted(reference)
					+ "Use the store in which the media was stored, or remove the media from the conversation");
	}

	private static Media media(String mimeType, int value) {
		byte[] bytes = { (byte) value, (byte) value, (byte) value };
		return new Media(MimeType.valueOf(mimeType), new ByteArrayResource(bytes));
	}

}
