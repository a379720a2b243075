/** The media of the next message: selected, dropped or pasted. */

import { $, element } from "./dom.js";
import { setLabel } from "./language.js";
import { dataUrl } from "./media.js";

const SUPPORTED_TYPES = /^(image\/(png|jpeg|webp|heic|heif)|application\/pdf|audio\/.+|video\/.+)$/;

/** Older gateways limit requests with inline data to 20 MB, and Base64 increases the size by a third. */
const MAX_BYTES = 14 * 1024 * 1024;

let attached = [];

/** Registers the listeners. The function showProblem receives the text key of a problem, or null. */
export function acceptMedia(showProblem) {
	const add = (files) => addAll([...files], showProblem);
	$("attach").addEventListener("click", () => $("files").click());
	$("files").addEventListener("change", () => {
		add($("files").files);
		$("files").value = "";
	});
	document.addEventListener("paste", (event) => {
		if (event.clipboardData.files.length > 0) {
			event.preventDefault();
			add(event.clipboardData.files);
		}
	});
	document.addEventListener("dragover", (event) => {
		event.preventDefault();
		document.body.classList.add("dropping");
	});
	document.addEventListener("dragleave", (event) => {
		if (!event.relatedTarget) {
			document.body.classList.remove("dropping");
		}
	});
	document.addEventListener("drop", (event) => {
		event.preventDefault();
		document.body.classList.remove("dropping");
		add(event.dataTransfer.files);
	});
}

/** Returns the media and removes it. */
export function takeMedia() {
	const media = attached.map(({ mimeType, data }) => ({ mimeType, data }));
	attached = [];
	render();
	return media;
}

export const hasMedia = () => attached.length > 0;

async function addAll(files, showProblem) {
	showProblem(null);
	for (const file of files) {
		if (!SUPPORTED_TYPES.test(file.type)) {
			showProblem("unsupportedFile", { name: file.name });
		}
		else if (attached.reduce((sum, media) => sum + media.size, file.size) > MAX_BYTES) {
			showProblem("mediaTooLarge", { name: file.name });
		}
		else {
			attached.push({ name: file.name, size: file.size, mimeType: file.type, data: await base64(file) });
		}
	}
	render();
	$("message").focus();
}

function base64(file) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(file);
	});
}

function render() {
	$("attachments").hidden = attached.length === 0;
	$("attachments").replaceChildren(...attached.map((media) => element("li", {},
		media.mimeType.startsWith("image/") ? element("img", { src: dataUrl(media), alt: media.name })
			: element("span", { class: "file-chip" }, media.name),
		setLabel(element("button", {
			type: "button",
			onclick: () => {
				attached = attached.filter((other) => other !== media);
				render();
				$("message").focus();
			}
		}, "×"), "removeMedia", { name: media.name }))));
}
