package net.qhaigc.springai.gemini.autoconfigure.diagnostics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties.UnknownProperties;

/**
 * Before beans are created, reports properties under {@code qhaigc} that do not exist and
 * that Spring Boot therefore ignores. Values are not reported, since they may be secret.
 */
final class UnknownPropertyCheck implements BeanFactoryPostProcessor {

	private static final Log logger = LogFactory.getLog(UnknownPropertyCheck.class);

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("qhaigc");

	private static final String MODE = "qhaigc.unknown-properties";

	private final Environment environment;

	UnknownPropertyCheck(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		UnknownProperties mode = Binder.get(this.environment)
			.bind(MODE, UnknownProperties.class)
			.orElse(UnknownProperties.WARN);
		String unknown = (mode != UnknownProperties.IGNORE) ? describeUnknown(beanFactory.getBeanClassLoader()) : "";
		if (unknown.isEmpty()) {
			return;
		}
		String message = "The following properties do not exist and have no effect: " + unknown;
		if (mode == UnknownProperties.FAIL) {
			throw new ConfigurationException(message,
					"Correct or remove them. To log a warning instead, set '%s' to 'warn'.".formatted(MODE));
		}
		logger.warn(message + ". Correct or remove them, or set '%s' to 'ignore'".formatted(MODE));
	}

	private String describeUnknown(@Nullable ClassLoader classLoader) {
		String metadata = KnownProperties.starterMetadata();
		Map<ConfiguredProperty, String> properties = unlistedProperties(metadata);
		if (properties.isEmpty()) {
			return "";
		}
		KnownProperties known = KnownProperties.of(metadata);
		retainProbableMistakes(properties, known);
		if (!known.isEmpty() && !properties.isEmpty()) {
			known.addAll((classLoader != null) ? classLoader : getClass().getClassLoader());
			retainProbableMistakes(properties, known);
		}
		// Without the metadata, it is not known which properties exist.
		return known.isEmpty() ? ""
				: properties.entrySet()
					.stream()
					.map((property) -> describe(property.getKey(), property.getValue(), known))
					.collect(Collectors.joining(", "));
	}

	/** Remove the properties that exist, and those that are probably not mistakes. */
	private static void retainProbableMistakes(Map<ConfiguredProperty, String> properties, KnownProperties known) {
		properties.keySet().removeIf((property) -> property.isKnown(known) || !property.isProbableMistake(known));
	}

	private static String describe(ConfiguredProperty property, String origin, KnownProperties known) {
		String suggestion = property.suggestion(known);
		List<String> details = Stream.of(origin, (suggestion != null) ? "did you mean '%s'?".formatted(suggestion) : "")
			.filter((detail) -> !detail.isEmpty())
			.toList();
		return "'%s'".formatted(property.name())
				+ (details.isEmpty() ? "" : details.stream().collect(Collectors.joining("; ", " (", ")")));
	}

	/**
	 * Return the properties that are set but not listed in the metadata, with their
	 * origins.
	 */
	private Map<ConfiguredProperty, String> unlistedProperties(String metadata) {
		Map<ConfiguredProperty, String> properties = new LinkedHashMap<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
				Stream.of(variables.getPropertyNames())
					.filter((name) -> name.toUpperCase(Locale.ROOT).startsWith("QHAIGC_"))
					.filter((name) -> !KnownProperties.isListed(metadata, toProperty(name)))
					.map(ConfiguredProperty::ofVariable)
					.forEach((variable) -> properties.putIfAbsent(variable, "environment variable"));
			}
			else if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> PREFIX.isAncestorOf(name))
					.filter((name) -> !KnownProperties.isListed(metadata, name.toString()))
					.forEach((name) -> properties.putIfAbsent(
							ConfiguredProperty.ofProperty(name.toString(), isSystemProperties(source)),
							origin(source, name)));
			}
		}
		return properties;
	}

	/**
	 * Return the most likely property name, such as qhaigc.api-key for QHAIGC_API_KEY.
	 */
	private static String toProperty(String variable) {
		return variable.toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("-", ".");
	}

	private static boolean isSystemProperties(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof PropertySource<?> properties
				&& properties.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
	}

	/**
	 * Return the place of a property in a file. Empty for a property that is not in a
	 * file, since its origin only repeats its name.
	 */
	private static String origin(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		ConfigurationProperty property = source.getConfigurationProperty(name);
		Origin origin = (property != null) ? property.getOrigin() : null;
		if (origin instanceof PropertySourceOrigin wrapper) {
			origin = wrapper.getOrigin();
		}
		return (origin instanceof TextResourceOrigin) ? origin.toString() : "";
	}

}
