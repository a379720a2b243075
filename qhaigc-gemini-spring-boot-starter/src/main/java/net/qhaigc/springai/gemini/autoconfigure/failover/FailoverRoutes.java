package net.qhaigc.springai.gemini.autoconfigure.failover;

import java.util.List;
import java.util.TreeSet;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import net.qhaigc.springai.gemini.QhaigcGeminiChatModel;
import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;

/**
 * Adds the default model and the models in {@code qhaigc.failover} as routes to a
 * {@link FailoverChatModel}.
 *
 * @param beanFactory contains the models
 */
record FailoverRoutes(ConfigurableListableBeanFactory beanFactory) {

	/** The name of the default model's route. */
	static final String DEFAULT = "default";

	/** Add the default model, then the models with the given names. */
	void addTo(FailoverChatModel.Builder builder, QhaigcGeminiChatModel defaultModel, List<String> names) {
		builder.route(DEFAULT, defaultModel);
		for (String name : names) {
			ChatModel next = model(name.strip());
			if (next == defaultModel) {
				throw invalid("'%s' is the default model, which always comes first".formatted(name), "Remove it.");
			}
			try {
				builder.route(name.strip(), next);
			}
			catch (IllegalArgumentException ex) {
				throw invalid(String.valueOf(ex.getMessage()), "List each model only once.");
			}
		}
	}

	private ChatModel model(String name) {
		if (!this.beanFactory.containsBean(name) || !this.beanFactory.isTypeMatch(name, ChatModel.class)) {
			throw invalid("there is no model '%s'".formatted(name),
					"Define it under 'qhaigc.models.%s', or use the bean name of a ChatModel: %s.".formatted(name,
							String.join(", ", candidates())));
		}
		if (this.beanFactory.isTypeMatch(name, FailoverChatModel.class)) {
			throw invalid("'%s' is a FailoverChatModel itself".formatted(name), "List its models instead.");
		}
		return this.beanFactory.getBean(name, ChatModel.class);
	}

	private TreeSet<String> candidates() {
		TreeSet<String> names = new TreeSet<>();
		for (String name : this.beanFactory.getBeanNamesForType(ChatModel.class, true, false)) {
			if (!this.beanFactory.isTypeMatch(name, FailoverChatModel.class)) {
				names.add(name);
			}
		}
		return names;
	}

	private static ConfigurationException invalid(String reason, String action) {
		return new ConfigurationException("The property 'qhaigc.failover' is invalid: " + reason + ".", action);
	}

}
