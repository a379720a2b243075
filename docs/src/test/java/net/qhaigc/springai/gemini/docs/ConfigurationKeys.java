package net.qhaigc.springai.gemini.docs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;

/**
 * The configuration properties in the metadata on the classpath, and the classes to which
 * they are bound.
 */
final class ConfigurationKeys {

	private final Set<String> names = new HashSet<>();

	private final Set<String> deprecated = new HashSet<>();

	/**
	 * The properties that are not bound to a class, because the code reads them directly
	 * from the environment.
	 */
	private final Set<String> unbound = new HashSet<>();

	/**
	 * The classes to which properties are bound, by prefix; the longest prefix comes
	 * first.
	 */
	private final Map<String, Class<?>> classesByPrefix = new TreeMap<>(
			Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

	private ConfigurationKeys() {
	}

	static ConfigurationKeys ofClassPath() {
		ConfigurationKeys keys = new ConfigurationKeys();
		try {
			for (URL url : Collections.list(ConfigurationKeys.class.getClassLoader()
				.getResources("META-INF/spring-configuration-metadata.json"))) {
				try (InputStream metadata = url.openStream()) {
					keys.add(JsonMapper.shared().readTree(metadata));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return keys;
	}

	private void add(JsonNode metadata) {
		for (JsonNode property : metadata.path("properties")) {
			this.names.add(property.path("name").asString());
			if (property.path("deprecated").asBoolean(false) || property.has("deprecation")) {
				this.deprecated.add(property.path("name").asString());
			}
			if (!property.has("sourceType")) {
				this.unbound.add(property.path("name").asString());
			}
		}
		for (JsonNode group : metadata.path("groups")) {
			String type = group.path("type").asString("");
			if (type.equals(group.path("sourceType").asString(""))
					&& ClassUtils.isPresent(type, getClass().getClassLoader())) {
				Class<?> propertiesClass = ClassUtils.resolveClassName(type, getClass().getClassLoader());
				if (propertiesClass.isAnnotationPresent(ConfigurationProperties.class)) {
					this.classesByPrefix.put(group.path("name").asString(), propertiesClass);
				}
			}
		}
	}

	/**
	 * Return whether a key in canonical form is a property, or an entry of a property
	 * whose value is a map, a list or an object.
	 */
	boolean contains(String key) {
		String name = key;
		while (!this.names.contains(name)) {
			int end = Math.max(name.lastIndexOf('.'), name.lastIndexOf('['));
			if (end < 0) {
				return false;
			}
			name = name.substring(0, end);
		}
		return true;
	}

	/**
	 * Return the names, without the prefix, of the properties that have this prefix and
	 * are not deprecated.
	 */
	List<String> namesUnder(String prefix) {
		return this.names.stream()
			.filter((name) -> name.startsWith(prefix + ".") && !this.deprecated.contains(name))
			.map((name) -> name.substring(prefix.length() + 1))
			.sorted()
			.toList();
	}

	/**
	 * Bind each property to the class that has the longest matching prefix. Properties
	 * that are not bound to a class are ignored.
	 * @throws org.springframework.boot.context.properties.bind.BindException if a value
	 * cannot be converted or if a class does not have one of the properties
	 */
	void bind(Map<String, Object> properties) {
		Map<String, Map<String, Object>> byPrefix = new LinkedHashMap<>();
		properties.forEach((key, value) -> this.classesByPrefix.keySet()
			.stream()
			.filter((prefix) -> key.startsWith(prefix + ".") && !isUnbound(key))
			.findFirst()
			.ifPresent((prefix) -> byPrefix.computeIfAbsent(prefix, (any) -> new LinkedHashMap<>()).put(key, value)));
		byPrefix.forEach(
				(prefix, propertiesWithPrefix) -> bind(prefix, this.classesByPrefix.get(prefix), propertiesWithPrefix));
	}

	private boolean isUnbound(String key) {
		return this.unbound.stream()
			.anyMatch((name) -> key.equals(name) || key.startsWith(name + ".") || key.startsWith(name + "["));
	}

	private static void bind(String prefix, Class<?> propertiesClass, Map<String, Object> properties) {
		List<PropertySource<?>> environment = List.of(new MapPropertySource("environment",
				Map.of("QHAIGC_API_KEY", "test-key", "OPENAI_API_KEY", "test-key", "GOOGLE_API_KEY", "test-key")));
		Binder binder = new Binder(List.of(new MapConfigurationPropertySource(properties)),
				new PropertySourcesPlaceholdersResolver(environment));
		binder.bind(prefix, Bindable.of(propertiesClass), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
	}

}
