/** The sources of a response, with the search suggestions that Google's terms require, and references in the text. */

import { element } from "./dom.js";
import { setLabel, setText } from "./language.js";
import { render } from "./markdown.js";

/** Private-use characters around references in the text, which the Markdown parser leaves unchanged. */
const OPEN = "\uE000";

const CLOSE = "\uE001";

const WEB = /^https?:\/\//i;

/** Returns the sources, and a frame with the suggestions if there is a URL. */
export function groundingNode({ queries, sources }, suggestionsUrl) {
	return setLabel(element("section", { class: "grounding" },
		...(sources.length > 0 ? [setText(element("p", { class: "caption" }), "sources"), element("ol", {}, ...sources.map(sourceNode))] : []),
		...(suggestionsUrl
			? [setLabel(element("iframe", { class: "suggestions-frame", src: suggestionsUrl, sandbox: "allow-popups allow-popups-to-escape-sandbox" }), "searchSuggestions")]
			: (queries.length > 0) ? [element("p", { class: "note" }, queries.join(" · "))] : [])), "sources");
}

function sourceNode({ uri, title, problem }) {
	const text = title || uri || "";
	return element("li", {},
		WEB.test(uri ?? "") ? element("a", { href: uri, target: "_blank", rel: "noopener noreferrer" }, text) : text,
		...(problem ? [" ", setText(element("span", { class: "problem" }), "notRetrieved", { reason: problem })] : []));
}

/** Renders the text again, and adds the numbers of the sources after each passage that is based on sources. */
export function withCitations(markdown, source, { sources, supports }) {
	const offset = source.length - markdown.text.length;
	let text = markdown.text.replaceAll(OPEN, "").replaceAll(CLOSE, "");
	if (text.length !== markdown.text.length) {
		return;
	}
	for (const { end, sources: indices } of supports.toSorted((a, b) => b.end - a.end)) {
		const at = end - offset;
		if (at > 0 && at <= text.length && indices.length > 0) {
			text = `${text.slice(0, at)}${OPEN}${indices.map((i) => i + 1).join(",")}${CLOSE}${text.slice(at)}`;
		}
	}
	const fragment = render(text);
	const walker = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
	const nodes = [];
	while (walker.nextNode()) {
		nodes.push(walker.currentNode);
	}
	nodes.filter((node) => node.data.includes(OPEN)).forEach((node) => node.replaceWith(...references(node.data, sources)));
	markdown.node.replaceChildren(fragment);
}

function references(text, sources) {
	return text.split(new RegExp(`(${OPEN}[\\d,]*${CLOSE})`)).filter(Boolean).flatMap((part) =>
		part.startsWith(OPEN) ? part.slice(1, -1).split(",").map((index) => reference(index, sources[index - 1])) : [part]);
}

function reference(index, source) {
	return element("sup", { class: "reference" }, WEB.test(source?.uri ?? "")
		? element("a", { href: source.uri, target: "_blank", rel: "noopener noreferrer", title: source.title ?? "" }, index) : index);
}
