/** A chart of the output tokens (bars) and the time to first token (dots) of the responses of a conversation. */

import { svg } from "./dom.js";
import { duration, number, t } from "./language.js";

const WIDTH = 288;

const HEIGHT = 150;

const MARGIN = { top: 10, right: 40, bottom: 20, left: 38 };

const MAX_RESPONSES = 40;

const TICKS = 4;

/** Returns the chart of the latest responses, each with completionTokens and firstTokenMillis. */
export function chart(responses) {
	const shown = responses.slice(-MAX_RESPONSES);
	const maxTokens = niceMax(Math.max(...shown.map((response) => response.completionTokens)));
	const maxMillis = niceMax(Math.max(...shown.map((response) => response.firstTokenMillis)));
	const plotWidth = WIDTH - MARGIN.left - MARGIN.right;
	const step = plotWidth / Math.max(shown.length, 8);
	const first = responses.length - shown.length;
	const x = (i) => MARGIN.left + (i + 0.5) * step;
	const bottom = HEIGHT - MARGIN.bottom;
	const y = (share) => bottom - share * (bottom - MARGIN.top);
	const dots = shown.map((response, i) => [x(i), y(response.firstTokenMillis / maxMillis)]);
	const labelled = Math.ceil(shown.length / 8);
	return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": description(responses) },
		...Array.from({ length: TICKS + 1 }, (_, tick) => tick / TICKS).flatMap((share) => [
			svg("line", { class: share === 0 ? "axis" : "grid", x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: y(share), y2: y(share) }),
			svg("text", { x: MARGIN.left - 5, y: y(share) + 3.5, class: "tokens", "text-anchor": "end" }, short(maxTokens * share)),
			svg("text", { x: WIDTH - MARGIN.right + 5, y: y(share) + 3.5, class: "latency" }, (share === 0) ? "0" : duration(maxMillis * share).replace("\u00a0", ""))
		]),
		...shown.map((response, i) => svg("rect", {
			class: "tokens", x: x(i) - step * 0.3, width: step * 0.6, rx: Math.min(2, step * 0.2),
			y: y(response.completionTokens / maxTokens), height: bottom - y(response.completionTokens / maxTokens)
		}, svg("title", {}, `${first + i + 1}: ${number(response.completionTokens)} ${t("outputTokens")}`))),
		svg("polyline", { class: "latency", points: dots.map((dot) => dot.join(",")).join(" ") }),
		...dots.map(([cx, cy], i) => svg("circle", { class: "latency", cx, cy, r: 3 },
			svg("title", {}, `${first + i + 1}: ${t("timeToFirstToken")} ${duration(shown[i].firstTokenMillis)}`))),
		...shown.map((_, i) => i).filter((i) => i % labelled === 0).map((i) =>
			svg("text", { x: x(i), y: HEIGHT - 5, class: "index", "text-anchor": "middle" }, String(first + i + 1))));
}

/** Returns an upper limit for the value, of at least 4: 1, 2, 4 or 8 times a power of ten, so that the labels of the ticks are short. */
function niceMax(value) {
	const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
	return [1, 2, 4, 8, 10].map((factor) => factor * power).find((max) => max >= Math.max(value, 4));
}

function short(value) {
	return (value >= 1000) ? `${number(value / 1000)}k` : number(value);
}

function description(responses) {
	const last = responses.at(-1);
	return t("chartDescription", {
		responses: number(responses.length),
		tokens: number(responses.reduce((sum, response) => sum + response.completionTokens, 0)),
		last: duration(last.firstTokenMillis)
	});
}
