package net.qhaigc.springai.gemini.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import net.qhaigc.springai.gemini.test.QhaigcGateway;
import net.qhaigc.springai.gemini.test.QhaigcGatewayBuilder;

/**
 * Annotation for test classes. It starts a {@link QhaigcGateway} for the application
 * context, and is used together with {@code @SpringBootTest} or another annotation that
 * creates the context.
 * <p>
 * The gateway is a bean of the context. The properties {@code qhaigc.base-url} and
 * {@code qhaigc.api-key} are set to the URL and the API key of the gateway and take
 * precedence over all other property sources. The gateway is
 * {@linkplain QhaigcGateway#reset() reset} before each test,
 * {@linkplain QhaigcGateway#verifyAfter(Throwable) verified} after each test, and closed
 * when the context is closed.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EnableQhaigcGateway {

	/**
	 * Whether to generate a reply for each request for which no reply is scripted.
	 * @return whether to generate replies
	 * @see QhaigcGatewayBuilder#autoRespond()
	 */
	boolean autoRespond() default false;

	/**
	 * API keys, such as those of tenants, that the gateway accepts in addition to
	 * {@link #apiKeys()}.
	 * @return the API keys
	 * @see QhaigcGatewayBuilder#additionalApiKeys(String...)
	 */
	String[] additionalApiKeys() default {};

	/**
	 * The API keys that the gateway accepts. The property {@code qhaigc.api-key} is set
	 * to the first one. Defaults to {@code test-key}.
	 * @return the API keys
	 * @see QhaigcGatewayBuilder#apiKeys(String...)
	 */
	String[] apiKeys() default {};

	/**
	 * Whether to accept any API key.
	 * @return whether any API key is accepted
	 * @see QhaigcGatewayBuilder#acceptAnyKey()
	 */
	boolean acceptAnyKey() default false;

	/**
	 * The folder with the recorded exchanges to replay. Defaults to none.
	 * @return the folder
	 * @see QhaigcGateway#replay(java.nio.file.Path)
	 */
	String recordings() default "";

	/**
	 * Whether to record exchanges in the folder {@link #recordings()} instead of
	 * returning recorded responses. Each request is forwarded to the gateway at the URL
	 * in the environment variable {@code QHAIGC_BASE_URL}, which defaults to
	 * {@code https://api.qhaigc.net}, with the API key in {@code QHAIGC_API_KEY}.
	 * @return whether to record the exchanges
	 * @see QhaigcGateway#record(String, String, java.nio.file.Path)
	 */
	boolean record() default false;

	/**
	 * The models that the gateway serves. Defaults to all models.
	 * @return the IDs of the models
	 * @see QhaigcGatewayBuilder#models(String...)
	 */
	String[] models() default {};

	/**
	 * Whether to accept JSON that Google accepts although it is not canonical.
	 * @return whether the gateway is lenient
	 * @see QhaigcGatewayBuilder#lenient()
	 */
	boolean lenient() default false;

	/**
	 * Whether to require the thought signatures that Gemini 3 and later models require.
	 * @return whether thought signatures are required
	 * @see QhaigcGatewayBuilder#withoutSignatureRules()
	 */
	boolean signatureRules() default true;

	/**
	 * Whether to verify the gateway after each test.
	 * @return whether to verify the gateway
	 * @see QhaigcGateway#verify()
	 */
	boolean verify() default true;

}
