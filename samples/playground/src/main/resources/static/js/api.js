/** The HTTP API of the playground. */

export const about = () => json("api/about");

export const models = () => json("api/models");

export const conversations = () => json("api/conversations");

export const turns = (id) => json(`api/conversations/${id}`);

export const deleteConversation = (id) => request(`api/conversations/${id}`, { method: "DELETE" });

/**
 * Sends a message and yields the events of the response, one per line. Aborting the
 * signal closes the connection, which cancels the request to the gateway.
 */
export async function* streamResponse(id, message, signal) {
	const response = await request(`api/conversations/${id}/messages`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(message),
		signal
	});
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let incompleteLine = [];
	for (;;) {
		const { done, value } = await reader.read();
		if (done) {
			return;
		}
		const lines = value.split("\n");
		if (lines.length > 1) {
			yield* lines.slice(0, -1).map((line, i) => (i === 0) ? incompleteLine.join("") + line : line).filter(Boolean).map((line) => JSON.parse(line));
			incompleteLine = [];
		}
		incompleteLine.push(lines.at(-1));
	}
}

async function json(path) {
	return (await request(path)).json();
}

async function request(path, options) {
	const response = await fetch(path, options);
	if (!response.ok) {
		throw new Error(`${response.status} ${response.statusText}`);
	}
	return response;
}
