package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import net.qhaigc.springai.gemini.benchmarks.client.ClientKind;
import net.qhaigc.springai.gemini.benchmarks.client.Exchange;
import net.qhaigc.springai.gemini.benchmarks.client.Task;

/**
 * One exchange of one client, for the profilers of JMH. {@link Benchmarks} does not use
 * JMH, because JMH would measure one client after the other, rather than alternate
 * between the clients.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class ExchangeBenchmark {

	private static final int CHUNKS = 2000;

	/** The client. */
	@Param({ "RAW", "HANDWRITTEN", "QHAIGC" })
	public ClientKind client = ClientKind.QHAIGC;

	/** The task. */
	@Param({ "call", "stream", "history", "imageRequest", "imageResponse" })
	public String task = "call";

	private BenchmarkEnvironment environment;

	private Exchange exchange;

	/**
	 * Start the server.
	 * @throws IOException if it does not start
	 */
	@Setup(Level.Trial)
	public void start() throws IOException {
		this.environment = new BenchmarkEnvironment(Scale.FULL);
		this.exchange = Objects.requireNonNull(this.environment.prepare(task(this.task)).get(this.client));
	}

	private static Task task(String name) {
		return switch (name) {
			case "call" -> Task.call();
			case "stream" -> Task.stream(CHUNKS, 0);
			case "history" -> Task.history();
			case "imageRequest" -> Task.imageRequest();
			case "imageResponse" -> Task.imageResponse();
			default -> throw new IllegalArgumentException("There is no task " + name);
		};
	}

	/** Stop the server. */
	@TearDown(Level.Trial)
	public void stop() {
		this.environment.close();
	}

	/**
	 * Run one call, or one stream of 2,000 chunks.
	 * @return the completed stream, or the size of the response to the call
	 * @throws InterruptedException if interrupted
	 */
	@Benchmark
	public Object exchange() throws InterruptedException {
		return this.task.equals("stream") ? StreamRun.run(this.exchange, CHUNKS) : this.exchange.call();
	}

}
