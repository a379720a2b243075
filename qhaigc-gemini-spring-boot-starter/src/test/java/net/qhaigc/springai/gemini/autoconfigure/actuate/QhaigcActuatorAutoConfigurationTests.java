package net.qhaigc.springai.gemini.autoconfigure.actuate;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import net.qhaigc.springai.gemini.autoconfigure.Applications;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QhaigcActuatorAutoConfiguration}.
 */
class QhaigcActuatorAutoConfigurationTests {

	private final ApplicationContextRunner application = Applications.withoutProperties()
		.withConfiguration(AutoConfigurations.of(QhaigcActuatorAutoConfiguration.class))
		.withPropertyValues("qhaigc.api-key=sk-1");

	private final ApplicationContextRunner withInfo = this.application
		.withPropertyValues("management.info.qhaigc.enabled=true");

	@Test
	void contributesModelToInfoIfEnabled() {
		this.withInfo.withPropertyValues("qhaigc.model=gemini-3.8-flash").run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(InfoContributor.class).contribute(info);
			assertThat(info.build().getDetails()).isEqualTo(Map.of("qhaigc", Map.of("model", "gemini-3.8-flash")));
		});
	}

	@Test
	void contributesNothingByDefault() {
		this.application.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("qhaigcInfoContributor"));
	}

	@Test
	void contributesNothingIfOtherProviderIsSelected() {
		this.withInfo.withPropertyValues("spring.ai.model.chat=openai")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("qhaigcInfoContributor"));
	}

	@Test
	void backsOffWhenUserDefinesInfoContributor() {
		InfoContributor contributor = (info) -> info.withDetail("qhaigc", "ours");
		this.withInfo.withBean("qhaigcInfoContributor", InfoContributor.class, () -> contributor)
			.run((context) -> assertThat(context.getBean(InfoContributor.class)).isSameAs(contributor));
	}

	@Test
	void startsWithoutOtherAutoConfigurations() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(QhaigcActuatorAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void backsOffWithoutActuator() {
		this.withInfo.withClassLoader(new FilteredClassLoader(SanitizingFunction.class, InfoContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(QhaigcActuatorAutoConfiguration.class));
	}

}
