/**
 * Renders the Markdown of a model as nodes. Responses are untrusted, so there are three layers
 * of protection: HTML is displayed as text, the rendered Markdown is sanitized by DOMPurify
 * with a short list of tags, and the Content-Security-Policy allows only the page's scripts.
 */

import { codeBlock } from "./code-block.js";
import { makeScrollable } from "./language.js";

const { Marked } = globalThis.marked;

const DOMPurify = globalThis.DOMPurify;

const ALLOWED = {
	ALLOWED_TAGS: ["p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre", "blockquote",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "img"],
	ALLOWED_ATTR: ["href", "title", "src", "alt", "align", "start"],
	ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
	ALLOW_DATA_ATTR: false,
	ALLOW_ARIA_ATTR: false,
	RETURN_DOM_FRAGMENT: true
};

const IMAGE_DATA = /^data:image\/(?:png|jpeg|webp|gif);base64,/;

const LINK_DEFINITION = /^ {0,3}\[[^\]]+\]:/m;

const CHINESE = /\p{Script=Han}/u;

const LINE_BREAK = /^<br\s*\/?>$/i;

const marked = new Marked({
	gfm: true,
	renderer: {
		html: ({ text }) => LINE_BREAK.test(text.trim()) ? "<br>" : escapeHtml(text),
		// The first level is reserved for the title of the page.
		heading({ tokens, depth }) {
			const level = Math.min(depth + 1, 6);
			return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
		},
		// The attribute passes the language to codeBlock.
		code: ({ text, lang }) => `<pre><code title="${escapeHtml((lang ?? "").match(/^[\w+#.-]{0,20}/)[0])}">${escapeHtml(text)}\n</code></pre>\n`,
		// Remote images are shown as links, since loading them would reveal the address of the user to a third party.
		image: ({ href, text }) => IMAGE_DATA.test(href) ? `<img src="${escapeHtml(href)}" alt="${escapeHtml(text)}">`
			: `<a href="${escapeHtml(href)}">${escapeHtml(text || href)}</a>`,
		checkbox: ({ checked }) => checked ? "☑ " : "☐ "
	}
});

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
	if (node.tagName === "A") {
		node.setAttribute("target", "_blank");
		node.setAttribute("rel", "noopener noreferrer");
	}
});

function escapeHtml(text) {
	return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function renderTokens(tokens) {
	const fragment = DOMPurify.sanitize(marked.parser(tokens), ALLOWED);
	for (const table of fragment.querySelectorAll("table")) {
		const wrapper = document.createElement("div");
		wrapper.className = "scrollable";
		table.replaceWith(makeScrollable(wrapper, "table"));
		wrapper.append(table);
	}
	fragment.querySelectorAll("em").forEach((em) => em.classList.toggle("chinese", CHINESE.test(em.textContent)));
	fragment.querySelectorAll("pre").forEach((pre) => {
		const code = pre.querySelector("code");
		const language = code?.title ?? "";
		code?.removeAttribute("title");
		codeBlock(pre, language);
	});
	return fragment;
}

/** Renders a complete text. */
export function render(text) {
	return renderTokens(marked.lexer(text));
}

/**
 * Markdown that is streamed. Only the last block is rendered again, since the blocks before
 * it no longer change. Therefore, the cost of rendering a chunk does not depend on the length
 * of the text.
 */
export class StreamingMarkdown {

	constructor(node) {
		this.node = node;
		this.text = "";
		this.pending = "";
		this.pendingNodes = [];
	}

	append(text) {
		this.text += text;
		this.pending += text.replaceAll("\r", "");
	}

	render() {
		const tokens = marked.lexer(this.pending);
		let last = tokens.length - 1;
		while (last > 0 && tokens[last].type === "space") {
			last--;
		}
		this.pendingNodes.forEach((node) => node.remove());
		this.node.append(renderTokens(this.#withLinks(tokens, tokens.slice(0, last))));
		this.pending = this.pending.slice(tokens.slice(0, last).reduce((length, token) => length + token.raw.length, 0));
		const fragment = renderTokens(this.#withLinks(tokens, tokens.slice(last)));
		this.pendingNodes = [...fragment.childNodes];
		this.node.append(fragment);
	}

	/** Renders the end of the text, or the whole text if it contains link definitions, which can follow the links that use them. */
	finish() {
		if (LINK_DEFINITION.test(this.text)) {
			this.node.replaceChildren(render(this.text));
		}
		else {
			this.render();
		}
	}

	#withLinks(tokens, selected) {
		selected.links = tokens.links;
		return selected;
	}

}
