package net.qhaigc.springai.gemini.support;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.util.ClassUtils;

/**
 * Records the log events of level INFO and above, from all loggers.
 */
public final class LogRecorder implements AutoCloseable {

	private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	public LogRecorder() {
		ThresholdFilter filter = new ThresholdFilter();
		filter.setLevel(Level.INFO.levelStr);
		filter.start();
		this.log.addFilter(filter);
		this.log.start();
		this.root.addAppender(this.log);
	}

	/** Return one line for each event, with the number of frames of its stack trace. */
	public List<String> lines() {
		return events().stream().map(LogRecorder::line).toList();
	}

	private static String line(ILoggingEvent event) {
		String line = "%s %s: %s".formatted(event.getLevel(), event.getLoggerName(), event.getFormattedMessage());
		IThrowableProxy thrown = event.getThrowableProxy();
		return (thrown == null) ? line : "%s [%s with %d frames]".formatted(line,
				ClassUtils.getShortName(thrown.getClassName()), frames(thrown));
	}

	private static int frames(@Nullable IThrowableProxy thrown) {
		return (thrown != null) ? thrown.getStackTraceElementProxyArray().length + frames(thrown.getCause()) : 0;
	}

	private List<ILoggingEvent> events() {
		return List.copyOf(this.log.list);
	}

	@Override
	public void close() {
		this.root.detachAppender(this.log);
	}

}
