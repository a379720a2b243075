package net.qhaigc.springai.gemini.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

import net.qhaigc.springai.gemini.test.spring.EnableQhaigcGateway;

/**
 * Annotation that adds the chat model, {@code ChatClient.Builder} and chat memory of the
 * starter to a test class that does not use all auto-configurations, such as a class with
 * {@code @WebMvcTest} or {@code @WebFluxTest}. The requests are sent to a stand-in
 * gateway. To change the settings of this gateway, add {@link EnableQhaigcGateway} to the
 * same class.
 *
 * @see QhaigcTest
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@EnableQhaigcGateway
@ImportAutoConfiguration
public @interface AutoConfigureQhaigc {

}
