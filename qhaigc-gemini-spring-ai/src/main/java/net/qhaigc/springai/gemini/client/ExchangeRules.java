package net.qhaigc.springai.gemini.client;

/**
 * How an exchange is judged.
 *
 * @param timeouts how long to wait for what
 * @param maxResponseSize the largest answer or event, in bytes
 * @param statuses which statuses may pass by themselves
 * @param followRedirects whether redirects on the same origin are followed
 * @param wireLog whether exchanges are written to the log
 */
record ExchangeRules(Timeouts timeouts, long maxResponseSize, StatusRules statuses, boolean followRedirects,
		boolean wireLog) {

}
