/** The page in English and Chinese. */

import { texts } from "./texts.js";

const chosen = () => localStorage.getItem("playground.language");

let language = chosen() ?? (navigator.languages.find((each) => /^(en|zh)\b/i.test(each))?.slice(0, 2).toLowerCase() ?? "en");

/** The text of a key, its {names} replaced by values. */
export function t(key, values = {}) {
	return texts[key][language].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export const number = (value) => value.toLocaleString(language);

/** A time, given in milliseconds. */
export const seconds = (millis) => (millis < 1000) ? `${Math.round(millis)} ms`
	: `${(millis / 1000).toLocaleString(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;

/** Puts an element's text in, and again whenever the language changes. */
export function say(node, key, values) {
	node.dataset.text = key;
	node.dataset.values = JSON.stringify(values ?? {});
	node.textContent = t(key, values);
	return node;
}

/** Names an element for those who listen, and again whenever the language changes. */
export function label(node, key, values) {
	node.dataset.label = key;
	node.dataset.values = JSON.stringify(values ?? {});
	node.setAttribute("aria-label", t(key, values));
	return node;
}

/** An element that scrolls by itself: the keyboard has to reach it, and then it has to say what it is. */
export function scrolling(node, key) {
	node.tabIndex = 0;
	node.setAttribute("role", "group");
	return label(node, key);
}

export function toggleLanguage() {
	language = (language === "en") ? "zh" : "en";
	localStorage.setItem("playground.language", language);
	translate(document);
}

/** Puts the texts of the language into all elements that name one. */
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
