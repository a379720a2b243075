package net.qhaigc.springai.gemini.autoconfigure.quota;

import net.qhaigc.springai.gemini.autoconfigure.ClientBudget;
import net.qhaigc.springai.gemini.client.RequestQuota;
import net.qhaigc.springai.gemini.quota.CostBudget;

import org.springframework.beans.factory.DisposableBean;

/**
 * The budget under {@code qhaigc.budget}, which is closed with the application.
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
