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
 * What one can watch: requests use another line while one is killed, and come back; and
 * two instances of the application share a quota.
 */
final class Tour implements AutoCloseable {

	private final AtomicReference<String> usedLine = new AtomicReference<>();

	private final Line mainland = new Line("mainland", this.usedLine::set);

	private final Line hongKong = new Line("Hong Kong", this.usedLine::set);

	/** The models of both lines are the routes. */
	void watchFailover() throws InterruptedException {
		try (ConfigurableApplicationContext application = start("failover")) {
			FailoverChatModel model = application.getBean(FailoverChatModel.class);
			ChatClient chat = application.getBean(ChatClient.Builder.class).build();
			System.out.println("Failover");
			show(model, chat.prompt("One").call().content());

			this.mainland.kill();
			System.out.println("The line to the mainland is killed.");
			show(model, chat.prompt("Two").call().content());
			show(model, String.join("", chat.prompt("Three, streamed").stream().content().toIterable()));

			this.mainland.startAgain();
			System.out.println("It starts again. A trial is due after two seconds.");
			while (model.states().containsValue("OPEN")) {
				Thread.sleep(50);
			}
			show(model, chat.prompt("Four").call().content());

			System.out.println("It is killed while a tool runs.");
			show(model, chat.prompt("How is the weather?").tools(this).call().content());
			this.mainland.startAgain();
		}
	}

	@Tool(description = "Get the weather")
	String weather() {
		this.mainland.kill();
		return "rain";
	}

	private void show(FailoverChatModel model, String answer) {
		System.out.printf("%-40s by %-10s %s%n", answer, this.usedLine.get(), model.states());
	}

	/**
	 * Two instances of the application send requests in turn.
	 * @param redis the URI of the Redis by which they share the quota; null for none
	 */
	void watchQuota(@Nullable String redis) {
		String[] properties = (redis != null) ? new String[] { "sample.redis=" + redis } : new String[0];
		try (ConfigurableApplicationContext one = start("quota", properties);
				ConfigurableApplicationContext other = start("quota", properties)) {
			System.out.println("Quota of 60 requests per minute, of which 5 can be sent at once");
			for (int i = 0; i < 4; i++) {
				System.out.println("Instance 1: " + send(one));
				System.out.println("Instance 2: " + send(other));
			}
			System.out.println((redis != null) ? "Both instances share the quota by " + redis + "."
					: "Each instance has its own quota, because there is no Redis.");
		}
	}

	private static String send(ConfigurableApplicationContext instance) {
		try {
			return instance.getBean(ChatClient.Builder.class).build().prompt("sent").call().content();
		}
		catch (QhaigcTransientException ex) {
			Duration wait = Objects.requireNonNull(ex.problem().retryAfter());
			return "refused, there is quota in %.1f s".formatted(wait.toMillis() / 1000.0);
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
