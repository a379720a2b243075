package net.qhaigc.springai.gemini.autoconfigure.quota;

import org.springframework.beans.factory.DisposableBean;

import net.qhaigc.springai.gemini.autoconfigure.ClientBudget;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.quota.CostBudget;

/**
 * The budget that is configured under {@code qhaigc.budget}. All clients share the
 * budget, which is closed when the application ends.
 *
 * @param budget the budget
 */
record SharedCostBudget(CostBudget budget) implements ClientBudget, DisposableBean {

	@Override
	public RequestQuota quota() {
		return this.budget;
	}

	@Override
	public void destroy() {
		this.budget.close();
	}

}
