package net.qhaigc.springai.gemini.client;

/**
 * Combines the conditions for requests.
 */
final class RequestConditions {

	/** A condition that is always met. */
	static final RequestCondition NONE = new RequestCondition() {

		@Override
		public boolean allowsRetry(Throwable failure) {
			return true;
		}

		@Override
		public boolean allowsSending() {
			return true;
		}

	};

	private RequestConditions() {
	}

	/** Return a condition that is met if both conditions are met. */
	static RequestCondition and(RequestCondition one, RequestCondition other) {
		return (one == NONE) ? other : new RequestCondition() {

			@Override
			public boolean allowsRetry(Throwable failure) {
				return one.allowsRetry(failure) && other.allowsRetry(failure);
			}

			@Override
			public boolean allowsSending() {
				return one.allowsSending() && other.allowsSending();
			}

		};
	}

}
