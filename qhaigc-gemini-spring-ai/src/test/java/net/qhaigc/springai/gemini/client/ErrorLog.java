package net.qhaigc.springai.gemini.client;

import java.util.List;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.slf4j.LoggerFactory;

/**
 * Records all log events of level ERROR, including Netty's reports of leaked buffers, and
 * tracks every buffer for leaks.
 */
final class ErrorLog implements AutoCloseable {

	private final ResourceLeakDetector.Level originalLevel = ResourceLeakDetector.getLevel();

	private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	ErrorLog() {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		ThresholdFilter errorFilter = new ThresholdFilter();
		errorFilter.setLevel(Level.ERROR.levelStr);
		errorFilter.start();
		this.log.addFilter(errorFilter);
		this.log.start();
		this.root.addAppender(this.log);
	}

	/**
	 * Return the recorded messages. A leaked buffer is reported when it has been garbage
	 * collected and Netty then allocates another buffer.
	 */
	List<String> errors() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(100);
			ByteBufAllocator.DEFAULT.directBuffer().release();
		}
		return List.copyOf(this.log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Override
	public void close() {
		ResourceLeakDetector.setLevel(this.originalLevel);
		this.root.detachAppender(this.log);
	}

}
