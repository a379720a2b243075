package net.qhaigc.springai.gemini.test.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.context.ApplicationContext;

import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static net.qhaigc.springai.gemini.test.assertj.QhaigcAssertions.assertThat;

/**
 * Tests for {@link QhaigcTest}.
 */
@QhaigcTest(components = AssistantService.class, properties = "assistant.city=Hangzhou")
class QhaigcTestTests {

	@Autowired
	private AssistantService service;

	@Autowired
	private QhaigcGateway gateway;

	@Autowired
	private ApplicationContext context;

	@Test
	void componentUsesGateway() {
		this.gateway.callTool("getWeather", Map.of("city", "Hangzhou"));
		this.gateway.reply("It is raining.");

		assertThat(this.service.weather()).isEqualTo("It is raining.");
		assertThat(this.gateway).hasReceived(2).lastRequest().hasUserText("How is the weather in Hangzhou?");
	}

	@Test
	void createsOnlySpecifiedComponentsAndStarterBeans() {
		assertThat(this.context.getBeansOfType(ChatMemory.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(AssistantController.class)).isEmpty();
		assertThat(this.context.getBeansOfType(HttpMessageConvertersAutoConfiguration.class)).isEmpty();
	}

}
