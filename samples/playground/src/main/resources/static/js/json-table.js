/** JSON as a table: an array of objects as rows, an object as name-value pairs, other values as text. */

import { element } from "./dom.js";
import { makeScrollable, setText } from "./language.js";

const FENCE = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/i;

/** Returns the value of a text that is a non-empty JSON object or array, or undefined. */
export function parseJson(text) {
	const json = text.trim().replace(FENCE, "$1").trim();
	if (!/^[{[]/.test(json)) {
		return undefined;
	}
	try {
		const value = JSON.parse(json);
		return (Object.keys(value).length > 0) ? value : undefined;
	}
	catch {
		return undefined;
	}
}

/** Returns a table, with the JSON below it in a collapsed section. */
export function jsonView(value) {
	return element("div", { class: "json" },
		makeScrollable(element("div", { class: "scrollable" }, table(value)), "table"),
		element("details", {},
			setText(element("summary"), "rawJson"),
			makeScrollable(element("pre", {}, element("code", {}, JSON.stringify(value, null, 2))), "code")));
}

/**
 * JSON that is streamed. The elements of its first array are shown in a table, which grows
 * while the JSON is streamed. Until the first element is complete, the text is shown instead.
 */
export class StreamingJson {

	constructor() {
		this.pending = "";
		this.reader = new ElementReader();
		this.list = [];
		this.names = [];
		this.code = element("code");
		this.source = element("pre", { class: "streaming" }, this.code);
		this.node = element("div", { class: "json" }, this.source);
	}

	get text() {
		return this.code.textContent + this.pending;
	}

	append(text) {
		this.pending += text;
	}

	render() {
		this.code.append(this.pending);
		this.reader.read(this.pending).forEach((row) => this.#add(row));
		this.pending = "";
	}

	finish() {
		this.render();
		this.source.hidden = false;
	}

	#add(row) {
		this.list.push(row);
		if (this.table && columnsOf([row]).every((name) => this.names.includes(name))) {
			this.table.tBodies[0].append(tableRow(row, this.names));
			return;
		}
		this.names = columnsOf(this.list);
		this.table = rows(this.list);
		this.scrollable?.remove();
		this.scrollable = makeScrollable(element("div", { class: "scrollable" }, this.table), "table");
		this.node.prepend(this.scrollable);
		this.source.hidden = true;
	}

}

/** Finds the elements of the first array in JSON that is streamed. The array is the JSON itself, or the value of one of its properties. */
class ElementReader {

	constructor() {
		this.depth = 0;
		this.element = "";
	}

	/** Returns the elements that the text completes. */
	read(text) {
		const elements = [];
		for (const c of text) {
			this.#next(c, elements);
		}
		return elements;
	}

	#next(c, elements) {
		if (this.inString) {
			this.inString = this.escaped || c !== "\"";
			this.escaped = !this.escaped && c === "\\";
		}
		else if (c === "\"") {
			this.inString = true;
		}
		else if (c === "[" || c === "{") {
			this.depth++;
			if (c === "[" && !this.listDepth && this.depth <= 2) {
				this.listDepth = this.depth;
				this.element = "";
				return;
			}
		}
		else if (c === "]" || c === "}") {
			this.depth--;
			if (this.depth < this.listDepth) {
				this.#end(elements);
				this.listDepth = -1;
			}
			else if (this.depth === this.listDepth) {
				this.element += c;
				this.#end(elements);
				return;
			}
		}
		else if (c === "," && this.depth === this.listDepth) {
			this.#end(elements);
			return;
		}
		this.element += c;
	}

	#end(elements) {
		try {
			elements.push(JSON.parse(this.element));
		}
		catch {
			// There is nothing between the end of an object and the next comma, or the text is not JSON.
		}
		this.element = "";
	}

}

function table(value) {
	return Array.isArray(value) ? rows(value) : pairs(value);
}

function rows(list) {
	const columns = columnsOf(list);
	const body = element("tbody", {}, ...list.map((row) => tableRow(row, columns)));
	if (columns.length === 0) {
		return element("table", {}, body);
	}
	return element("table", {},
		element("thead", {}, element("tr", {}, ...columns.map((name) => headerCell(name, list)))), body);
}

function columnsOf(list) {
	return [...new Set(list.flatMap((row) => isObject(row) ? Object.keys(row) : []))];
}

function tableRow(row, columns) {
	return element("tr", {}, ...(isObject(row) ? columns.map((name) => cell(row[name])) : [cell(row)]));
}

function pairs(object) {
	const entries = Object.entries(object);
	// An object that only wraps an array, such as {"cities": [...]}.
	if (entries.length === 1 && Array.isArray(entries[0][1])) {
		const wrapped = rows(entries[0][1]);
		wrapped.prepend(element("caption", {}, entries[0][0]));
		return wrapped;
	}
	return element("table", {}, element("tbody", {}, ...entries.map(([name, value]) =>
		element("tr", {}, element("th", { scope: "row" }, name), cell(value)))));
}

/** Returns a header cell, aligned to the right for a column of numbers. */
function headerCell(name, list) {
	const numbers = list.every((row) => typeof row?.[name] === "number");
	return element("th", { scope: "col", class: numbers ? "number" : null }, name);
}

function cell(value) {
	if (value !== null && typeof value === "object") {
		return element("td", {}, table(value));
	}
	return element("td", (typeof value === "number") ? { class: "number" } : {},
		(value === undefined || value === null) ? "–" : String(value));
}

function isObject(value) {
	return value !== null && typeof value === "object" && !Array.isArray(value);
}
