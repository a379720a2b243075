package net.qhaigc.springai.gemini.failover;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one request. It has a tag with the route to which the request was
 * sent last, and an event for each route that failed.
 *
 * @param observation the observation; a no-op if nothing is observed
 */
record ObservedFailover(Observation observation) {

	static final String ROUTE = "qhaigc.failover.route";

	static final KeyValue NO_ROUTE = KeyValue.of(ROUTE, "none");

	/** Record the route to which the request is sent; null for none. */
	void setRoute(@Nullable Route route) {
		if (!this.observation.isNoop()) {
			this.observation.lowCardinalityKeyValue((route != null) ? KeyValue.of(ROUTE, route.name()) : NO_ROUTE);
		}
	}

	/**
	 * Record a failure after which the request continues with the next route, or fails if
	 * there is no next route.
	 */
	void recordFailure(Route route, RouteFailure failure) {
		if (!this.observation.isNoop()) {
			this.observation.event(Observation.Event.of("qhaigc.failover",
					"Route %s failed (%s)".formatted(route.name(), failure.kind())));
		}
	}

}
