package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Methods that script replies. On a {@link QhaigcGateway}, they add a reply to its queue.
 * On a rule, which {@link QhaigcGateway#when(java.util.function.Predicate)} returns, they
 * add a reply to the rule.
 * <p>
 * A reply with text, thoughts, tool calls or images fits every chat request. Depending on
 * the request, the reply is sent as one JSON body or as server-sent events, in Google's
 * or in OpenAI's format.
 */
public abstract sealed class ReplyScript permits QhaigcGateway, Script.Rule {

	ReplyScript() {
	}

	/**
	 * Add a reply to the script.
	 * @param reply the reply, which can be changed until it is used
	 * @return the same reply
	 */
	abstract Reply add(Reply reply);

	/**
	 * Reply with text, in one event if streamed.
	 * @param text the text, which can be empty
	 * @return the reply
	 */
	public Reply reply(String text) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.text(text))));
	}

	/**
	 * Reply with text that depends on the request, in one event for each word if
	 * streamed.
	 * @param text the function that returns the text, called for each request that gets
	 * this reply
	 * @return the reply
	 */
	public Reply reply(Function<ReceivedRequest, String> text) {
		return add(new Reply(new ReplyBody.Computed(text)));
	}

	/**
	 * Reply with text in several events. If the response is not streamed, the texts are
	 * joined.
	 * @param texts the text of each event
	 * @return the reply
	 */
	public Reply replyStream(String... texts) {
		return add(new Reply(ModelTurn.EMPTY)).text(texts);
	}

	/**
	 * Reply with a tool call. For parallel tool calls, add the other calls to the
	 * returned reply: {@code callTool("a", ...).callTool("b", ...)}.
	 * <p>
	 * If the request does not declare the function, or the arguments do not match the
	 * schema of the function, the response is a 400 and {@link QhaigcGateway#problems()}
	 * reports the mismatch.
	 * @param name the name of the tool
	 * @param args the arguments
	 * @return the reply
	 * @see Reply#unchecked()
	 */
	public Reply callTool(String name, Map<String, ?> args) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.functionCall(name, args))));
	}

	/**
	 * Reply with a thought, usually followed by {@link Reply#text(String...)}.
	 * @param thought the thought summary
	 * @return the reply
	 */
	public Reply thinking(String thought) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.thought(thought))));
	}

	/**
	 * Reply with a PNG image.
	 * @param bytes the image
	 * @return the reply
	 */
	public Reply image(byte[] bytes) {
		return image(bytes, "image/png");
	}

	/**
	 * Reply with an image or other media.
	 * @param bytes the content
	 * @param mimeType the MIME type, such as {@code image/jpeg}
	 * @return the reply
	 */
	public Reply image(byte[] bytes, String mimeType) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.inlineData(bytes, mimeType))));
	}

	/**
	 * Reply with audio, such as the output of a speech model.
	 * @param bytes the content
	 * @param mimeType the MIME type, such as {@code audio/wav}
	 * @return the reply
	 */
	public Reply audio(byte[] bytes, String mimeType) {
		return add(new Reply(ModelTurn.EMPTY.with(WireParts.inlineData(bytes, mimeType))));
	}

	/**
	 * Reply to a request for embeddings.
	 * @param vectors the embedding of each input
	 * @return the reply
	 */
	public Reply embeddings(float[]... vectors) {
		return add(new Reply(new ReplyBody.Vectors(Stream.of(vectors).map(float[]::clone).toList())));
	}

	/**
	 * Reply to a request for a ranking of documents, with scores that decrease from 1.
	 * @param indices the indices of the documents, the most relevant one first
	 * @return the reply
	 */
	public Reply ranking(int... indices) {
		return add(new Reply(new ReplyBody.Ranking(IntStream.range(0, indices.length)
			.mapToObj((i) -> new ReplyBody.Ranking.Entry(indices[i], 1 - (double) i / indices.length))
			.toList())));
	}

	/**
	 * Reply with a complete {@code GenerateContentResponse}, in one event if streamed.
	 * For an endpoint other than chat, reply with the complete response of the endpoint.
	 * @param response the JSON object
	 * @return the reply
	 * @throws IllegalArgumentException if {@code response} is not a JSON object
	 */
	public Reply replyJson(String response) {
		return add(new Reply(ReplyBody.Responses.parse(List.of(response), false)));
	}

	/**
	 * Reply with the content of a JSON file: an object is used as in
	 * {@link #replyJson(String)}, the elements of an array as in
	 * {@link #replyEvents(String...)}.
	 * @param file the file
	 * @return the reply
	 * @throws UncheckedIOException if the file cannot be read
	 * @throws IllegalArgumentException if the content is neither an object nor an array
	 * of objects
	 */
	public Reply replyFile(Path file) {
		try {
			return add(new Reply(ReplyBody.Responses.parse(Files.readString(file))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reply to a streaming request with events. If the request is not a streaming
	 * request, the response is a 400 and {@link QhaigcGateway#problems()} reports the
	 * mismatch.
	 * @param events the JSON object of each event
	 * @return the reply
	 * @throws IllegalArgumentException if an event is not a JSON object
	 */
	public Reply replyEvents(String... events) {
		return add(new Reply(ReplyBody.Responses.parse(List.of(events), true)));
	}

	/**
	 * Reply with bytes that are sent unchanged, regardless of the request.
	 * @param status the HTTP status
	 * @param headers the headers, including the content type
	 * @param body the body
	 * @return the reply
	 */
	public Reply replyRaw(int status, Map<String, String> headers, byte[] body) {
		return add(new Reply(
				new ReplyBody.Raw(Arguments.requireStatus(status), Map.copyOf(headers), List.of(body.clone()))));
	}

	/**
	 * Reply with a body that is sent unchanged, regardless of the request.
	 * @param status the HTTP status
	 * @param contentType the content type
	 * @param body the body, which is encoded in the charset of the content type, or in
	 * UTF-8 if the content type specifies no charset
	 * @return the reply
	 */
	public Reply replyRaw(int status, String contentType, String body) {
		return add(new Reply(
				ReplyBody.Raw.of(Arguments.requireStatus(status), Map.of("Content-Type", contentType), body)));
	}

	/**
	 * Reply with an HTML page, as a proxy or another server in front of the gateway does.
	 * @param status the HTTP status
	 * @param title the title and the text of the page, such as {@code 502 Bad Gateway}
	 * @return the reply
	 */
	public Reply replyHtml(int status, String title) {
		return replyRaw(status, "text/html", """
				<html>
				<head><title>%1$s</title></head>
				<body>
				<center><h1>%1$s</h1></center>
				<hr><center>nginx</center>
				</body>
				</html>
				""".formatted(title));
	}

	/**
	 * Reply with an error of a relay, in English.
	 * @param error the error
	 * @return the reply
	 */
	public Reply relayError(RelayError error) {
		return relayError(error, Locale.ENGLISH);
	}

	/**
	 * Reply with an error of a relay.
	 * @param error the error
	 * @param language the language of the error message, English or Chinese
	 * @return the reply
	 */
	public Reply relayError(RelayError error, Locale language) {
		boolean inChinese = language.getLanguage().equals(Locale.CHINESE.getLanguage());
		return add(new Reply(new ReplyBody.LocalizedRelayError(error, inChinese)));
	}

	/**
	 * Reply with an error in Google's format,
	 * {@code {"error":{"code","message","status"}}}.
	 * @param status the HTTP status, from 400 to 599
	 * @return the reply
	 */
	public Reply googleError(int status) {
		return googleError(status, null);
	}

	/**
	 * Reply with an error in Google's format, with the given message.
	 * @param status the HTTP status, from 400 to 599
	 * @param message the message, or null for the default message of the status
	 * @return the reply
	 */
	public Reply googleError(int status, @Nullable String message) {
		return add(new Reply(ErrorResponse.google(Arguments.requireErrorStatus(status), message)));
	}

	/**
	 * Reply with an error in the gateway's own format, which is OpenAI's:
	 * {@code {"error":{"message","type","code"}}}. The code is the one that the gateway
	 * documents for the status.
	 * @param status the HTTP status, from 400 to 599
	 * @return the reply
	 */
	public Reply gatewayError(int status) {
		return gatewayError(status, null, null);
	}

	/**
	 * Reply with an error in the gateway's own format, with the given code and message.
	 * @param status the HTTP status, from 400 to 599
	 * @param code the code, such as {@code insufficient_quota}, or null for the default
	 * code of the status
	 * @param message the message, or null for the default message of the status
	 * @return the reply
	 */
	public Reply gatewayError(int status, @Nullable String code, @Nullable String message) {
		return add(new Reply(ErrorResponse.gateway(Arguments.requireErrorStatus(status), code, message)));
	}

	/**
	 * Reply with content that is generated from the request, for example after a scripted
	 * error.
	 * @return the reply
	 * @see QhaigcGatewayBuilder#autoRespond()
	 */
	public Reply autoRespond() {
		return add(new Reply(new ReplyBody.Generated()));
	}

	/**
	 * Do not respond, not even with a status line, and keep the connection open until the
	 * client closes it.
	 * @return the reply
	 */
	public Reply hang() {
		return add(new Reply(ModelTurn.EMPTY)).hangBeforeStatusLine();
	}

}
