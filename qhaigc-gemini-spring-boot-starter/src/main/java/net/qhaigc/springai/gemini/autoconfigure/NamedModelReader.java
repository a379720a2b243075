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
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Reads the properties of the models under {@code qhaigc.models}. A model can have the
 * connection, quota and chat properties of {@code qhaigc}, and inherits from
 * {@code qhaigc} those that it does not set.
 */
public final class NamedModelReader {

	private static final String DEFAULTS = "qhaigc";

	private static final String MODELS = "qhaigc.models";

	private static final String PROXY_PASSWORD = "proxy.password";

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

	/**
	 * Groups of properties that exclude one another or belong together. A model that sets
	 * any property of a group inherits none of the properties of that group.
	 */
	private static final List<Set<String>> INHERITANCE_GROUPS = List.of(Set.of("model", "chat.model"),
			Set.of("api-key", "api-keys"), Set.of("chat.thinking-budget", "chat.thinking-level"),
			Set.of("chat.max-tokens", "chat.max-output-tokens"), Set.of("chat.speech.voice", "chat.speech.speakers"),
			Set.of("proxy.host", "proxy.port", "proxy.username", "proxy.password", "proxy.non-proxy-hosts"));

	private static final SingletonSupplier<ConversionService> CONVERSION_SERVICE = SingletonSupplier
		.of(NamedModelReader::conversionService);

	private final Environment environment;

