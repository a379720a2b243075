package net.qhaigc.springai.gemini.quota;

/**
 * What happens to requests while the store of a shared quota or budget is not available.
 */
public enum WhenStoreFails {

	/** They are sent, regardless of the limits in the store. */
	ALLOW,

	/** They fail with a transient exception. */
	REFUSE

}
