/** The prices of models, in US dollars per million tokens, that the user has entered. A cost that the server has calculated takes precedence. */

const STORAGE_KEY = "playground.prices";

const MAX_MODELS = 100;

const stored = () => JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");

export const priceOf = (model) => stored()[model] ?? {};

/** Sets the price of a model. Only the latest MAX_MODELS prices are kept. */
export function setPrice(model, price) {
	const prices = stored();
	delete prices[model];
	if (price.input || price.output) {
		prices[model] = price;
	}
	localStorage.setItem(STORAGE_KEY, JSON.stringify(Object.fromEntries(Object.entries(prices).slice(-MAX_MODELS))));
}

/** Returns the cost of a response, or undefined without a price. */
export function costOf({ model, promptTokens, completionTokens, cost }, requestedModel) {
	if (cost) {
		return cost;
	}
	const prices = stored();
	const price = prices[requestedModel] ?? prices[model];
	return price && { amount: (promptTokens * (price.input ?? 0) + completionTokens * (price.output ?? 0)) / 1_000_000, currency: "USD" };
}

/** Returns the output tokens per second after the first token, or undefined if the response was too fast. */
export function tokensPerSecond({ completionTokens, firstTokenMillis, totalMillis }) {
	const millis = totalMillis - firstTokenMillis;
	return (millis >= 20) ? completionTokens * 1_000 / millis : undefined;
}
