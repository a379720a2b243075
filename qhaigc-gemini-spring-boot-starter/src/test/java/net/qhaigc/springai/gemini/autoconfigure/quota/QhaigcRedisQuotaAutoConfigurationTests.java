package net.qhaigc.springai.gemini.autoconfigure.quota;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import net.qhaigc.springai.gemini.autoconfigure.Applications;
import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.QhaigcTransientException;
import net.qhaigc.springai.gemini.quota.BucketStore;
import net.qhaigc.springai.gemini.test.QhaigcGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QhaigcRedisQuotaAutoConfiguration}. Some of the tests require a
 * {@code redis-server}. If it is not installed, these tests are skipped unless
 * {@code -Dqhaigc.redis.required=true} is set.
 */
class QhaigcRedisQuotaAutoConfigurationTests {

	private static final Path SERVER = Path.of("/usr/bin/redis-server");

	@TempDir
	Path directory;

	private final QhaigcGateway gateway = QhaigcGateway.start();

	private final int port = freePort();

	private final ApplicationContextRunner withoutConnectionFactory = Applications.connectedTo(this.gateway)
		.withConfiguration(AutoConfigurations.of(QhaigcRedisQuotaAutoConfiguration.class))
		.withPropertyValues("qhaigc.quota.store=redis", "qhaigc.quota.max-wait=0s", "spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.port);

	private final ApplicationContextRunner application = this.withoutConnectionFactory
		.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class));

	private final List<Process> servers = new ArrayList<>();

	@AfterEach
	void close() throws InterruptedException {
		this.gateway.close();
		for (Process server : this.servers) {
			server.destroyForcibly().waitFor();
		}
	}

	@Test
	void instancesShareQuota() throws IOException {
		startServer();
		this.gateway.reply("one");
		ApplicationContextRunner instance = this.application.withPropertyValues("qhaigc.quota.requests-per-minute=1",
				"qhaigc.quota.when-store-fails=refuse");
		instance.run((one) -> instance.run((other) -> {
			connectToStore(one);
			connectToStore(other);
			assertThat(callUntilAccepted(one)).isEqualTo("one");
			assertQuotaExceeded(other);
		}));
	}

	@Test
	void instancesShareBudget() throws IOException {
		startServer();
		this.gateway.reply("one").usage(500, 250, 750);
		ApplicationContextRunner instance = this.application.withPropertyValues("qhaigc.budget.per-month=1",
				"qhaigc.prices.*.input=1", "qhaigc.prices.*.output=2", "qhaigc.prices.*.currency=USD",
				"qhaigc.prices.*.per=1K", "qhaigc.quota.when-store-fails=refuse");
		instance.run((one) -> instance.run((other) -> {
			connectToStore(one);
			connectToStore(other);
			assertThat(callUntilAccepted(one)).isEqualTo("one");
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThatExceptionOfType(BudgetExceededException.class)
					.isThrownBy(() -> other.getBean(ChatModel.class).call("?")));
		}));
	}

	@Test
	void instancesShareQuotaAndBudgetInCluster() throws Exception {
		String nodes = startCluster();
		this.gateway.reply("one").usage(500, 250, 750);
		this.gateway.reply("two").usage(500, 250, 750);
		ApplicationContextRunner instance = this.application.withPropertyValues(
				"spring.data.redis.cluster.nodes=" + nodes, "qhaigc.quota.when-store-fails=refuse",
				"qhaigc.quota.tokens-per-minute=100000", "qhaigc.prices.*.input=1", "qhaigc.prices.*.output=2",
				"qhaigc.prices.*.currency=USD", "qhaigc.prices.*.per=1K", "qhaigc.budget.per-minute=100",
				"qhaigc.budget.per-day=10");
		instance.withPropertyValues("qhaigc.quota.requests-per-minute=1")
			.run((one) -> instance.withPropertyValues("qhaigc.quota.requests-per-minute=1").run((other) -> {
				connectToStore(one);
				connectToStore(other);
				assertThat(callUntilAccepted(one)).isEqualTo("one");
				assertQuotaExceeded(other);
			}));
		instance.withPropertyValues("qhaigc.quota.requests-per-minute=1000", "qhaigc.budget.per-day=1")
			.run((third) -> Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThatExceptionOfType(BudgetExceededException.class)
					.isThrownBy(() -> third.getBean(ChatModel.class).call("?"))
					// The total can exceed 1 USD: a request is refused if Redis
					// responds too late, but Redis can have counted the estimated
					// cost of this request. An application that is closed too early
					// does not subtract this cost.
					.withMessageMatching(".*: 1(\\.\\d+)? USD has been spent.*")));
	}

	@Test
	void sendsRequestsWithoutRedisServer() {
		this.gateway.reply("one");
		this.application.withPropertyValues("qhaigc.quota.requests-per-minute=1").run((context) -> {
			assertThat(context).hasSingleBean(BucketStore.class);
			assertThat(context.getBean(ChatModel.class).call("?")).isEqualTo("one");
		});
	}

	@ParameterizedTest
	@CsvSource({ "io.github.bucket4j.redis, com.bucket4j:bucket4j_jdk17-lettuce is not on the classpath",
			"org.springframework.data.redis, Spring Data Redis with Lettuce is not on the classpath" })
	void requiresRedisLibraries(String missingPackage, String reason) {
		this.withoutConnectionFactory.withPropertyValues("qhaigc.quota.requests-per-minute=1")
			.withClassLoader(new FilteredClassLoader(missingPackage))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The property 'qhaigc.quota.store' is 'redis', but " + reason + "."));
	}

	@Test
	void requiresConnectionFactory() {
		this.withoutConnectionFactory.withPropertyValues("qhaigc.quota.requests-per-minute=1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"The property 'qhaigc.quota.store' is 'redis', but there is no LettuceConnectionFactory bean."));
	}

	@Test
	void ignoresRedisIfQuotaIsInMemory() {
		this.application
			.withPropertyValues("qhaigc.quota.store=memory", "qhaigc.quota.requests-per-minute=1",
					"qhaigc.quota.when-store-fails=refuse")
			.run((context) -> {
				this.gateway.reply("one");
				assertThat(context).doesNotHaveBean(BucketStore.class);
				assertThat(context.getBean(ChatModel.class).call("?")).isEqualTo("one");
			});
	}

	private void startServer() throws IOException {
		startServer(this.port);
	}

	private void startServer(int port, String... options) throws IOException {
		if (!Boolean.getBoolean("qhaigc.redis.required")) {
			Assumptions.assumeTrue(Files.isExecutable(SERVER), "redis-server is not installed");
		}
		List<String> command = new ArrayList<>(List.of(SERVER.toString(), "--port", String.valueOf(port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--dir", this.directory.toString()));
		command.addAll(List.of(options));
		this.servers.add(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("redis-" + port + ".log").toFile())
			.start());
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> isListening(port));
	}

	/**
	 * Connect to the store, and read enough keys to connect to each node of a cluster.
	 */
	private static void connectToStore(ApplicationContext instance) {
		ProxyManager<String> store = instance.getBean(BucketStore.class)
			.connect()
			.orTimeout(30, TimeUnit.SECONDS)
			.join();
		for (int i = 0; i < 50; i++) {
			store.asAsync().getProxyConfiguration("key-" + i).orTimeout(30, TimeUnit.SECONDS).join();
		}
	}

	/**
	 * Call the model until a request is accepted: on a busy machine, a request can be
	 * refused because Redis takes longer than a second. A refused request does not count
	 * towards the quota.
	 */
	private static String callUntilAccepted(ApplicationContext instance) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptionsInstanceOf(QhaigcTransientException.class)
			.until(() -> instance.getBean(ChatModel.class).call("?"), Objects::nonNull);
	}

	private static void assertQuotaExceeded(ApplicationContext instance) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThatExceptionOfType(QhaigcTransientException.class)
				.isThrownBy(() -> instance.getBean(ChatModel.class).call("?"))
				.satisfies((failure) -> assertThat(failure.problem().code()).isEqualTo("quota_exceeded")));
	}

	/** Start a cluster of three nodes, and return their addresses. */
	private String startCluster() throws Exception {
		List<String> nodes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			int node = freePort();
			startServer(node, "--cluster-enabled", "yes", "--cluster-port", String.valueOf(freePort()),
					"--cluster-config-file", "nodes-" + node + ".conf");
			nodes.add("127.0.0.1:" + node);
		}
		List<String> create = new ArrayList<>(
				List.of("--cluster-yes", "--cluster-replicas", "0", "--cluster", "create"));
		create.addAll(nodes);
		redisCli(create);
		for (String node : nodes) {
			List<String> info = List.of("-p", node.substring(node.indexOf(':') + 1), "cluster", "info");
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(redisCli(info)).contains("cluster_state:ok"));
		}
		return String.join(",", nodes);
	}

	private static String redisCli(List<String> arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("redis-cli"));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
