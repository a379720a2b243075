/** Media of messages and responses: images, audio, video, and other files as links. */

import { element } from "./dom.js";
import { setText, t } from "./language.js";

/** Returns a data URL with the media. */
export const dataUrl = ({ mimeType, data }) => `data:${mimeType};base64,${data}`;

/** Returns a node that shows media. The key is that of the alternative text of an image. */
export function mediaNode(mimeType, url, key, cls) {
	if (mimeType.startsWith("image/")) {
		return element("img", { class: cls, src: url, alt: t(key), "data-alt": key });
	}
	if (/^(audio|video)\//.test(mimeType)) {
		return element(mimeType.slice(0, 5), { class: "player", src: url, controls: true, preload: "metadata" });
	}
	if (mimeType === "application/pdf" && !url.startsWith("data:")) {
		return element("a", { class: "file-chip", href: url, target: "_blank", rel: "noopener" }, "PDF");
	}
	return (mimeType === "application/pdf") ? element("span", { class: "file-chip" }, "PDF")
		: setText(element("p", { class: "note" }), "unsupportedMedia", { type: mimeType });
}
