package net.qhaigc.samples.resilience;

import java.time.Duration;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the store through which all instances of the application share the quota.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.redis")
class SharedQuotaConfiguration {

	@Bean(destroyMethod = "shutdown")
	RedisClient redisClient(@Value("${sample.redis}") String uri) {
		return RedisClient.create(uri);
	}

	@Bean
	ProxyManager<String> quotaStore(RedisClient redis) {
		return Bucket4jLettuce.casBasedBuilder(redis.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE)))
			.expirationAfterWrite(
					ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(2)))
			.build();
	}

}
