package net.qhaigc.springai.gemini.quota;

/**
 * What happens to requests while the store of a shared quota or budget is not available.
 */
public enum StoreFailurePolicy {

	/** Requests are sent without the limits that depend on the store. */
	ALLOW,

	/** Requests fail with a transient exception. */
	REFUSE

}
