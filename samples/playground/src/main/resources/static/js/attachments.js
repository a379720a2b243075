/** The images that go with the next question: chosen, dropped or pasted. */

import { $, element } from "./dom.js";
import { label } from "./language.js";

const READABLE = /^image\/(png|jpeg|webp|heic|heif)$/;

/** Google takes 20 MB inline, and base64 makes four bytes out of three. */
const MOST_BYTES = 14 * 1024 * 1024;

let attached = [];

/** Sets the ways in up; problem is told what could not be attached, as a sentence. */
export function acceptImages(problem) {
	const add = (files) => addAll([...files], problem);
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

/** Hands the images over and forgets them. */
export function takeImages() {
	const images = attached.map(({ mimeType, data }) => ({ mimeType, data }));
	attached = [];
	draw();
	return images;
}

export const hasImages = () => attached.length > 0;

async function addAll(files, problem) {
	problem(null);
	for (const file of files) {
		if (!READABLE.test(file.type)) {
			problem("notAnImage", { name: file.name });
		}
		else if (attached.reduce((sum, image) => sum + image.size, file.size) > MOST_BYTES) {
			problem("tooLarge", { name: file.name });
		}
		else {
			attached.push({ name: file.name, size: file.size, mimeType: file.type, data: await base64(file) });
		}
	}
	draw();
	$("question").focus();
}

function base64(file) {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(file);
	});
}

function draw() {
	$("attachments").hidden = attached.length === 0;
	$("attachments").replaceChildren(...attached.map((image) => element("li", {},
		element("img", { src: `data:${image.mimeType};base64,${image.data}`, alt: image.name }),
		label(element("button", {
			type: "button",
			onclick: () => {
				attached = attached.filter((each) => each !== image);
				draw();
				$("question").focus();
			}
		}, "×"), "removeImage", { name: image.name }))));
}
