/** The responses of several models to one message, side by side, with their times, tokens and costs. */

import { actionButton } from "./clipboard.js";
import { element } from "./dom.js";
import { cost, duration, makeScrollable, number, setLabel, setText } from "./language.js";
import { costOf, tokensPerSecond } from "./prices.js";
import { ResponseView } from "./response-view.js";

/**
 * The rows of the table: the text key, a function that returns the value of a response, a
 * function that formats the value, whether less is better (null if neither is better), and
 * a function that returns the number to compare if the value is not a number.
 */
const ROWS = [
	["timeToFirstToken", (done) => done.firstTokenMillis, duration, true],
	["totalTime", (done) => done.totalMillis, duration, true],
	["tokensPerSecond", tokensPerSecond, (value) => number(Math.round(value)), false],
	["promptTokens", (done) => done.promptTokens, number, null],
	["outputTokens", (done) => done.completionTokens, number, null],
	["costColumn", costOf, cost, true, ({ amount }) => amount]
];

export class ComparisonView {

	/** Calls onKeep with the view of the response with which the conversation continues. */
	constructor(lanes, { onRender, onKeep }) {
		this.onKeep = onKeep;
		this.lanes = lanes.map((options) => {
			const view = new ResponseView({ json: options.format === "JSON", model: options.model, onRender });
			const node = element("div", { class: "lane" }, element("h2", {}, options.name), view.node);
			return { options: withoutName(options), name: options.name, view, node };
		});
		this.grid = element("div", { class: "lanes" }, ...this.lanes.map((lane) => lane.node));
		this.grid.style.setProperty("--lanes", lanes.length);
		this.node = setLabel(element("article", { class: "comparison" }, this.grid), "comparison");
	}

	get announcement() {
		return this.lanes.map((lane) => `${lane.name}: ${lane.view.announcement}`).join(" ");
	}

	ended(lane, last, buttons) {
		lane.done = (last?.type === "done") ? last : undefined;
		const keep = lane.done ? [actionButton("keepResponse", () => this.#keep(lane), "action primary")] : [];
		lane.view.showActions(lane.view.turn ? buttons : [], keep);
		this.#showTable();
	}

	end() {
		this.#showTable();
	}

	async #keep(lane) {
		const buttons = this.node.querySelectorAll(".lane .primary");
		buttons.forEach((button) => button.disabled = true);
		try {
			await this.onKeep(lane.view);
			buttons.forEach((button) => button.remove());
			lane.node.classList.add("kept");
			lane.node.querySelector("h2").append(" ", setText(element("span", { class: "badge" }), "kept"));
		}
		catch {
			lane.node.append(setText(element("p", { class: "problem", role: "alert" }), "keepFailed"));
		}
	}

	#showTable() {
		const done = this.lanes.filter((lane) => lane.done);
		if (done.length === 0) {
			return;
		}
		const rows = ROWS.map(([key, value, format, lessIsBetter, size]) => {
			const values = this.lanes.map((lane) => lane.done && value(lane.done, lane.options.model));
			return (values.some((each) => each !== undefined)) ? row(key, values, format, lessIsBetter, size) : null;
		}).filter(Boolean);
		const table = element("table", { class: "results" },
			element("thead", {}, element("tr", {}, element("td"), ...this.lanes.map((lane) => element("th", { scope: "col" }, lane.name)))),
			element("tbody", {}, ...rows));
		this.table?.remove();
		this.table = makeScrollable(element("div", { class: "scrollable" }, table), "comparison");
		this.node.append(this.table);
	}

}

function withoutName({ name, ...options }) {
	return options;
}

/** Returns a row whose cells have bars; the best value is emphasized. */
function row(key, values, format, lessIsBetter, size = (value) => value) {
	const known = values.filter((value) => value !== undefined).map(size);
	const max = Math.max(...known);
	const best = (lessIsBetter === null || known.length < 2) ? undefined : lessIsBetter ? Math.min(...known) : max;
	return element("tr", {}, setText(element("th", { scope: "row" }), key), ...values.map((value) => {
		if (value === undefined) {
			return element("td", {}, "–");
		}
		const cell = element("td", { class: (size(value) === best) ? "best" : null }, format(value), element("span", { class: "meter" }));
		cell.lastChild.style.setProperty("--share", (max > 0) ? size(value) / max : 0);
		return cell;
	}));
}
