package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The verbs that script what the gateway says. {@link QhaigcGateway} has them for its
 * queue, each reply given once and in order; what
 * {@link QhaigcGateway#when(java.util.function.Predicate)} returns has them for the
 * requests that match.
 * <p>
 * A reply made of text, thoughts, calls or images suits every request: one JSON body if
 * the request asks for one, server-sent events if it streams, OpenAI's format if the
 * unified endpoint was asked for it.
 */
public abstract sealed class ReplyScript permits QhaigcGateway, Script.Rule {

	ReplyScript() {
	}

	/**
	 * Adds a reply to the script.
	 * @param reply the reply, which can be changed until it is used
	 * @return the same reply
	 */
	abstract Reply add(Reply reply);

	/**
	 * Answers with a text, as one event if streamed.
	 * @param text the text, may be empty
	 * @return the reply
	 */
	public Reply reply(String text) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.text(text))));
	}

	/**
	 * Answers with a text made from the request.
	 * @param text called once for each request that gets this reply
	 * @return the reply
	 */
	public Reply reply(Function<ReceivedRequest, String> text) {
		return add(new Reply(new ReplyBody.Computed(text)));
	}

	/**
	 * Answers with a text in pieces: one event each if streamed, joined if not.
	 * @param deltas the pieces
	 * @return the reply
	 */
	public Reply replyStream(String... deltas) {
		ModelTurn turn = ModelTurn.EMPTY;
		for (String delta : deltas) {
			turn = turn.with(WireParts.text(delta));
		}
		return add(new Reply(turn));
	}

	/**
	 * Answers with a tool call. Calls that belong to the same answer are added on the
	 * reply: {@code callTool("a", ...).callTool("b", ...)}.
	 * @param name the tool's name
	 * @param args the arguments
	 * @return the reply
	 */
	public Reply callTool(String name, Map<String, ?> args) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.functionCall(name, args))));
	}

	/**
	 * Answers with a thought, usually followed by {@link Reply#text(String...)}.
	 * @param thought the summary of a thought
	 * @return the reply
	 */
	public Reply thinking(String thought) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.thought(thought))));
	}

	/**
	 * Answers with a PNG image.
	 * @param bytes the image
	 * @return the reply
	 */
	public Reply image(byte[] bytes) {
		return image(bytes, "image/png");
	}

	/**
	 * Answers with media.
	 * @param bytes the media
	 * @param mimeType its type, such as {@code image/jpeg}
	 * @return the reply
	 */
	public Reply image(byte[] bytes, String mimeType) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.inlineData(bytes, mimeType))));
	}

	/**
	 * Answers with a whole {@code GenerateContentResponse}, as one event if streamed.
	 * @param response the JSON, kept as it is
	 * @return the reply
	 * @throws IllegalArgumentException if it is not a JSON object
	 */
	public Reply replyJson(String response) {
		return add(new Reply(ReplyBody.Responses.parse(List.of(response), false)));
	}

	/**
	 * Answers with what a JSON file holds: an object is a whole
	 * {@code GenerateContentResponse} as of {@link #replyJson(String)}, an array holds
	 * the events of a stream as of {@link #replyEvents(String...)}.
	 * @param file the file
	 * @return the reply
	 * @throws UncheckedIOException if the file cannot be read
	 * @throws IllegalArgumentException if it holds neither
	 */
	public Reply replyFile(Path file) {
		try {
			return add(new Reply(ReplyBody.Responses.read(Files.readString(file))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Answers a streaming request with these events. A request that does not stream fails
	 * with a message that says so.
	 * @param events the JSON of each event, sent as it is, line breaks removed
	 * @return the reply
	 * @throws IllegalArgumentException if one is not a JSON object
	 */
	public Reply replyEvents(String... events) {
		return add(new Reply(ReplyBody.Responses.parse(List.of(events), true)));
	}

	/**
	 * Answers with exactly these bytes, whatever was asked.
	 * @param status the HTTP status
	 * @param headers the headers, among them the content type
	 * @param body the body
	 * @return the reply
	 */
	public Reply replyRaw(int status, Map<String, String> headers, byte[] body) {
		return add(new Reply(new ReplyBody.Raw(status, Map.copyOf(headers), List.of(body.clone()))));
	}

	/**
	 * Answers with exactly this text, whatever was asked.
	 * @param status the HTTP status
	 * @param contentType the content type
	 * @param body the body, sent as UTF-8
	 * @return the reply
	 */
	public Reply replyRaw(int status, String contentType, String body) {
		return replyRaw(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Refuses in Google's shape: {@code {"error":{"code","message","status"}}}.
	 * @param status the HTTP status, from 400 to 599
	 * @return the reply
	 */
	public Reply error(int status) {
		return error(status, null);
	}

	/**
	 * Refuses in Google's shape, with a message.
	 * @param status the HTTP status, from 400 to 599
	 * @param message the message, or null for the usual one of the status
	 * @return the reply
	 */
	public Reply error(int status, @Nullable String message) {
		return add(new Reply(Rejection.google(status, message)));
	}

	/**
	 * Refuses in the gateway's own shape, which is OpenAI's:
	 * {@code {"error":{"message","type","code"}}}, with the code that the gateway
	 * documents for the status.
	 * @param status the HTTP status, from 400 to 599
	 * @return the reply
	 */
	public Reply gatewayError(int status) {
		return gatewayError(status, null, null);
	}

	/**
	 * Refuses in the gateway's own shape.
	 * @param status the HTTP status, from 400 to 599
	 * @param code the code, such as {@code insufficient_quota}, or null for that of the
	 * status
	 * @param message the message, or null for the usual one of the status
	 * @return the reply
	 */
	public Reply gatewayError(int status, @Nullable String code, @Nullable String message) {
		return add(new Reply(Rejection.gateway(status, code, message)));
	}

	/**
	 * Never answers: the connection stays open until the client gives up.
	 * @return the reply
	 */
	public Reply hang() {
		return add(new Reply(ModelTurn.EMPTY)).neverAnswer();
	}

}
