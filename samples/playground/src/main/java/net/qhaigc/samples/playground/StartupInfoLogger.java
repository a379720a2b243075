package net.qhaigc.samples.playground;

import java.net.InetAddress;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs the address of the playground, and a warning if other machines can reach the
 * playground.
 */
@Component
class StartupInfoLogger {

	private static final Log logger = LogFactory.getLog(StartupInfoLogger.class);

	private final @Nullable InetAddress address;

	StartupInfoLogger(ServerProperties server) {
		this.address = server.getAddress();
	}

	@EventListener
	void logStartupInfo(WebServerInitializedEvent event) {
		boolean loopbackOnly = this.address != null && this.address.isLoopbackAddress();
		logger.info("The playground is available at http://localhost:" + event.getWebServer().getPort());
		if (!loopbackOnly) {
			logger.warn(
					"The playground has no authentication: anyone who can reach this machine can read all conversations and"
							+ " use the API key. Set server.address=127.0.0.1 to allow local access only.");
		}
	}

}
