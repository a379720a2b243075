package net.qhaigc.springai.gemini.quota;

import net.qhaigc.springai.gemini.client.error.BudgetExceededException;
import net.qhaigc.springai.gemini.client.error.GatewayProblem;
import net.qhaigc.springai.gemini.client.error.QhaigcNonTransientException;
import net.qhaigc.springai.gemini.metadata.Cost;

/**
 * Creates the exceptions for requests that would exceed a budget or whose model has no
 * price.
 */
final class BudgetFailures {

	static final String PER_REQUEST = "qhaigc.budget.per-request";

	private BudgetFailures() {
	}

	static BudgetExceededException overPeriodBudget(PeriodSpending period, long spent, long estimate, String currency) {
		String message = ("The request would exceed the budget of %s per %s (%s): %s has been spent, and the "
				+ "request is estimated to cost %s. The budget is renewed at %s")
			.formatted(cost(period.limit(), currency), period.period().label(), period.period().property(),
					cost(spent, currency), cost(estimate, currency), period.end());
		return new BudgetExceededException(message, period.period().property(), period.end());
	}

	static BudgetExceededException overRequestBudget(Cost limit, Cost estimate) {
		return new BudgetExceededException(("The request costs up to %s, which exceeds the budget of %s per request "
				+ "(%s). Reduce the length of the request or its maximum number of output tokens")
			.formatted(estimate, limit, PER_REQUEST), PER_REQUEST, null);
	}

	static QhaigcNonTransientException missingPrice(String model) {
		String message = ("The model '%s' has no price, so its requests cannot be limited by the budget "
				+ "(qhaigc.budget). Set qhaigc.prices.%s, or a price for a pattern such as '*'")
			.formatted(model, model);
		return new QhaigcNonTransientException(message,
				new GatewayProblem(0, "price_missing", null, message, null, null, null), null);
	}

	static Cost cost(long micros, String currency) {
		return new Cost(Micros.amount(micros), currency);
	}

}
