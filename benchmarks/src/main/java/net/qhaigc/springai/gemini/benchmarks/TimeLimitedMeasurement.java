package net.qhaigc.springai.gemini.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A measurement that is stopped after a time limit. A client without a timeout could wait
 * forever for a response, and the following measurements would never start.
 *
 * @param name the name of the measurement
 * @param delegate the measurement
 * @param limit the time limit
 */
record TimeLimitedMeasurement(String name, Measurement delegate, Duration limit) implements Measurement {

	@Override
	public TableRow measure(BenchmarkEnvironment environment) throws IOException, InterruptedException {
		FutureTask<TableRow> task = new FutureTask<>(() -> this.delegate.measure(environment));
		Thread thread = new Thread(task, this.name);
		thread.setDaemon(true);
		thread.start();
		try {
			return task.get(this.limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			StackTraceElement[] stack = thread.getStackTrace();
			task.cancel(true);
			System.err.printf("%s did not end within %d s. Its thread was at:%n", this.name, this.limit.toSeconds());
			for (StackTraceElement element : stack) {
				System.err.println("\tat " + element);
			}
			return new TableRow(this.name, "ends within " + this.limit.toSeconds() + " s", false, Map.of());
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(this.name + " failed", ex.getCause());
		}
	}

}
