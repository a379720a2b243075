package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;

/**
 * Properties of the media store, which contains the media of conversations.
 */
@ConfigurationProperties(QhaigcMediaStoreProperties.PREFIX)
public class QhaigcMediaStoreProperties {

	static final String PREFIX = "qhaigc.media-store";

	/**
	 * Where media of conversations is stored. Defaults to files if
	 * 'qhaigc.media-store.directory' is set, to the database if
	 * 'qhaigc.memory.jdbc.enabled' is true, and otherwise to the memory of the
	 * application.
	 */
	private @Nullable Type type;

	/**
	 * Directory in which media files are stored. Created if it does not exist.
	 */
	private @Nullable Path directory;

	/**
	 * Maximum size of all media in the memory of the application. If it is exceeded, the
	 * least recently used media is removed. Defaults to 64MB.
	 */
	private @Nullable DataSize maxSize;

	/**
	 * Age at which media is deleted, counted from the last time it was stored. With
	 * qhaigc.memory.jdbc.enabled, media that a conversation contains is kept. By default,
	 * no media is deleted because of its age.
	 */
	private @Nullable Duration maxAge;

	public @Nullable Type getType() {
		return this.type;
	}

	public void setType(@Nullable Type type) {
		this.type = type;
	}

	public @Nullable Path getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable Path directory) {
		this.directory = directory;
	}

	public @Nullable DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(@Nullable DataSize maxSize) {
		this.maxSize = maxSize;
	}

	public @Nullable Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(@Nullable Duration maxAge) {
		this.maxAge = maxAge;
	}

	/**
	 * Return the type of the store.
	 * @param environment the environment, which can enable a chat memory in a database
	 */
	Type resolveType(Environment environment) {
		if (this.type != null) {
			return this.type;
		}
		if (this.directory != null) {
			return Type.FILES;
		}
		return environment.getProperty("qhaigc.memory.jdbc.enabled", Boolean.class, false) ? Type.JDBC : Type.MEMORY;
	}

	/**
	 * Check that the properties are valid and apply to the type of the store.
	 * @throws ConfigurationException if a property is missing or invalid, or would have
	 * no effect
	 */
	void validate(Type type) {
		if (type == Type.FILES && this.directory == null) {
			throw new ConfigurationException(
					"qhaigc.media-store.type is 'files', but qhaigc.media-store.directory is not set.",
					"Set qhaigc.media-store.directory to a directory that all instances of the application share.");
		}
		check(this.directory == null || type == Type.FILES, "directory", type, "type=files");
		check(this.maxSize == null || type == Type.MEMORY, "max-size", type, "type=memory");
		check(this.maxAge == null || type != Type.MEMORY, "max-age", type, "type=files or type=jdbc");
		if (this.maxSize != null && this.maxSize.toBytes() <= 0) {
			throw notPositive("max-size", this.maxSize, "64MB");
		}
		if (this.maxAge != null && (this.maxAge.isNegative() || this.maxAge.isZero())) {
			throw notPositive("max-age", this.maxAge, "30d");
		}
	}

	private static void check(boolean valid, String property, Type type, String remedy) {
		if (!valid) {
			throw new ConfigurationException(
					"qhaigc.media-store.%s has no effect on a store of the type '%s'.".formatted(property, type.id()),
					"Remove the property, or set qhaigc.media-store.%s.".formatted(remedy));
		}
	}

	private static ConfigurationException notPositive(String property, Object value, String example) {
		return new ConfigurationException(
				"qhaigc.media-store.%s is %s but must be positive.".formatted(property, value),
				"Set a positive value, such as %s, or remove the property.".formatted(example));
	}

	/**
	 * Where media is stored.
	 */
	public enum Type {

		/** The memory of the application. */
		MEMORY,

		/** Files in a directory. */
		FILES,

		/** The database of the application. */
		JDBC;

		String id() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
