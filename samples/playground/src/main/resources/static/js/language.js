/** The language of the page, English or Chinese. */

import { texts } from "./texts.js";

const storedLanguage = () => localStorage.getItem("playground.language");

let language = storedLanguage() ?? (navigator.languages.find((tag) => /^(en|zh)\b/i.test(tag))?.slice(0, 2).toLowerCase() ?? "en");

/** Returns the text of a key, with its {placeholders} replaced by values. */
export function t(key, values = {}) {
	return texts[key][language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export const number = (value) => value.toLocaleString(language);

/** Formats a date in milliseconds since 1970. */
export const date = (millis) => new Date(millis).toLocaleDateString(language, { year: "numeric", month: "short" });

/** Formats a cost. The currency is usually a code such as USD. */
export function cost({ amount, currency }) {
	try {
		return amount.toLocaleString(language, { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumSignificantDigits: 3 });
	}
	catch {
		return `${amount.toLocaleString(language, { maximumSignificantDigits: 3 })} ${currency}`;
	}
}

/** Formats a duration in milliseconds. */
export const duration = (millis) => (millis < 1000) ? `${Math.round(millis)} ms`
	: `${(millis / 1000).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;

/** Sets the text of an element, and updates it when the language changes. */
export function setText(node, key, values) {
	node.dataset.text = key;
	node.dataset.values = JSON.stringify(values ?? {});
	node.textContent = t(key, values);
	return node;
}

/** Sets the accessible name of an element, and updates it when the language changes. */
export function setLabel(node, key, values) {
	node.dataset.label = key;
	node.dataset.values = JSON.stringify(values ?? {});
	node.setAttribute("aria-label", t(key, values));
	return node;
}

/** Makes a scrollable element focusable by keyboard, with an accessible name. */
export function makeScrollable(node, key) {
	node.tabIndex = 0;
	node.setAttribute("role", "group");
	return setLabel(node, key);
}

export function toggleLanguage() {
	language = (language === "en") ? "zh" : "en";
	localStorage.setItem("playground.language", language);
	translate(document);
}

/** Updates the texts of all elements with a text key. */
export function translate(root) {
	document.documentElement.lang = (language === "zh") ? "zh-CN" : "en";
	for (const node of root.querySelectorAll("[data-text]")) {
		node.textContent = t(node.dataset.text, values(node));
	}
	for (const node of root.querySelectorAll("[data-label]")) {
		node.setAttribute("aria-label", t(node.dataset.label, values(node)));
		if (node.tagName === "BUTTON") {
			node.title = t(node.dataset.label, values(node));
		}
	}
	for (const node of root.querySelectorAll("[data-placeholder]")) {
		node.placeholder = t(node.dataset.placeholder);
	}
	for (const node of root.querySelectorAll("[data-group]")) {
		node.label = t(node.dataset.group);
	}
	for (const node of root.querySelectorAll("[data-alt]")) {
		node.alt = t(node.dataset.alt);
	}
	for (const node of root.querySelectorAll("[data-lang]")) {
		node.lang = t(node.dataset.lang);
	}
}

function values(node) {
	return JSON.parse(node.dataset.values ?? "{}");
}
