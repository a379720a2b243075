/** Highlights code: comments, strings, numbers and keywords. It creates nodes, never markup. */

import { element } from "./dom.js";

/** Longer code is not highlighted, so that hostile code cannot block the page. */
const MAX_CHARS = 8_000;

const KEYWORDS = new Set(("abstract and as assert async await boolean break byte case catch char class const continue def default del do double elif else "
	+ "enum except export extends false final finally float fn for from func function global go if implements import in instanceof int interface is lambda "
	+ "let long match module mut new nil none not null or package pass private protected pub public raise record return select sealed self short static "
	+ "string struct super switch this throw throws trait true try type typeof use val var void where while with yield "
	+ "create delete group insert into join order set table update values").split(" "));

const HASH_COMMENTS = /^(py|python|sh|bash|shell|console|yaml|yml|rb|ruby|toml|properties|dockerfile|r)$/;

const STRING = "\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'|`(?:\\\\.|[^`\\\\])*`";

const TOKENS = {
	hash: new RegExp(`(#[^\\n]*)|(${STRING})|\\b(\\d[\\w.]*)|([A-Za-z_][\\w-]*)`, "g"),
	slash: new RegExp(`(//[^\\n]*|/\\*[\\s\\S]*?\\*/|<!--[\\s\\S]*?-->)|(${STRING})|\\b(\\d[\\w.]*)|([A-Za-z_$][\\w$]*)`, "g")
};

const CLASSES = ["comment", "string", "literal", "keyword"];

/** Replaces the text of a code element with highlighted text. */
export function highlight(code, language) {
	const text = code.textContent;
	if (text.length > MAX_CHARS || /^(text|txt|plain|markdown|md)$/.test(language)) {
		return code;
	}
	const nodes = [];
	let end = 0;
	for (const match of text.matchAll(TOKENS[HASH_COMMENTS.test(language) ? "hash" : "slash"])) {
		const kind = match.slice(1).findIndex((group) => group !== undefined);
		if (kind === 3 && !KEYWORDS.has(match[0].toLowerCase())) {
			continue;
		}
		nodes.push(text.slice(end, match.index), element("span", { class: `hl-${CLASSES[kind]}` }, match[0]));
		end = match.index + match[0].length;
	}
	code.replaceChildren(...nodes, text.slice(end));
	return code;
}
