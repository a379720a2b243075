package net.qhaigc.samples.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.failover.FailoverChatModel;

/**
 * Shows that requests are sent to a second gateway while the first gateway is stopped,
 * and to the first gateway again after it has been restarted. Also shows how a quota
 * limits two instances of the application, which share the quota if a Redis server is
 * used.
 */
final class Demonstration implements AutoCloseable {

	private final AtomicReference<String> usedGateway = new AtomicReference<>();

	private final SampleGateway mainland = new SampleGateway("mainland", this.usedGateway::set);

	private final SampleGateway hongKong = new SampleGateway("Hong Kong", this.usedGateway::set);

	/** Send requests while the first of two gateways is stopped and restarted. */
	void showFailover() throws InterruptedException {
		try (ConfigurableApplicationContext application = start("failover")) {
			FailoverChatModel model = application.getBean(FailoverChatModel.class);
			ChatClient chat = application.getBean(ChatClient.Builder.class).build();
			System.out.println("Failover");
			show(model, chat.prompt("One").call().content());

			this.mainland.stop();
			System.out.println("The gateway on the mainland is stopped.");
			show(model, chat.prompt("Two").call().content());
			show(model, String.join("", chat.prompt("Three, streamed").stream().content().toIterable()));

			this.mainland.restart();
			System.out.println("The gateway on the mainland is restarted. A trial request is sent after two seconds.");
			while (model.states().containsValue("OPEN")) {
				Thread.sleep(50);
			}
			show(model, chat.prompt("Four").call().content());

			System.out.println("The gateway on the mainland is stopped while a tool runs.");
			show(model, chat.prompt("How is the weather?").tools(this).call().content());
			this.mainland.restart();
		}
	}

	@Tool(description = "Get the weather")
	String weather() {
		// The tool result is then sent to the second gateway.
		this.mainland.stop();
		return "rain";
	}

	private void show(FailoverChatModel model, String answer) {
		System.out.printf("%-40s by %-10s %s%n", answer, this.usedGateway.get(), model.states());
	}

	/**
	 * Send requests alternately from two instances of the application.
	 * @param redisUri the URI of the Redis server through which the instances share the
	 * quota; null if each instance has its own quota
	 */
	void showQuota(@Nullable String redisUri) {
		String[] properties = (redisUri != null) ? new String[] { "sample.redis=" + redisUri } : new String[0];
		try (ConfigurableApplicationContext first = start("quota", properties);
				ConfigurableApplicationContext second = start("quota", properties)) {
			System.out.println("Quota of 60 requests per minute, of which 5 can be sent without waiting");
			for (int i = 0; i < 4; i++) {
				System.out.println("Instance 1: " + send(first));
				System.out.println("Instance 2: " + send(second));
			}
			System.out.println((redisUri != null) ? "Both instances share the quota through " + redisUri + "."
					: "Each instance has its own quota, because no Redis server is used.");
		}
	}

	private static String send(ConfigurableApplicationContext instance) {
		try {
			// The gateway repeats the prompt.
			return instance.getBean(ChatClient.Builder.class).build().prompt("sent").call().content();
		}
		catch (QhaigcTransientException ex) {
			Duration wait = Objects.requireNonNull(ex.problem().retryAfter());
			return "refused, quota is available in %.1f s".formatted(wait.toMillis() / 1000.0);
		}
	}

	private ConfigurableApplicationContext start(String profile, String... properties) {
		return new SpringApplicationBuilder(ResilienceSample.class).profiles(profile)
			.properties(properties)
			.properties("qhaigc.base-url=" + this.mainland.url(), "qhaigc.api-key=" + this.mainland.apiKey(),
					"sample.hong-kong=" + this.hongKong.url())
			.run();
	}

	@Override
	public void close() {
		this.mainland.close();
		this.hongKong.close();
	}

}
