/** Code with its language and a button that copies it. */

import { copyButton } from "./clipboard.js";
import { element } from "./dom.js";
import { highlight } from "./highlight.js";
import { makeScrollable } from "./language.js";

/** Wraps a pre element, whose only child is a code element. */
export function codeBlock(pre, language = "") {
	const code = pre.querySelector("code") ?? pre;
	const text = code.textContent;
	const block = element("div", { class: "code-block" },
		element("div", { class: "code-head" }, element("span", { class: "code-language" }, language), copyButton("copy", () => text.replace(/\n$/, ""))));
	pre.replaceWith(block);
	block.append(makeScrollable(pre, "code"));
	highlight(code, language.toLowerCase());
	return block;
}

/** Returns a block for a text. */
export const textBlock = (text, language) => codeBlock(element("pre", {}, element("code", {}, text)), language);
