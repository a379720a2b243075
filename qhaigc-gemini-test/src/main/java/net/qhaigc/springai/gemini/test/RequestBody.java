package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a request.
 *
 * @param text the body as text
 * @param json the body as JSON, or the fields of a form as a JSON object; a missing node
 * if the body is neither
 * @param form the form, or null if the body is not a form
 */
record RequestBody(String text, JsonNode json, @Nullable Form form) {

	private static final String FORM = "multipart/form-data";

	/**
	 * Parse a body.
	 * @param bytes the body
	 * @param contentType the content type, or null
	 */
	static RequestBody of(byte[] bytes, @Nullable String contentType) {
		return (contentType != null && contentType.startsWith(FORM)) ? form(bytes, contentType)
				: of(new String(bytes, StandardCharsets.UTF_8));
	}

	private static RequestBody of(String text) {
		return new RequestBody(text, json(text), null);
	}

	private static JsonNode json(String text) {
		try {
			return text.isEmpty() ? MissingNode.getInstance() : Json.read(text);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private static RequestBody form(byte[] bytes, String contentType) {
		DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/",
				Unpooled.wrappedBuffer(bytes));
		request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
		ObjectNode json = Json.object();
		Map<String, byte[]> files = new LinkedHashMap<>();
		try {
			HttpPostMultipartRequestDecoder decoder = new HttpPostMultipartRequestDecoder(
					new DefaultHttpDataFactory(false), request);
			try {
				for (InterfaceHttpData field : decoder.getBodyHttpDatas()) {
					add(field, json, files);
				}
			}
			finally {
				decoder.destroy();
			}
			return new RequestBody(new String(bytes, StandardCharsets.UTF_8), json, new Form(bytes, files));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (HttpPostRequestDecoder.ErrorDataDecoderException ex) {
			return of(new String(bytes, StandardCharsets.UTF_8));
		}
	}

	private static void add(InterfaceHttpData field, ObjectNode json, Map<String, byte[]> files) throws IOException {
		if (field instanceof FileUpload file) {
			files.put(field.getName(), file.get());
			json.putObject(field.getName())
				.put("filename", file.getFilename())
				.put("content_type", file.getContentType())
				.put("bytes", Math.toIntExact(file.length()));
		}
		else if (field instanceof Attribute attribute) {
			json.put(field.getName(), attribute.getValue());
		}
	}

	byte[] bytes() {
		return (this.form != null) ? this.form.bytes() : this.text.getBytes(StandardCharsets.UTF_8);
	}

	Map<String, byte[]> files() {
		return (this.form != null) ? this.form.files() : Map.of();
	}

	/**
	 * A form.
	 *
	 * @param bytes the body as received
	 * @param files the content of the uploaded files, by field name
	 */
	record Form(byte[] bytes, Map<String, byte[]> files) {
	}

}
