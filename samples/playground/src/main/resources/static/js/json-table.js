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

function table(value) {
	return Array.isArray(value) ? rows(value) : pairs(value);
}

function rows(list) {
	const columns = [...new Set(list.flatMap((row) => isObject(row) ? Object.keys(row) : []))];
	if (columns.length === 0) {
		return element("table", {}, element("tbody", {}, ...list.map((item) => element("tr", {}, cell(item)))));
	}
	return element("table", {},
		element("thead", {}, element("tr", {}, ...columns.map((name) => headerCell(name, list)))),
		element("tbody", {}, ...list.map((row) => element("tr", {},
			...(isObject(row) ? columns.map((name) => cell(row[name])) : [cell(row)])))));
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
