package net.qhaigc.springai.gemini.observation;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;

import net.qhaigc.springai.gemini.client.error.GatewayFailure;
import net.qhaigc.springai.gemini.metadata.TokenUsage;
import net.qhaigc.springai.gemini.metadata.TokenUsage.ModalityTokenCount;
import net.qhaigc.springai.gemini.options.QhaigcGeminiChatOptions;

/**
 * Names observations and their key values according to OpenTelemetry's semantic
 * conventions for generative AI, whose status is "development". Instances are immutable.
 */
public final class OpenTelemetryChatObservationConvention implements ChatModelObservationConvention {

	/** The name of the observation and of the metric that records its duration. */
	static final String NAME = "gen_ai.client.operation.duration";

	/** The finish reason of a cancelled stream. */
	private static final String CANCELLED = "CANCELLED";

	/**
	 * The key of the conversation ID in Spring AI's observation of {@code ChatClient}.
	 */
	private static final String CHAT_CLIENT_CONVERSATION_ID = "spring.ai.chat.client.conversation.id";

	private static final Map<String, Integer> DEFAULT_PORTS = Map.of("http", 80, "https", 443);

	private final @Nullable URI server;

	private final boolean includesMessages;

	/**
	 * Create a convention that reports neither the address of the gateway nor messages.
	 */
	public OpenTelemetryChatObservationConvention() {
		this(null, false);
	}

	private OpenTelemetryChatObservationConvention(@Nullable URI server, boolean includesMessages) {
		this.server = server;
		this.includesMessages = includesMessages;
	}

	/**
	 * Return a convention that reports the address and the port of the gateway.
	 * @param baseUrl the base URL of the gateway
	 * @return a convention that is otherwise equal to this one
	 */
	public OpenTelemetryChatObservationConvention withServer(String baseUrl) {
		return new OpenTelemetryChatObservationConvention(URI.create(baseUrl), this.includesMessages);
	}

