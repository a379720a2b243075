/** The HTTP API of the playground. */

export const about = () => json("api/about");

export const models = () => json("api/models");

export const conversations = (query = "") => json(`api/conversations${query ? `?q=${encodeURIComponent(query)}` : ""}`);

export const entries = (id) => json(`api/conversations/${id}`);

export const deleteConversation = (id) => request(`api/conversations/${id}`, { method: "DELETE" });

/** Moves a conversation to a folder, or to none if the name is empty. */
export const moveConversation = (id, name) => request(`api/conversations/${id}/folder`, withBody("PUT", { name }));

export const mediaUrl = (id, entry, index) => `api/conversations/${id}/media/${entry}/${index}`;

export const suggestionsUrl = (turn) => `api/turns/${turn}/suggestions`;

/** Continues a conversation with the response of a turn that is not stored. */
export const keepTurn = (id, turn) => request(`api/conversations/${id}/turns/${turn}`, { method: "POST" });

export const exportConversation = (id) => json(`api/conversations/${id}/file`);

export const importConversation = (id, file) => request(`api/conversations/${id}/file`, withBody("PUT", file));

export const exchanges = (turn) => json(`api/turns/${turn}/exchanges`);

export const codeExamples = (message) => json("api/code", withBody("POST", message));

export const faults = () => json("api/faults");

export const setFaults = (fault, times) => json("api/faults", withBody("PUT", { fault, times }));

/**
 * Sends a message and yields the events of the response, which the server sends one per line. Aborting the
 * signal closes the connection, which cancels the request to the gateway.
 */
export async function* streamResponse(id, message, signal) {
	const response = await request(`api/conversations/${id}/messages`, { ...withBody("POST", message), signal });
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

function withBody(method, body) {
	return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function json(path, options) {
	return (await request(path, options)).json();
}

async function request(path, options) {
	const response = await fetch(path, options);
	if (!response.ok) {
		throw Object.assign(new Error(`${response.status} ${response.statusText}`), { status: response.status });
	}
	return response;
}
