package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.media.FileMediaStore;
import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;

/**
 * Auto-configuration for a media store in memory or in files. All chat models of the
 * application share the store.
 */
@AutoConfiguration(after = QhaigcJdbcMemoryAutoConfiguration.class)
@EnableConfigurationProperties(QhaigcMediaStoreProperties.class)
public final class QhaigcMediaStoreAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MediaStore qhaigcMediaStore(QhaigcMediaStoreProperties properties, Environment environment) {
		QhaigcMediaStoreProperties.Type type = properties.resolveType(environment);
		properties.validate(type);
		return switch (type) {
			case MEMORY -> (properties.getMaxSize() != null) ? new InMemoryMediaStore(properties.getMaxSize().toBytes())
					: new InMemoryMediaStore();
			case FILES -> new FileMediaStore(requireWritable(Objects.requireNonNull(properties.getDirectory())));
			case JDBC -> throw new ConfigurationException(
					"%s requires spring-boot-starter-jdbc, which is not on the classpath."
						.formatted((properties.getType() != null) ? "qhaigc.media-store.type=jdbc"
								: "qhaigc.memory.jdbc.enabled=true"),
					"Add the dependency spring-boot-starter-jdbc, or change this property.");
		};
	}

	private static Path requireWritable(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			// Described by the exception below.
		}
		if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
			throw new ConfigurationException(
					"qhaigc.media-store.directory is '%s', which is not a writable directory.".formatted(directory),
					"Create the directory, or set another one that the application can write to.");
		}
		return directory;
	}

	@Bean
	@ConditionalOnProperty("qhaigc.media-store.max-age")
	MediaCleanup qhaigcMediaCleanup(ObjectProvider<MediaStore> mediaStore, QhaigcMediaStoreProperties properties) {
		return new MediaCleanup(mediaStore.getObject(), Objects.requireNonNull(properties.getMaxAge()));
	}

}
