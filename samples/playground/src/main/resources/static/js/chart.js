/** Tokens (bars) and time to first token (dots) of the answers of a conversation. */

import { svg } from "./dom.js";
import { number, seconds, t } from "./language.js";

const WIDTH = 280;

const HEIGHT = 110;

const TOP = 16;

const SHOWN = 40;

/** Draws the last answers; each has completionTokens and firstTokenMillis. */
export function chart(answers) {
	const shown = answers.slice(-SHOWN);
	const mostTokens = Math.max(1, ...shown.map((answer) => answer.completionTokens));
	const longest = Math.max(1, ...shown.map((answer) => answer.firstTokenMillis));
	const step = WIDTH / Math.max(shown.length, 8);
	const x = (i) => (i + 0.5) * step;
	const y = (share) => HEIGHT - share * (HEIGHT - TOP);
	const dots = shown.map((answer, i) => [x(i), y(answer.firstTokenMillis / longest)]);
	return svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT + 1}`, role: "img", "aria-label": told(answers) },
		svg("text", { x: 0, y: 9, class: "tokens" }, number(mostTokens)),
		svg("text", { x: WIDTH, y: 9, class: "first", "text-anchor": "end" }, seconds(longest)),
		...shown.map((answer, i) => svg("rect", {
			class: "tokens", x: x(i) - step * 0.3, width: step * 0.6, rx: Math.min(2, step * 0.2),
			y: y(answer.completionTokens / mostTokens), height: HEIGHT - y(answer.completionTokens / mostTokens)
		}, svg("title", {}, `${number(answer.completionTokens)} ${t("tokensMade")}`))),
		svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 }),
		svg("polyline", { class: "first", points: dots.map((dot) => dot.join(",")).join(" ") }),
		...dots.map(([cx, cy], i) => svg("circle", { class: "first", cx, cy, r: 3 },
			svg("title", {}, `${t("firstToken")}: ${seconds(shown[i].firstTokenMillis)}`))));
}

function told(answers) {
	const last = answers.at(-1);
	return t("chartTold", {
		answers: number(answers.length),
		tokens: number(answers.reduce((sum, answer) => sum + answer.completionTokens, 0)),
		last: seconds(last.firstTokenMillis)
	});
}
