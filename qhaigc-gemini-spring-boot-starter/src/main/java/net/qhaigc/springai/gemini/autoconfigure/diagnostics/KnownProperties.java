package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The properties under {@code qhaigc} that configuration metadata describes. The JSON is
 * searched and not parsed, which takes less time at startup.
 */
final class KnownProperties {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final String ADDITIONAL_METADATA = "META-INF/additional-spring-configuration-metadata.json";

	private static final Pattern PROPERTY = Pattern
		.compile("\"name\"\\s*:\\s*\"qhaigc\\.([^\"]+)\"\\s*,\\s*\"type\"\\s*:\\s*\"([^\"]*)\"");

	private static final Pattern COLLECTION = Pattern.compile("java\\.util\\.(?:Map|List|Set)<.*");

	/** Names without the prefix, by their form as a {@link PropertyPath}. */
	private final Map<PropertyPath, String> names = new LinkedHashMap<>();

	/** The names of maps and lists. */
	private final Map<PropertyPath, String> collections = new LinkedHashMap<>();

	/** Return the properties of this starter; none if the metadata is not available. */
	static KnownProperties ofStarter() {
		KnownProperties properties = new KnownProperties();
		String resource = KnownProperties.class.getName().replace('.', '/') + ".class";
		URL location = KnownProperties.class.getClassLoader().getResource(resource);
		if (location != null && location.toString().endsWith(resource)) {
			String root = location.toString().substring(0, location.toString().length() - resource.length());
			try {
				properties.add(new URL(location, root + METADATA));
			}
			catch (IOException ex) {
				properties.names.clear();
			}
		}
		return properties;
	}

	/** Add the properties of all metadata on the class path. */
	void addAll(ClassLoader classLoader) {
		try {
			for (String resource : new String[] { METADATA, ADDITIONAL_METADATA }) {
				for (Enumeration<URL> found = classLoader.getResources(resource); found.hasMoreElements();) {
					add(found.nextElement());
				}
			}
		}
		catch (IOException ex) {
			this.names.clear();
		}
	}

	private void add(URL metadata) throws IOException {
		try (InputStream in = metadata.openStream()) {
			Matcher matcher = PROPERTY.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
			while (matcher.find()) {
				PropertyPath path = PropertyPath.ofProperty(matcher.group(1));
				this.names.put(path, matcher.group(1));
				if (COLLECTION.matcher(matcher.group(2)).matches()) {
					this.collections.put(path, matcher.group(1));
				}
			}
		}
	}

	boolean isEmpty() {
		return this.names.isEmpty();
	}

	/** Return the names without the prefix. */
	Collection<String> names() {
		return this.names.values();
	}

	/** Whether there is the property, or a map or a list that contains it. */
	boolean contains(PropertyPath path) {
		return this.names.containsKey(path) || this.names.keySet().stream().anyMatch(path::isVariableOf)
				|| this.collections.keySet().stream().anyMatch(path::isInside);
	}

}
