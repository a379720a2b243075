package net.qhaigc.springai.gemini.autoconfigure.quota;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import net.qhaigc.springai.gemini.autoconfigure.QhaigcGeminiChatAutoConfiguration;
import net.qhaigc.springai.gemini.quota.BucketStore;
import net.qhaigc.springai.gemini.quota.RedisBucketStore;

/**
 * Auto-configuration for the store of quotas and budgets in Redis, with the client of
 * Spring Data Redis.
 */
@AutoConfiguration(before = QhaigcGeminiChatAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@Conditional(RedisStoreCondition.class)
@ConditionalOnBean(LettuceConnectionFactory.class)
public final class QhaigcRedisQuotaAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(BucketStore.class)
	RedisBucketStore qhaigcBucketStore(LettuceConnectionFactory connectionFactory) {
		return new RedisBucketStore(connectionFactory::getRequiredNativeClient);
	}

}
