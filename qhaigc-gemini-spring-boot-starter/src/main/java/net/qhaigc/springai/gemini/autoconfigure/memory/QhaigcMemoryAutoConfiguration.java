package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration that logs a warning at startup if
 * {@code qhaigc.chat.media-in-metadata} is {@code copy}, but the chat memory repository
 * stores only text.
 */
@AutoConfiguration
@ConditionalOnClass(ChatMemoryRepository.class)
@ConditionalOnProperty(name = "qhaigc.chat.media-in-metadata", havingValue = "copy")
public final class QhaigcMemoryAutoConfiguration {

	private static final Log logger = LogFactory.getLog("net.qhaigc.springai.gemini");

	/** The repositories of Spring AI that store neither metadata nor media. */
	private static final Set<String> TEXT_ONLY = Set.of(
			"org.springframework.ai.chat.memory.repository.jdbc.JdbcChatMemoryRepository",
			"org.springframework.ai.chat.memory.repository.cassandra.CassandraChatMemoryRepository");

	@Bean
	SmartInitializingSingleton qhaigcTextOnlyMemoryWarning(ListableBeanFactory beanFactory) {
		return () -> beanFactory.getBeanProvider(ChatMemoryRepository.class)
			.ifUnique(QhaigcMemoryAutoConfiguration::warnIfTextOnly);
	}

	private static void warnIfTextOnly(ChatMemoryRepository repository) {
		Class<?> type = ClassUtils.getUserClass(repository);
		if (TEXT_ONLY.contains(type.getName())) {
			logger.warn(("qhaigc.chat.media-in-metadata=copy has no effect: the chat memory repository %s stores "
					+ "only text. Set qhaigc.memory.jdbc.enabled=true, or use a repository that stores metadata")
				.formatted(type.getSimpleName()));
		}
	}

}
