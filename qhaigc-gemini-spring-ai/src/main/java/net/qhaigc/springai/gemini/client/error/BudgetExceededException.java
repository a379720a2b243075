package net.qhaigc.springai.gemini.client.error;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Thrown for a request that was not sent because it would exceed a budget of the
 * application.
 */
public final class BudgetExceededException extends QhaigcNonTransientException {

	private static final long serialVersionUID = 1;

	private static final String CODE = "budget_exceeded";

	private final String budget;

	private final @Nullable Instant renewedAt;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param budget the name of the budget
	 * @param renewedAt when the budget is renewed; null if the budget limits each single
	 * request
	 */
	public BudgetExceededException(String message, String budget, @Nullable Instant renewedAt) {
		super(message, GatewayProblem.withoutResponse(CODE, message), null);
		this.budget = budget;
		this.renewedAt = renewedAt;
	}

	/**
	 * Return the name of the budget.
	 * @return the property, such as {@code qhaigc.budget.per-day}
	 */
	public String budget() {
		return this.budget;
	}

	/**
	 * Return when the budget is renewed.
	 * @return the time; null if the budget limits each single request
	 */
	public @Nullable Instant renewedAt() {
		return this.renewedAt;
	}

}
