package net.qhaigc.springai.gemini.client;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import net.qhaigc.springai.gemini.wire.WireJson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestBytes}.
 */
class RequestBytesTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 100, 200, 250, 1000, 10_000 })
	void containsEntireBody(int messages) {
		Map<String, String> body = body(messages);
		assertThat(new String(RequestBytes.of(body, Map.of()).toByteArray(), UTF_8)).isEqualTo(WireJson.write(body));
	}

	@Test
	void allocatesAtMostOneAndAHalfTimesBodySize() {
		Map<String, String> body = body(250);
		int length = RequestBytes.of(body, Map.of()).toByteArray().length;
		RequestBytes.of(body, Map.of());
		long before = THREADS.getCurrentThreadAllocatedBytes();
		RequestBytes.of(body, Map.of());
		assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isBetween((long) length, length * 3L / 2);
	}

	private static Map<String, String> body(int messages) {
		return IntStream.range(0, messages)
			.boxed()
			.collect(Collectors.toMap("message%05d"::formatted, "%0240d"::formatted));
	}

}
