package net.qhaigc.springai.gemini.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

/**
 * Runs the tests of a class against a {@link QhaigcGateway}. It stands beside
 * {@code @SpringBootTest} or another annotation that makes an application context.
 * <p>
 * The gateway is a bean of the context, and the properties {@code qhaigc.base-url} and
 * {@code qhaigc.api-key} lead to it, whatever else sets them. It is
 * {@linkplain QhaigcGateway#reset() reset} before each test and
 * {@linkplain QhaigcGateway#verify() verified} after each test; what it finds after a
 * test that has failed already is added to that failure as a suppressed one. It stops
 * with the context.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EnableQhaigcGateway {

	/**
	 * Whether the gateway answers sensibly what is not scripted.
	 * @return whether it does
	 * @see QhaigcGateway.Builder#autoRespond()
	 */
	boolean autoRespond() default false;

	/**
	 * The models that the gateway serves.
	 * @return the ids of the models, or none for all
	 * @see QhaigcGateway.Builder#models(String...)
	 */
	String[] models() default {};

	/**
	 * Whether other spellings that Google reads are accepted.
	 * @return whether they are
	 * @see QhaigcGateway.Builder#lenient()
	 */
	boolean lenient() default false;

	/**
	 * Whether the models that demand thought signatures get them.
	 * @return whether the rules are on
	 * @see QhaigcGateway.Builder#withoutSignatureRules()
	 */
	boolean signatureRules() default true;

	/**
	 * Whether the gateway is verified after each test.
	 * @return whether it is
	 * @see QhaigcGateway#verify()
	 */
	boolean verify() default true;

}
