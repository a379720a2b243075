package net.qhaigc.springai.gemini.entity;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.util.JacksonUtils;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Streams objects from the response to a {@code ChatClient} request: the elements of a
 * list, each as soon as it is complete, or partial objects. It is the counterpart of
 * {@code entity()}, which is available for {@code call()} only. Works with the chat
 * models of all providers.
 * <p>
 * The JSON Schema of the type is added to the prompt or, with
 * {@link #useProviderStructuredOutput()}, is sent as an option of the request. Text
 * around the JSON is ignored. A stream whose JSON is missing, incomplete or invalid ends
 * with an {@link EntityResponseException}.
 * <p>
 * Each subscription sends a new request, so the {@code Flux} can be retried.
 */
public final class EntityStream {

	private final ChatClientRequestSpec request;

	private @Nullable JsonMapper jsonMapper;

	private boolean validate = true;

	private EntityStream(ChatClientRequestSpec request) {
		this.request = request;
	}

	/**
	 * Create a stream of objects from the response to a request.
	 * @param request the request, to which an advisor is added; it must not be used for
	 * anything else
	 * @return a stream, whose methods such as {@link #elements(Class)} return a
	 * {@code Flux}
	 */
	public static EntityStream of(ChatClientRequestSpec request) {
		Assert.notNull(request, "request must not be null");
		return new EntityStream(request);
	}

	/**
	 * Send the JSON Schema as an option of the request instead of adding it to the
	 * prompt. Has no effect on models whose options do not support a schema. For
	 * {@code elements}, the schema describes an object that contains the list, since not
	 * all providers accept the schema of a list.
	 * @return this stream
	 */
	public EntityStream useProviderStructuredOutput() {
		this.request.advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT);
		return this;
	}

	/**
	 * Set whether elements, and the last of the partial objects, must conform to the JSON
	 * Schema. Without validation, it is sufficient that they can be converted.
	 * @param validate whether objects are validated; defaults to true
	 * @return this stream
	 */
	public EntityStream validateSchema(boolean validate) {
		this.validate = validate;
		return this;
	}

	/**
	 * Set the mapper that converts JSON to objects.
	 * @param jsonMapper the mapper; defaults to one with the settings of
	 * {@link BeanOutputConverter}
	 * @return this stream
	 */
	public EntityStream jsonMapper(JsonMapper jsonMapper) {
		Assert.notNull(jsonMapper, "jsonMapper must not be null");
		this.jsonMapper = jsonMapper;
		return this;
	}

	/**
	 * Return the elements of a list, each as soon as it is complete.
	 * @param <T> the type of the elements
	 * @param type the type of the elements
	 * @return the elements
	 */
	public <T> Flux<T> elements(Class<T> type) {
		return elementsOf(type);
	}

	/**
	 * Return the elements of a list, each as soon as it is complete.
	 * @param <T> the type of the elements
	 * @param type the type of the elements
	 * @return the elements
	 */
	public <T> Flux<T> elements(ParameterizedTypeReference<T> type) {
		return elementsOf(type.getType());
	}

	/**
	 * Return partial objects: after each chunk that adds a value, an object with the
	 * values so far, and at the end the complete object. Values that are missing are
	 * null, or 0 or false for primitive types. A string appears when it is complete. A
	 * partial object whose constructor rejects missing values is omitted.
	 * @param <T> the type of the object
	 * @param type the type of the object
	 * @return the partial objects; only the last one is complete and validated
	 */
	public <T> Flux<T> partials(Class<T> type) {
		return partialsOf(type);
	}

	/**
	 * Return partial objects of a type that can be generic, such as a list. See
	 * {@link #partials(Class)}.
	 * @param <T> the type of the object
	 * @param type the type of the object
	 * @return the partial objects; only the last one is complete and validated
	 */
	public <T> Flux<T> partials(ParameterizedTypeReference<T> type) {
		return partialsOf(type.getType());
	}

	private <T> Flux<T> elementsOf(Type type) {
		ResolvableType elementType = ResolvableType.forType(type);
		EntityType<T> entity = new EntityType<>(type, mapper(), this.validate);
		BeanOutputConverter<?> listConverter = converter(
				ResolvableType.forClassWithGenerics(List.class, elementType).getType());
		BeanOutputConverter<?> objectConverter = converter(
				ResolvableType.forClassWithGenerics(ElementList.class, elementType).getType());
		return objects(listConverter.getFormat(), objectConverter.getJsonSchema(), () -> new ElementDecoder<T>(entity));
	}

	private <T> Flux<T> partialsOf(Type type) {
		JsonMapper mapper = mapper();
		EntityType<T> entity = new EntityType<>(type, mapper, this.validate);
		JsonMapper partialMapper = partialMapper(mapper);
		BeanOutputConverter<?> converter = converter(type);
		return objects(converter.getFormat(), converter.getJsonSchema(),
				() -> new PartialDecoder<T>(entity, partialMapper));
	}

	private <T> Flux<T> objects(String format, String schema, Supplier<EntityDecoder<T>> decoderFactory) {
		this.request.advisors(new EntitySchemaAdvisor(format, schema));
		return Flux.defer(() -> {
			EntityDecoder<T> decoder = decoderFactory.get();
			return this.request.stream()
				.chatClientResponse()
				.mapNotNull(ChatClientResponse::chatResponse)
				.concatMapIterable(decoder::decode)
				.concatWith(Flux.defer(() -> Flux.fromIterable(decoder.end())));
		});
	}

	private JsonMapper mapper() {
		return (this.jsonMapper != null) ? this.jsonMapper : DefaultMapper.INSTANCE;
	}

	/** Return a mapper for objects of which some values are still missing. */
	static JsonMapper partialMapper(JsonMapper mapper) {
		return mapper.rebuild()
			.addModule(PartialListDeserializer.module())
			.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
			.build();
	}

	private static BeanOutputConverter<?> converter(Type type) {
		return new BeanOutputConverter<>(ParameterizedTypeReference.forType(type));
	}

	/**
	 * Holds a mapper with the settings of {@link BeanOutputConverter}, whose own mapper
	 * is not accessible.
	 */
	private static final class DefaultMapper {

		private static final JsonMapper INSTANCE = JsonMapper.builder()
			.addModules(JacksonUtils.instantiateAvailableModules())
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.build();

	}

	/**
	 * An object that contains the list of elements. Its schema is sent as an option,
	 * since not all providers accept the schema of a list.
	 *
	 * @param elements the elements of the list
	 * @param <T> the type of the elements
	 */
	record ElementList<T>(List<T> elements) {

	}

}