	/**
	 * Return a convention that adds the messages of requests and responses to spans. The
	 * messages may contain sensitive data. Media is represented by its type, and its size
	 * or URI.
	 * @return a convention that is otherwise equal to this one
	 */
	public OpenTelemetryChatObservationConvention withMessages() {
		return new OpenTelemetryChatObservationConvention(this.server, true);
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(ChatModelObservationContext context) {
		String model = requestModel(context);
		String operation = context.getOperationMetadata().operationType();
		return (model != null) ? operation + " " + model : operation;
	}

	/**
	 * Return the attributes of metrics. An attribute without a value is {@code none},
	 * since Prometheus requires the same tags for all meters with the same name.
	 */
	@Override
	public KeyValues getLowCardinalityKeyValues(ChatModelObservationContext context) {
		ChatResponse response = context.getResponse();
		return KeyValues.of(keyValue(GenAiAttribute.OPERATION_NAME, context.getOperationMetadata().operationType()),
				keyValue(GenAiAttribute.PROVIDER_NAME, context.getOperationMetadata().provider()),
				keyValue(GenAiAttribute.REQUEST_MODEL, requestModel(context)),
				keyValue(GenAiAttribute.RESPONSE_MODEL, (response != null) ? response.getMetadata().getModel() : null),
				keyValue(GenAiAttribute.SERVER_ADDRESS, (this.server != null) ? this.server.getHost() : null),
				keyValue(GenAiAttribute.SERVER_PORT, port()), keyValue(GenAiAttribute.ERROR_TYPE, errorType(context)));
	}

	private static KeyValue keyValue(GenAiAttribute attribute, @Nullable String value) {
		return KeyValue.of(attribute.key(), (value != null && !value.isBlank()) ? value : KeyValue.NONE_VALUE);
	}

	private @Nullable String port() {
		if (this.server == null) {
			return null;
		}
		Integer port = (this.server.getPort() >= 0) ? this.server.getPort()
				: DEFAULT_PORTS.get(String.valueOf(this.server.getScheme()));
		return (port != null) ? port.toString() : null;
	}

	private static @Nullable String requestModel(ChatModelObservationContext context) {
		ChatOptions options = context.getRequest().getOptions();
		return (options != null) ? options.getModel() : null;
	}

	/**
	 * Return the HTTP status, else the code of the failure, else the name of the
	 * exception. A cancelled stream has the type {@code cancelled}, although it has no
	 * exception.
	 */
	private static @Nullable String errorType(ChatModelObservationContext context) {
		Throwable error = context.getError();
		if (error instanceof GatewayFailure failure && failure.problem().status() > 0) {
			return String.valueOf(failure.problem().status());
		}
		if (error instanceof GatewayFailure failure && failure.problem().code() != null) {
			return failure.problem().code();
		}
		if (error != null) {
			return error.getClass().getName();
		}
		return finishReasons(context.getResponse()).contains(CANCELLED) ? "cancelled" : null;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(ChatModelObservationContext context) {
		AttributeCollector attributes = new AttributeCollector();
		String conversation = conversationId(context);
		attributes.add(GenAiAttribute.CONVERSATION_ID, conversation).add(GenAiAttribute.SESSION_ID, conversation);
		if (context.isStreaming()) {
			attributes.add(GenAiAttribute.STREAM, true);
		}
		if (context.getRequest().getOptions() != null) {
			addOptions(context.getRequest().getOptions(), attributes);
		}
		if (this.includesMessages) {
			ObservedMessages.addRequest(context.getRequest(), attributes);
		}
		if (context.getResponse() != null) {
			addResponse(context.getResponse(), attributes);
		}
		return attributes.toKeyValues();
	}

	/**
	 * Return the conversation ID from the observation of the {@code ChatClient} that
	 * called the model, if any.
	 */
	private static @Nullable String conversationId(Observation.ContextView context) {
		for (ObservationView parent = context.getParentObservation(); parent != null; parent = parent.getContextView()
			.getParentObservation()) {
			KeyValue id = parent.getContextView().getHighCardinalityKeyValue(CHAT_CLIENT_CONVERSATION_ID);
			if (id != null) {
				return id.getValue();
			}
		}
		return null;
	}

	private static void addOptions(ChatOptions options, AttributeCollector attributes) {
		attributes.add(GenAiAttribute.TEMPERATURE, options.getTemperature())
			.add(GenAiAttribute.TOP_P, options.getTopP())
			.add(GenAiAttribute.TOP_K, options.getTopK())
			.add(GenAiAttribute.MAX_TOKENS, options.getMaxTokens())
			.add(GenAiAttribute.FREQUENCY_PENALTY, options.getFrequencyPenalty())
			.add(GenAiAttribute.PRESENCE_PENALTY, options.getPresencePenalty())
			.add(GenAiAttribute.STOP_SEQUENCES, options.getStopSequences());
		if (options instanceof QhaigcGeminiChatOptions gemini) {
			attributes.add(GenAiAttribute.SEED, gemini.getSeed())
				.add(GenAiAttribute.OUTPUT_TYPE, OutputType.of(gemini));
			if (!Objects.equals(gemini.getCandidateCount(), 1)) {
				attributes.add(GenAiAttribute.CHOICE_COUNT, gemini.getCandidateCount());
			}
		}
	}

	private void addResponse(ChatResponse response, AttributeCollector attributes) {
		attributes.add(GenAiAttribute.RESPONSE_ID, response.getMetadata().getId())
			.add(GenAiAttribute.FINISH_REASONS, finishReasons(response));
		Usage usage = response.getMetadata().getUsage();
		if (usage != null && usage.getTotalTokens() > 0) {
			attributes.add(GenAiAttribute.INPUT_TOKENS, usage.getPromptTokens())
				.add(GenAiAttribute.OUTPUT_TOKENS, usage.getCompletionTokens())
				.add(GenAiAttribute.CACHE_READ_TOKENS, usage.getCacheReadInputTokens());
			if (usage.getNativeUsage() instanceof TokenUsage tokens) {
				attributes.add(GenAiAttribute.REASONING_TOKENS, tokens.thoughtsTokenCount());
				addModalities(tokens.promptTokensDetails(), "input", attributes);
				addModalities(tokens.candidatesTokensDetails(), "output", attributes);
			}
		}
		if (this.includesMessages) {
			ObservedMessages.addResponse(response, attributes);
		}
	}

	private static void addModalities(List<ModalityTokenCount> counts, String direction,
			AttributeCollector attributes) {
		for (ModalityTokenCount count : counts) {
			GenAiAttribute attribute = GenAiAttribute.tokens(count.modality(), direction);
			if (attribute != null) {
				attributes.add(attribute, count.tokenCount());
			}
		}
	}

	private static List<String> finishReasons(@Nullable ChatResponse response) {
		return (response == null) ? List.of()
				: response.getResults()
					.stream()
					.map((generation) -> generation.getMetadata().getFinishReason())
					.filter((reason) -> reason != null && !reason.isBlank())
					.toList();
	}

}
