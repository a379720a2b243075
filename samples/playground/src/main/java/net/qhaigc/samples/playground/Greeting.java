package net.qhaigc.samples.playground;

import java.net.InetAddress;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Says where the playground is, who answers there, and who can reach it.
 */
@Component
class Greeting {

	private static final Log logger = LogFactory.getLog(Greeting.class);

	private final @Nullable InetAddress address;

	private final boolean standIn;

	Greeting(ServerProperties server, ObjectProvider<StandIn> standIn) {
		this.address = server.getAddress();
		this.standIn = standIn.getIfAvailable() != null;
	}

	@EventListener
	void greet(WebServerInitializedEvent event) {
		boolean alone = this.address != null && this.address.isLoopbackAddress();
		logger.info("The playground is at http://localhost:" + event.getWebServer().getPort());
		if (this.standIn) {
			logger.info("There is no key, so a stand-in answers. Set QHAIGC_API_KEY and start again for the gateway.");
		}
		if (!alone) {
			logger.warn("There is no login: whoever reaches this machine reads every conversation and spends your key."
					+ " server.address=127.0.0.1 keeps others out.");
		}
	}

}
