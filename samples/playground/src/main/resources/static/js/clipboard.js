/** Copies text, and creates buttons that copy text. */

import { element } from "./dom.js";
import { setText, t } from "./language.js";

const SHOWN_MILLIS = 2_000;

/** The asynchronous clipboard API is available only on localhost and over HTTPS. */
async function copy(text) {
	if (navigator.clipboard) {
		await navigator.clipboard.writeText(text);
		return;
	}
	const area = element("textarea", { class: "visually-hidden" });
	area.value = text;
	document.body.append(area);
	area.select();
	document.execCommand("copy");
	area.remove();
}

/** Returns a button that copies the result of a function, which can be asynchronous. */
export function copyButton(key, text) {
	const button = setText(element("button", {
		type: "button", class: "action copy",
		onclick: async () => {
			let copied = "copied";
			try {
				await copy(await text());
			}
			catch {
				copied = "copyFailed";
			}
			setText(button, copied);
			document.getElementById("announcer").textContent = t(copied);
			setTimeout(() => setText(button, key), SHOWN_MILLIS);
		}
	}), key);
	return button;
}

/** Returns a button with a text. */
export const actionButton = (key, onclick, cls = "action") => setText(element("button", { type: "button", class: cls, onclick }), key);
