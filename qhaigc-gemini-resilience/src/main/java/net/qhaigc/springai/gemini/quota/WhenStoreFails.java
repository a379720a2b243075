package net.qhaigc.springai.gemini.quota;

/**
 * What happens with requests while the store of a shared quota is not available.
 */
public enum WhenStoreFails {

	/** They are sent without a quota for requests and tokens. */
	ALLOW,

	/** They fail with a transient exception. */
	REFUSE

}
