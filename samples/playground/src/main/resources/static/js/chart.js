/** A chart of the output tokens (bars) and the time to first token (dots) of the responses of a conversation. */

import { svg } from "./dom.js";
import { duration, number, t } from "./language.js";

const WIDTH = 280;

const HEIGHT = 110;

const TOP_MARGIN = 16;

const MAX_RESPONSES = 40;

/** Returns the chart of the latest responses, each with completionTokens and firstTokenMillis. */
export function chart(responses) {
	const shown = responses.slice(-MAX_RESPONSES);
	const maxTokens = Math.max(1, ...shown.map((response) => response.completionTokens));
	const maxMillis = Math.max(1, ...shown.map((response) => response.firstTokenMillis));
	const step = WIDTH / Math.max(shown.length, 8);
	const x = (i) => (i + 0.5) * step;
	const y = (share) => HEIGHT - share * (HEIGHT - TOP_MARGIN);
	const dots = shown.map((response, i) => [x(i), y(response.firstTokenMillis / maxMillis)]);
	return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT + 1}`, role: "img", "aria-label": description(responses) },
		svg("text", { x: 0, y: 9, class: "tokens" }, number(maxTokens)),
		svg("text", { x: WIDTH, y: 9, class: "latency", "text-anchor": "end" }, duration(maxMillis)),
		...shown.map((response, i) => svg("rect", {
			class: "tokens", x: x(i) - step * 0.3, width: step * 0.6, rx: Math.min(2, step * 0.2),
			y: y(response.completionTokens / maxTokens), height: HEIGHT - y(response.completionTokens / maxTokens)
		}, svg("title", {}, `${number(response.completionTokens)} ${t("outputTokens")}`))),
		svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 }),
		svg("polyline", { class: "latency", points: dots.map((dot) => dot.join(",")).join(" ") }),
		...dots.map(([cx, cy], i) => svg("circle", { class: "latency", cx, cy, r: 3 },
			svg("title", {}, `${t("timeToFirstToken")}: ${duration(shown[i].firstTokenMillis)}`))));
}

function description(responses) {
	const last = responses.at(-1);
	return t("chartDescription", {
		responses: number(responses.length),
		tokens: number(responses.reduce((sum, response) => sum + response.completionTokens, 0)),
		last: duration(last.firstTokenMillis)
	});
}
