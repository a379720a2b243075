package net.qhaigc.springai.gemini;

import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.ai.content.Media;
import org.springframework.ai.tool.execution.DefaultToolCallResultConverter;
import org.springframework.ai.tool.execution.ToolCallResultConverter;
import org.springframework.ai.util.JacksonUtils;
import org.springframework.core.io.Resource;

/**
 * Converts the result of a tool to JSON as Spring AI's default converter does, and also
 * converts media at any depth of the result. A {@link Media}, a {@link RenderedImage}, or
 * a {@link Resource} that contains media becomes a JSON object with a MIME type and data,
 * which the chat model sends as media. If a {@link Media} has a URI other than a
 * {@code data:} URI, the URI is sent as text. A {@link Resource} that contains text
 * becomes a string. Set this class as the {@code resultConverter} of a {@code @Tool}
 * method.
 */
public final class MediaToolCallResultConverter implements ToolCallResultConverter {

	private static final DefaultToolCallResultConverter DEFAULT = new DefaultToolCallResultConverter();

	private static final JsonMapper MAPPER = JacksonUtils.getDefaultJsonMapper()
		.rebuild()
		.addModule(new SimpleModule("qhaigc-tool-media")
			.addSerializer(RenderedImage.class, serializer(MediaToolCallResultConverter::writeImage))
			.addSerializer(Media.class, serializer(MediaToolCallResultConverter::writeMedia))
			.addSerializer(Resource.class, serializer(MediaToolCallResultConverter::writeResource)))
		.build();

	/**
	 * Convert a result.
	 * @param result the result of the tool; null if the tool returns nothing
	 * @param returnType the return type of the tool; null if it is unknown
	 * @return the result as JSON
	 */
	@Override
	public String convert(@Nullable Object result, @Nullable Type returnType) {
		return (result == null || result instanceof CharSequence) ? DEFAULT.convert(result, returnType)
				: MAPPER.writeValueAsString(result);
	}

	private static void writeImage(RenderedImage image, JsonGenerator json) {
		json.writeRawValue(DEFAULT.convert(image, image.getClass()));
	}

	private static void writeMedia(Media media, JsonGenerator json) {
		Object data = media.getData();
		json.writeStartObject();
		json.writeStringProperty("mimeType", media.getMimeType().toString());
		if (data instanceof byte[] bytes) {
			json.writeName("data");
			json.writeBinary(bytes);
		}
		else {
			json.writeStringProperty("data", data.toString());
		}
		json.writeEndObject();
	}

	private static void writeResource(Resource resource, JsonGenerator json) throws IOException {
		byte[] bytes = resource.getContentAsByteArray();
		String mimeType = mimeType(resource.getFilename(), bytes);
		if (mimeType != null && mimeType.matches("(image|audio|video)/.*|application/pdf")) {
			json.writeStartObject();
			json.writeStringProperty("mimeType", mimeType);
			json.writeName("data");
			json.writeBinary(bytes);
			json.writeEndObject();
		}
		else {
			// Fail if the bytes are not text, because the model could not read them.
			json.writeString(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
		}
	}

	/** The JDK does not know all types that Gemini reads. */
	private static @Nullable String mimeType(@Nullable String filename, byte[] bytes) throws IOException {
		String name = (filename != null) ? filename.toLowerCase(Locale.ROOT) : "";
		String extension = name.substring(name.lastIndexOf('.') + 1);
		return switch (extension) {
			case "webp", "heic", "heif" -> "image/" + extension;
			case "mp3" -> "audio/mp3";
			case "flac", "aac", "ogg" -> "audio/" + extension;
			case "mp4", "webm" -> "video/" + extension;
			case "mov" -> "video/quicktime";
			case "pdf" -> "application/pdf";
			default -> {
				String byName = URLConnection.guessContentTypeFromName(name);
				yield (byName != null) ? byName
						: URLConnection.guessContentTypeFromStream(new ByteArrayInputStream(bytes));
			}
		};
	}

	private static <T> ValueSerializer<T> serializer(Writer<T> writer) {
		return new ValueSerializer<>() {

			@Override
			public void serialize(T value, JsonGenerator json, SerializationContext context) {
				try {
					writer.write(value, json);
				}
				catch (IOException ex) {
					context.reportMappingProblem(ex, "%s cannot be converted to a tool result", value);
				}
			}

		};
	}

	private interface Writer<T> {

		void write(T value, JsonGenerator json) throws IOException;

	}

}
