package net.qhaigc.springai.gemini.test.autoconfigure;

import io.github.bucket4j.distributed.proxy.ProxyManager;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcProperties;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcQuotaProperties.Store;
import net.qhaigc.springai.gemini.autoconfigure.memory.QhaigcJdbcMemoryAutoConfiguration;
import net.qhaigc.springai.gemini.autoconfigure.memory.QhaigcMediaStoreAutoConfiguration;
import net.qhaigc.springai.gemini.media.InMemoryMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.quota.BucketStore;

/**
 * Auto-configuration that keeps media, quotas and budgets in memory in a test slice, even
 * if the properties of the application select the database or Redis, which are not part
 * of the slice. A test that imports the auto-configuration of the database or of Redis
 * uses that store instead.
 */
@AutoConfiguration(after = QhaigcJdbcMemoryAutoConfiguration.class, before = QhaigcMediaStoreAutoConfiguration.class)
final class QhaigcSliceAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(MediaStore.class)
	@Conditional(MediaInDatabase.class)
	InMemoryMediaStore qhaigcMediaStore() {
		return new InMemoryMediaStore();
	}

	/**
	 * Changes the property {@code qhaigc.quota.store} from {@code redis} to
	 * {@code memory}. Defining a bean would not suffice: quotas in memory do not use a
	 * {@link BucketStore}.
	 */
	@Bean
	static BeanPostProcessor qhaigcSliceQuotaStorePostProcessor(ListableBeanFactory beanFactory) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof QhaigcProperties properties && properties.getQuota().getStore() == Store.REDIS
						&& isMissing(BucketStore.class) && isMissing(ProxyManager.class)) {
					properties.getQuota().setStore(Store.MEMORY);
				}
				return bean;
			}

			private boolean isMissing(Class<?> type) {
				return beanFactory.getBeanNamesForType(type, true, false).length == 0;
			}

		};
	}

	/** Matches if the properties select the database for media. */
	static final class MediaInDatabase extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			String type = environment.getProperty("qhaigc.media-store.type");
			boolean defaultsToDatabase = environment.getProperty("qhaigc.memory.jdbc.enabled", Boolean.class, false)
					&& environment.getProperty("qhaigc.media-store.directory") == null;
			return new ConditionOutcome((type != null) ? "jdbc".equalsIgnoreCase(type) : defaultsToDatabase,
					ConditionMessage.forCondition("qhaigc.media-store")
						.because((type != null) ? "has the type " + type : "has no type"));
		}

	}

}
