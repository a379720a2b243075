package net.qhaigc.springai.gemini.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Annotation for a test of components that use {@code ChatClient.Builder} or the chat
 * model: a slice with the auto-configurations of {@link AutoConfigureQhaigc} only, and a
 * stand-in gateway. Of the components of the application, only the specified ones are
 * created; other beans can be imported.
 * <p>
 * The annotation cannot be combined with another slice annotation. To add a chat model to
 * {@code @WebMvcTest} or {@code @WebFluxTest}, use {@link AutoConfigureQhaigc}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@BootstrapWith(QhaigcTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(QhaigcTypeExcludeFilter.class)
@AutoConfigureQhaigc
public @interface QhaigcTest {

	/**
	 * The components to test. An alias of {@link #components()}.
	 * @return the components
	 */
	@AliasFor("components")
	Class<?>[] value() default {};

	/**
	 * The components to test.
	 * @return the components
	 */
	@AliasFor("value")
	Class<?>[] components() default {};

	/**
	 * Properties in the form {@code key=value} that are added to the environment.
	 * @return the properties
	 */
	String[] properties() default {};

}
