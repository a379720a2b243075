package net.qhaigc.springai.gemini.client;

/**
 * One attempt at a request: its key, its clock, and its judge of errors.
 *
 * @param request what is sent
 * @param secret the key
 * @param errors turns failures into exceptions that do not hold the key
 * @param watchdog ends it when the gateway stays silent
 * @param cancellation how it is cancelled
 * @param reuse whether its connection is an old one
 * @param log where the exchange is written, if the user wants that
 */
record Attempt(OutgoingRequest request, Secret secret, GatewayErrors errors, InactivityTimeout watchdog,
		Cancellation cancellation, ConnectionReuse reuse, WireLog log) {

	static Attempt of(OutgoingRequest request, String key, ExchangeRules rules) {
		Secret secret = new Secret(key);
		return new Attempt(request, secret, new GatewayErrors(rules.statuses(), request.model(), secret),
				new InactivityTimeout(rules.timeouts()), new Cancellation(), new ConnectionReuse(),
				new WireLog(rules.wireLog(), secret));
	}

}
