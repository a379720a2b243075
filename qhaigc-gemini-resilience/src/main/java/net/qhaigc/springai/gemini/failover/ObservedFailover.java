package net.qhaigc.springai.gemini.failover;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The observation of one request. The route is that to which it was sent last.
 *
 * @param observation the observation; no operation if nothing is observed
 */
record ObservedFailover(Observation observation) {

	static final String ROUTE = "qhaigc.failover.route";

	static final KeyValue NO_ROUTE = KeyValue.of(ROUTE, "none");

	/** Note to which route the request is sent; null if to none. */
	void routed(@Nullable Route route) {
		if (!this.observation.isNoop()) {
			this.observation.lowCardinalityKeyValue((route != null) ? KeyValue.of(ROUTE, route.name()) : NO_ROUTE);
		}
	}

	/** Note that the next route is used. */
	void failed(Route route, RouteFailure failure) {
		if (!this.observation.isNoop()) {
			this.observation.event(Observation.Event.of("qhaigc.failover",
					"Route %s failed (%s)".formatted(route.name(), failure.kind())));
		}
	}

}
