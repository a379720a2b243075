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
 * searched with regular expressions: parsing it would take more time at startup.
 */
final class KnownProperties {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final String ADDITIONAL_METADATA = "META-INF/additional-spring-configuration-metadata.json";

	private static final Pattern PROPERTY = Pattern
		.compile("\"name\"\\s*:\\s*\"qhaigc\\.([^\"]+)\"\\s*,\\s*\"type\"\\s*:\\s*\"([^\"]*)\"");

	private static final Pattern COLLECTION = Pattern.compile("java\\.util\\.(?:Map|List|Set)<.*");

	/** The names of all properties without the prefix, by their paths. */
	private final Map<PropertyPath, String> names = new LinkedHashMap<>();

	/** The names of the properties that are maps, lists or sets, by their paths. */
	private final Map<PropertyPath, String> collections = new LinkedHashMap<>();

	/** Return the properties that the metadata describes. */
	static KnownProperties of(String metadata) {
		KnownProperties properties = new KnownProperties();
		properties.add(metadata);
		return properties;
	}

	/**
	 * Whether the metadata contains the name, including the prefix, in exactly this form.
	 * This check takes much less time than reading all names, which is necessary to
	 * recognize a name in another form.
	 */
	static boolean isListed(String metadata, String name) {
		return metadata.contains("\"name\": \"" + name + "\",");
	}

	/** Return the metadata of this starter; empty if it is not available. */
	static String starterMetadata() {
		String resource = KnownProperties.class.getName().replace('.', '/') + ".class";
		URL location = KnownProperties.class.getClassLoader().getResource(resource);
		if (location != null && location.toString().endsWith(resource)) {
			String root = location.toString().substring(0, location.toString().length() - resource.length());
			try {
				return read(new URL(location, root + METADATA));
			}
			catch (IOException ex) {
				return "";
			}
		}
		return "";
	}

	/**
	 * Add the properties of all metadata on the classpath. If some of it cannot be read,
	 * remove all properties, since it is then not known which properties exist.
	 */
	void addAll(ClassLoader classLoader) {
		try {
			for (String resource : new String[] { METADATA, ADDITIONAL_METADATA }) {
				for (Enumeration<URL> found = classLoader.getResources(resource); found.hasMoreElements();) {
					add(read(found.nextElement()));
				}
			}
		}
		catch (IOException ex) {
			this.names.clear();
		}
	}

	private static String read(URL metadata) throws IOException {
		try (InputStream in = metadata.openStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private void add(String metadata) {
		Matcher matcher = PROPERTY.matcher(metadata);
		while (matcher.find()) {
			PropertyPath path = PropertyPath.ofProperty(matcher.group(1));
			this.names.put(path, matcher.group(1));
			if (COLLECTION.matcher(matcher.group(2)).matches()) {
				this.collections.put(path, matcher.group(1));
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

	/** Whether the metadata describes the property, or a collection that contains it. */
	boolean contains(PropertyPath path) {
		return this.names.containsKey(path) || this.names.keySet().stream().anyMatch(path::isVariableOf)
				|| this.collections.keySet().stream().anyMatch(path::belongsTo);
	}

}