	/**
	 * Create a reader.
	 * @param environment the environment of the application
	 */
	public NamedModelReader(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return the names of all models.
	 * @return the names; empty if there are no models
	 * @throws ConfigurationException if a name is not valid, or if a model has a value in
	 * place of properties
	 */
	public Set<String> names() {
		Map<String, Object> models = Binder.get(this.environment)
			.bind(MODELS, Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of);
		models.forEach(this::validate);
		return models.keySet();
	}

	private void validate(String name, Object value) {
		String action = "Set the model ID with 'qhaigc.models.<name>.model'.";
		if (!NAME.matcher(name).matches() || (value instanceof Map && hasNoProperties(name))) {
			throw new ConfigurationException("The model name '%s' under 'qhaigc.models' is not valid.".formatted(name),
					"Use a name of letters, digits, dashes and underscores, without dots or brackets. " + action);
		}
		if (value instanceof Map<?, ?> properties && properties.containsKey("failover")) {
			throw new ConfigurationException(
					"The property 'qhaigc.models.%s.failover' is not supported: only the default model supports failover."
						.formatted(name),
					"List all models in 'qhaigc.failover'.");
		}
		if (!(value instanceof Map) && StringUtils.hasText(value.toString())) {
			throw new ConfigurationException(
					"The property 'qhaigc.models.%s' must not have a value of its own.".formatted(name), action);
		}
	}

	/**
	 * Whether no properties are found under the name. This can be the case if the name
	 * was written in brackets. It is also the case for {@code gemini-2} if the name was
	 * written as {@code gemini-2.5}: the key {@code 5} is not a property, and neither is
	 * any other key that begins with a digit.
	 */
	private boolean hasNoProperties(String name) {
		return toMap(modelBinder(name)).keySet().stream().allMatch((key) -> Character.isDigit(key.charAt(0)));
	}

	/**
	 * Return the API keys of the default model and of all models under
	 * {@code qhaigc.models}.
	 * @return the keys, none of them blank
	 */
	public Set<String> apiKeys() {
		Set<String> apiKeys = new HashSet<>();
		addApiKeys(binder(sourcesUnder(DEFAULTS)), apiKeys);
		names().forEach((name) -> addApiKeys(modelBinder(name), apiKeys));
		apiKeys.removeIf(String::isBlank);
		return apiKeys;
	}

	private static void addApiKeys(Binder binder, Set<String> apiKeys) {
		binder.bind("api-key", String.class).ifBound(apiKeys::add);
		binder.bind("api-keys", Bindable.listOf(String.class)).ifBound(apiKeys::addAll);
	}

	/**
	 * Return the passwords of all proxies.
	 * @return the passwords, none of them blank
	 */
	public Set<String> proxyPasswords() {
		Set<String> passwords = new HashSet<>();
		binder(sourcesUnder(DEFAULTS)).bind(PROXY_PASSWORD, String.class).ifBound(passwords::add);
		names().forEach((name) -> modelBinder(name).bind(PROXY_PASSWORD, String.class).ifBound(passwords::add));
		passwords.removeIf(String::isBlank);
		return passwords;
	}

	QhaigcProperties properties(String name) {
		return mergedBinder(name).bindOrCreate(ConfigurationPropertyName.EMPTY, Bindable.of(QhaigcProperties.class),
				BindHandler.DEFAULT);
	}

	QhaigcChatProperties chatProperties(String name) {
		return mergedBinder(name).bindOrCreate("chat", QhaigcChatProperties.class);
	}

	/** Whether the model sets the property itself. */
	boolean isSet(String name, String property) {
		return modelBinder(name).bind(property, Bindable.of(Object.class)).isBound();
	}

	/**
	 * Return all properties that affect the connection of a model. Models for which these
	 * properties are equal share a client.
	 */
	Map<String, String> connectionProperties(String name) {
		Map<String, String> properties = connectionProperties();
		properties.putAll(toMap(modelBinder(name)));
		return withoutModelProperties(properties);
	}

	/**
	 * Return all properties that affect the connection of the default model. The models
	 * under {@code qhaigc.models} inherit these properties.
	 */
	Map<String, String> connectionProperties() {
		return withoutModelProperties(toMap(binder(sourcesUnder(DEFAULTS))));
	}

	private static Map<String, String> toMap(Binder binder) {
		return binder.bind(ConfigurationPropertyName.EMPTY, Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of);
	}

	private static Map<String, String> withoutModelProperties(Map<String, String> properties) {
		Map<String, String> connection = new TreeMap<>(properties);
		connection.keySet().removeIf((key) -> key.matches("model|endpoint|chat\\..*|models\\..*"));
		return connection;
	}

	private Binder modelBinder(String name) {
		return binder(sourcesUnder(modelPrefix(name)));
	}

	private Binder mergedBinder(String name) {
		List<ConfigurationPropertySource> sources = new ArrayList<>(sourcesUnder(modelPrefix(name)));
		Set<String> replaced = new HashSet<>();
		for (Set<String> group : INHERITANCE_GROUPS) {
			if (group.stream().anyMatch((property) -> isSet(name, property))) {
				replaced.addAll(group);
			}
		}
		sourcesUnder(DEFAULTS)
			.forEach((source) -> sources.add(source.filter((property) -> !isReplaced(property, replaced))));
		return binder(sources);
	}

	/** Whether the property, or the list or map that it is an element of, is replaced. */
	private static boolean isReplaced(ConfigurationPropertyName property, Set<String> replaced) {
		for (int size = property.getNumberOfElements(); size > 0; size--) {
			if (replaced.contains(property.chop(size).toString())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the prefix of the properties of a model.
	 * @param name the name of the model
	 * @return the prefix, without a dot at the end
	 */
	public static String modelPrefix(String name) {
		return MODELS + "." + ConfigurationPropertyName.adapt(name, '.');
	}

	private List<ConfigurationPropertySource> sourcesUnder(String prefix) {
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		ConfigurationPropertySources.get(this.environment).forEach((source) -> sources.add(source.withPrefix(prefix)));
		return sources;
	}

	private Binder binder(List<ConfigurationPropertySource> sources) {
		return new Binder(sources, new PropertySourcesPlaceholdersResolver(this.environment),
				CONVERSION_SERVICE.obtain(), null);
	}

	private static ConversionService conversionService() {
		ApplicationConversionService conversionService = new ApplicationConversionService();
		conversionService.addConverter(new HarmCategoryConverter());
		return conversionService;
	}

}
