package net.qhaigc.springai.gemini.autoconfigure.quota;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.ClassUtils;

import net.qhaigc.springai.gemini.autoconfigure.ConfigurationException;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcQuotaProperties;
import net.qhaigc.springai.gemini.autoconfigure.QhaigcQuotaProperties.Store;
import net.qhaigc.springai.gemini.quota.BucketStore;

/**
 * Resolves the store of quotas and budgets from the properties and the beans of the
 * application.
 *
 * @param bucketStores the {@code BucketStore} beans
 * @param proxyManagers the {@code ProxyManager} beans of Bucket4j, used if there is no
 * {@code BucketStore} bean
 */
record BucketStoreResolver(ObjectProvider<BucketStore> bucketStores,
		ObjectProvider<ProxyManager<String>> proxyManagers) {

	static final String PROPERTY = "qhaigc.quota.store";

	private static final String BUCKET4J = "io.github.bucket4j.redis.lettuce.Bucket4jLettuce";

	private static final String CONNECTION_FACTORY = "org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory";

	/**
	 * Return the store; null if quotas and budgets are in memory.
	 * @throws ConfigurationException if Redis is selected, but there is no unique
	 * {@code BucketStore} bean
	 */
	@Nullable BucketStore resolve(QhaigcQuotaProperties properties) {
		if (properties.getStore() == Store.MEMORY) {
			return null;
		}
		BucketStore bean = this.bucketStores.getIfUnique();
		if (bean == null && properties.getStore() == Store.REDIS) {
			throw new ConfigurationException(
					"The property '%s' is 'redis', but %s.".formatted(PROPERTY, missingForRedis()),
					"Add the dependencies com.bucket4j:bucket4j_jdk17-lettuce and"
							+ " org.springframework.boot:spring-boot-starter-data-redis, or remove the property.");
		}
		ProxyManager<String> manager = (bean != null) ? null : this.proxyManagers.getIfUnique();
		return (manager != null) ? BucketStore.of(manager) : bean;
	}

	private static String missingForRedis() {
		if (!ClassUtils.isPresent(BUCKET4J, null)) {
			return "com.bucket4j:bucket4j_jdk17-lettuce is not on the classpath";
		}
		return ClassUtils.isPresent(CONNECTION_FACTORY, null) ? "there is no LettuceConnectionFactory bean"
				: "Spring Data Redis with Lettuce is not on the classpath";
	}

}
