package net.qhaigc.springai.gemini.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Reads the properties of a model that is configured by name. They are those of
 * {@code qhaigc}, below {@code qhaigc.models} and the name; what is left out there is
 * inherited from {@code qhaigc}.
 */
final class NamedModelReader {

	private static final String INHERITED = "qhaigc";

	private static final String MODELS = "qhaigc.models";

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

	/** Of each set, one that is given below the name takes the place of all. */
	private static final List<Set<String>> ALTERNATIVES = List.of(Set.of("chat.thinking-budget", "chat.thinking-level"),
			Set.of("chat.max-tokens", "chat.max-output-tokens"), Set.of("chat.speech.voice", "chat.speech.speakers"));

	private final Environment environment;

	NamedModelReader(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The names of all models.
	 * @throws ConfigurationException if there is one whose properties cannot be found
	 */
	Set<String> names() {
		Map<String, Object> models = Binder.get(this.environment)
			.bind(MODELS, Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of);
		models.forEach(this::check);
		return models.keySet();
	}

	private void check(String name, Object value) {
		String id = "The gateway's id of the model goes into 'qhaigc.models.<name>.model'.";
		if (!NAME.matcher(name).matches() || (value instanceof Map && holdsNothingOf(name))) {
			throw new ConfigurationException(
					"Below 'qhaigc.models' there is a model called '%s', which is no name.".formatted(name),
					"Name it with letters, digits and dashes, without dots and brackets. " + id);
		}
		if (!(value instanceof Map) && StringUtils.hasText(value.toString())) {
			throw new ConfigurationException(
					"The property 'qhaigc.models.%s' has a value, where properties should follow.".formatted(name), id);
		}
	}

	/**
	 * As where the rest of a name with a dot or in brackets stands before the property.
	 */
	private boolean holdsNothingOf(String name) {
		return flat(own(name)).keySet().stream().allMatch((key) -> Character.isDigit(key.charAt(0)));
	}

	/** The keys of the application and of all its models. */
	Set<String> apiKeys() {
		Set<String> keys = new HashSet<>();
		binder(below(INHERITED)).bind("api-key", String.class).ifBound(keys::add);
		names().forEach((name) -> own(name).bind("api-key", String.class).ifBound(keys::add));
		keys.removeIf(String::isBlank);
		return keys;
	}

	QhaigcProperties connection(String name) {
		return layered(name).bindOrCreate(ConfigurationPropertyName.EMPTY, Bindable.of(QhaigcProperties.class),
				BindHandler.DEFAULT);
	}

	QhaigcChatProperties chat(String name) {
		return layered(name).bindOrCreate("chat", QhaigcChatProperties.class);
	}

	/** Whether a property is given below the name itself. */
	boolean gives(String name, String property) {
		return own(name).bind(property, Bindable.of(Object.class)).isBound();
	}

	/** All that makes up the connection of a model: equal maps, equal connections. */
	Map<String, String> connectionKeys(String name) {
		Map<String, String> keys = connectionKeys();
		keys.putAll(flat(own(name)));
		return withoutModel(keys);
	}

	/** All that makes up the connection that is inherited. */
	Map<String, String> connectionKeys() {
		return withoutModel(flat(binder(below(INHERITED))));
	}

	private static Map<String, String> flat(Binder binder) {
		return binder.bind(ConfigurationPropertyName.EMPTY, Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of);
	}

	private static Map<String, String> withoutModel(Map<String, String> keys) {
		Map<String, String> connection = new TreeMap<>(keys);
		connection.keySet().removeIf((key) -> key.matches("model|endpoint|chat\\..*|models\\..*"));
		return connection;
	}

	private Binder own(String name) {
		return binder(below(prefix(name)));
	}

	private Binder layered(String name) {
		List<ConfigurationPropertySource> sources = new ArrayList<>(below(prefix(name)));
		Set<String> replaced = new HashSet<>();
		for (Set<String> alternatives : ALTERNATIVES) {
			if (alternatives.stream().anyMatch((property) -> gives(name, property))) {
				replaced.addAll(alternatives);
			}
		}
		below(INHERITED)
			.forEach((source) -> sources.add(source.filter((property) -> !replaced.contains(property.toString()))));
		return binder(sources);
	}

	private static String prefix(String name) {
		return MODELS + "." + ConfigurationPropertyName.adapt(name, '.');
	}

	private List<ConfigurationPropertySource> below(String prefix) {
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		ConfigurationPropertySources.get(this.environment).forEach((source) -> sources.add(source.withPrefix(prefix)));
		return sources;
	}

	private Binder binder(List<ConfigurationPropertySource> sources) {
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(this.environment));
	}

}
