package net.qhaigc.springai.gemini.support;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * Records the log events of all loggers, from level INFO, as an application sees them.
 */
public final class LogRecorder implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	public LogRecorder() {
		ThresholdFilter level = new ThresholdFilter();
		level.setLevel(Level.INFO.levelStr);
		level.start();
		this.log.addFilter(level);
		this.log.start();
		this.root.addAppender(this.log);
	}

	/** Return one line for each event. */
	public List<String> lines() {
		return events().stream().map(LogRecorder::line).toList();
	}

	/** Return one line for each event that has a stack trace. */
	public List<String> stackTraces() {
		return events().stream().filter((event) -> event.getThrowableProxy() != null).map(LogRecorder::line).toList();
	}

	private static String line(ILoggingEvent event) {
		return "%s %s: %s%s".formatted(event.getLevel(), event.getLoggerName(), event.getFormattedMessage(),
				(event.getThrowableProxy() != null) ? " [" + event.getThrowableProxy().getClassName() + "]" : "");
	}

	private List<ILoggingEvent> events() {
		return List.copyOf(this.log.list);
	}

	@Override
	public void close() {
		this.root.detachAppender(this.log);
	}

}
