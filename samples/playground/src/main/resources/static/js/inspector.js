/** The HTTP requests and responses of a turn, and the request as curl, Java and properties. */

import { codeExamples, exchanges } from "./api.js";
import { textBlock } from "./code-block.js";
import { $, element } from "./dom.js";
import { duration, number, setText, t } from "./language.js";

/** Opens the dialog. */
export async function inspect(turn, message) {
	const content = $("inspector-content");
	content.replaceChildren(setText(element("p", { class: "note" }), "loading"));
	$("inspector").showModal();
	const [all, code] = await Promise.all([exchanges(turn).catch(() => []), codeExamples(message).catch(() => null)]);
	content.replaceChildren(
		...(code ? [setText(element("h3"), "asCode"), examples(code, all.at(-1))] : []),
		setText(element("h3"), "exchanges"),
		...((all.length > 0) ? all.map((exchange, i) => exchangeNode(exchange, i, i === all.length - 1))
			: [setText(element("p", { class: "note" }), "exchangesGone")]));
}

/** Returns tabs with the examples. */
function examples({ java, yaml }, exchange) {
	const panel = element("div", { class: "example" });
	const tabs = element("div", { class: "tabs", role: "group" });
	const curl = exchange?.curl ? [textBlock(exchange.curl, "bash"), ...files(exchange.files)]
		: [setText(element("p", { class: "note" }), "noCurl")];
	const all = [["curl", exchange ? curl : null], ["Java", java && [textBlock(java, "java")]],
		["application.yml", [textBlock(yaml || `# ${t("noProperties")}`, "yaml")]]].filter(([, nodes]) => nodes);
	all.forEach(([name, nodes], i) => {
		const tab = element("button", {
			type: "button", class: "tab", "aria-pressed": String(i === 0),
			onclick: () => {
				tabs.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === tab)));
				panel.replaceChildren(...nodes);
			}
		}, name);
		tabs.append(tab);
	});
	panel.append(...all[0][1]);
	return element("div", {}, tabs, panel);
}

/** Returns instructions to save the media that a curl command reads from files. */
function files(all) {
	return (all.length === 0) ? [] : [setText(element("p", { class: "note" }), "curlFiles"),
		element("ul", { class: "note" }, ...all.map(({ name, mimeType, bytes }) => element("li", {},
			element("code", {}, name), ` · ${mimeType} · ${t("bytes", { bytes: number(bytes) })}`)))];
}

function exchangeNode(exchange, index, open) {
	const state = exchange.status || t("noResponse");
	return element("details", { class: "exchange", open },
		element("summary", {}, `${index + 1} · `, element("code", {}, `${exchange.method} ${pathOf(exchange.url)}`), " → ",
			element("span", { class: (exchange.status >= 400 || !exchange.status) ? "status bad" : "status" }, String(state)),
			(exchange.millis >= 0) ? ` · ${duration(exchange.millis)}` : ""),
		setText(element("h4"), "request"), textBlock(headers(exchange.requestHeaders), "text"), body(exchange.requestBody),
		setText(element("h4"), "response"), textBlock(headers(exchange.responseHeaders), "text"), body(exchange.responseBody),
		...(exchange.error ? [element("p", { class: "problem" }, exchange.error)] : []));
}

function pathOf(url) {
	const { pathname, search } = new URL(url);
	return pathname + search;
}

const headers = (all) => Object.entries(all).map(([name, value]) => `${name}: ${value}`).join("\n");

function body(text) {
	try {
		return textBlock(JSON.stringify(JSON.parse(text), null, 2), "json");
	}
	catch {
		return textBlock(text, "text");
	}
}

$("inspector").addEventListener("click", (event) => event.target === $("inspector") && $("inspector").close());

