package net.qhaigc.springai.gemini.autoconfigure.chatclient;

import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientBuilderProperties;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionEligibilityChecker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import net.qhaigc.springai.gemini.advisor.BoundedToolCallingAdvisor;
import net.qhaigc.springai.gemini.agent.ParallelToolCallingManager;
import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;

/**
 * Auto-configuration for the tool loop of the auto-configured {@code ChatClient.Builder},
 * in place of Spring AI's own tool loop, which does not limit the number of rounds.
 */
@AutoConfiguration(afterName = "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration",
		beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@ConditionalOnClass({ ToolCallingAdvisor.class, ChatClientBuilderProperties.class })
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL,
		havingValue = QhaigcGeminiChatAutoConfiguration.PROVIDER, matchIfMissing = true)
@ConditionalOnBooleanProperty(name = ChatClientBuilderProperties.CONFIG_PREFIX + ".enabled", matchIfMissing = true)
@EnableConfigurationProperties({ QhaigcToolCallingProperties.class, ChatClientBuilderProperties.class })
public final class QhaigcToolCallingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ToolCallingAdvisor.Builder.class)
	@ConditionalOnBean(ToolCallingManager.class)
	ToolCallingAdvisor.Builder<?> qhaigcToolCallingAdvisorBuilder(QhaigcToolCallingProperties properties,
			ChatClientBuilderProperties chatClientProperties, ToolCallingManager toolCallingManager,
			ObjectProvider<ToolExecutionEligibilityChecker> toolExecutionEligibilityChecker) {
		if (properties.getMaxRounds() < 0) {
			throw new ConfigurationException(
					"The property 'qhaigc.tool-calling.max-rounds' is %d but must not be negative."
						.formatted(properties.getMaxRounds()),
					"Set it to the maximum number of rounds, or to 0 for no limit.");
		}
		BoundedToolCallingAdvisor.Builder builder = BoundedToolCallingAdvisor.builder()
			.maxRounds(properties.getMaxRounds())
			.failuresAsResults(properties.isFailuresAsResults())
			.toolCallingManager(properties.isParallel() ? parallel(toolCallingManager, properties) : toolCallingManager)
			.advisorOrder(chatClientProperties.getToolCalling().getAdvisorOrder());
		toolExecutionEligibilityChecker.ifAvailable(builder::toolExecutionEligibilityChecker);
		return builder;
	}

	private static ToolCallingManager parallel(ToolCallingManager manager, QhaigcToolCallingProperties properties) {
		return ParallelToolCallingManager.builder(manager).sequentialTools(properties.getSequentialTools()).build();
	}

}
