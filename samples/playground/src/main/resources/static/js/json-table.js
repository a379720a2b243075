/** JSON as a table: a list of objects as rows, an object as pairs, all else as text. */

import { element } from "./dom.js";
import { say, scrolling } from "./language.js";

const FENCE = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/i;

/** The value, if a text is a JSON object or array with something in it and nothing else; or undefined. */
export function parsed(text) {
	const bare = text.trim().replace(FENCE, "$1").trim();
	if (!/^[{[]/.test(bare)) {
		return undefined;
	}
	try {
		const value = JSON.parse(bare);
		return (Object.keys(value).length > 0) ? value : undefined;
	}
	catch {
		return undefined;
	}
}

/** A table with the JSON itself beneath it, folded. */
export function jsonAnswer(value) {
	return element("div", { class: "json" },
		scrolling(element("div", { class: "wide" }, table(value)), "table"),
		element("details", {},
			say(element("summary"), "jsonItself"),
			scrolling(element("pre", {}, element("code", {}, JSON.stringify(value, null, 2))), "code")));
}

function table(value) {
	return Array.isArray(value) ? rows(value) : pairs(value);
}

function rows(list) {
	const columns = [...new Set(list.flatMap((row) => isPlain(row) ? Object.keys(row) : []))];
	if (columns.length === 0) {
		return element("table", {}, element("tbody", {}, ...list.map((item) => element("tr", {}, cell(item)))));
	}
	return element("table", {},
		element("thead", {}, element("tr", {}, ...columns.map((name) => head(name, list)))),
		element("tbody", {}, ...list.map((row) => element("tr", {},
			...(isPlain(row) ? columns.map((name) => cell(row[name])) : [cell(row)])))));
}

function pairs(object) {
	const entries = Object.entries(object);
	// The usual wrapping of a list: {"cities": [...]}.
	if (entries.length === 1 && Array.isArray(entries[0][1])) {
		const inner = rows(entries[0][1]);
		inner.prepend(element("caption", {}, entries[0][0]));
		return inner;
	}
	return element("table", {}, element("tbody", {}, ...entries.map(([name, value]) =>
		element("tr", {}, element("th", { scope: "row" }, name), cell(value)))));
}

/** A number stands at the right, and so does the head of a column of numbers. */
function head(name, list) {
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

function isPlain(value) {
	return value !== null && typeof value === "object" && !Array.isArray(value);
}
