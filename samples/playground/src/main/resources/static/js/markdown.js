/**
 * Markdown of a model, as nodes. A model's answer is a stranger's text, so there are three
 * walls: HTML in it is shown as text, what Markdown makes of it goes through DOMPurify with
 * a short list of tags, and the page's Content-Security-Policy lets no script run but ours.
 */

import { scrolling } from "./language.js";

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
		html: ({ text }) => LINE_BREAK.test(text.trim()) ? "<br>" : escaped(text),
		// The page has the first level for itself.
		heading({ tokens, depth }) {
			const level = Math.min(depth + 1, 6);
			return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
		},
		// A picture from elsewhere would tell that elsewhere who looks at it.
		image: ({ href, text }) => IMAGE_DATA.test(href) ? `<img src="${escaped(href)}" alt="${escaped(text)}">`
			: `<a href="${escaped(href)}">${escaped(text || href)}</a>`,
		checkbox: ({ checked }) => checked ? "☑ " : "☐ "
	}
});

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
	if (node.tagName === "A") {
		node.setAttribute("target", "_blank");
		node.setAttribute("rel", "noopener noreferrer");
	}
});

function escaped(text) {
	return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

function nodes(tokens) {
	const fragment = DOMPurify.sanitize(marked.parser(tokens), ALLOWED);
	for (const table of fragment.querySelectorAll("table")) {
		const frame = document.createElement("div");
		frame.className = "wide";
		table.replaceWith(scrolling(frame, "table"));
		frame.append(table);
	}
	fragment.querySelectorAll("em").forEach((em) => em.classList.toggle("chinese", CHINESE.test(em.textContent)));
	fragment.querySelectorAll("pre").forEach((pre) => scrolling(pre, "code"));
	return fragment;
}

/** A whole text as nodes. */
export function render(text) {
	return nodes(marked.lexer(text));
}

/**
 * A text that grows. Blocks that can no longer change are rendered once; each drawing only
 * renders the last block anew, so its cost does not grow with the text.
 */
export class GrowingMarkdown {

	constructor(node) {
		this.node = node;
		this.text = "";
		this.open = "";
		this.drawn = [];
	}

	append(text) {
		this.text += text;
		this.open += text.replaceAll("\r", "");
	}

	draw() {
		const tokens = marked.lexer(this.open);
		let last = tokens.length - 1;
		while (last > 0 && tokens[last].type === "space") {
			last--;
		}
		this.drawn.forEach((node) => node.remove());
		this.node.append(nodes(this.#inContext(tokens, tokens.slice(0, last))));
		this.open = this.open.slice(tokens.slice(0, last).reduce((length, token) => length + token.raw.length, 0));
		const fragment = nodes(this.#inContext(tokens, tokens.slice(last)));
		this.drawn = [...fragment.childNodes];
		this.node.append(fragment);
	}

	/** Draws the end of the text. A link that was used before its definition needs it all. */
	finish() {
		if (LINK_DEFINITION.test(this.text)) {
			this.node.replaceChildren(render(this.text));
		}
		else {
			this.draw();
		}
	}

	#inContext(tokens, some) {
		some.links = tokens.links;
		return some;
	}

}
