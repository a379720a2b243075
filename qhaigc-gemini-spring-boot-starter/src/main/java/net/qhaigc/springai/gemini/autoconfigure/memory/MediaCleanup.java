package net.qhaigc.springai.gemini.autoconfigure.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ClassUtils;

import net.qhaigc.springai.gemini.media.FileMediaStore;
import net.qhaigc.springai.gemini.media.MediaStore;
import net.qhaigc.springai.gemini.memory.jdbc.JdbcMediaStore;

/**
 * Deletes old media at startup and then at least once an hour, on a separate thread. Only
 * file and JDBC stores are cleaned up.
 */
final class MediaCleanup implements SmartInitializingSingleton, DisposableBean {

	private static final Log logger = LogFactory.getLog("net.qhaigc.springai.gemini");

	private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

	private static final Duration MAX_INTERVAL = Duration.ofHours(1);

	private static final boolean JDBC_PRESENT = ClassUtils.isPresent("org.springframework.jdbc.core.JdbcOperations",
			MediaCleanup.class.getClassLoader());

	private final MediaStore store;

	private final Duration maxAge;

	private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "qhaigc-media-cleanup");
		thread.setDaemon(true);
		return thread;
	});

	MediaCleanup(MediaStore store, Duration maxAge) {
		this.store = store;
		this.maxAge = maxAge;
	}

	@Override
	public void afterSingletonsInstantiated() {
		long interval = interval().toMillis();
		this.executor.scheduleWithFixedDelay(this::deleteOldMedia, 0, interval, TimeUnit.MILLISECONDS);
	}

	private Duration interval() {
		if (this.maxAge.compareTo(MIN_INTERVAL) < 0) {
			return MIN_INTERVAL;
		}
		return (this.maxAge.compareTo(MAX_INTERVAL) < 0) ? this.maxAge : MAX_INTERVAL;
	}

	private void deleteOldMedia() {
		try {
			Instant limit = Instant.now().minus(this.maxAge);
			if (this.store instanceof FileMediaStore files) {
				files.deleteOlderThan(limit);
			}
			else if (JDBC_PRESENT && this.store instanceof JdbcMediaStore jdbc) {
				jdbc.deleteUnusedOlderThan(limit);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Media older than qhaigc.media-store.max-age=%s was not deleted: %s".formatted(this.maxAge,
					ex.getMessage()));
		}
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
