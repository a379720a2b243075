package net.qhaigc.springai.gemini.test;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import net.qhaigc.springai.gemini.test.ReceivedRequest.Endpoint;

/**
 * Records each request. Responds to requests for image files, and passes all other
 * requests to the next handler if the API key, the path and the content are valid.
 */
final class ValidatingRequestHandler implements RequestHandler {

	private final GatewaySettings settings;

	private final RequestRules nativeRules;

	private final RequestRules unifiedRules;

	private final GatewayActivity activity;

	private final RequestHandler next;

	ValidatingRequestHandler(GatewaySettings settings, GatewayActivity activity, RequestHandler next) {
		this.settings = settings;
		this.activity = activity;
		this.next = next;
		SignatureRules signatureRules = new SignatureRules(settings.signaturesRequired());
		this.nativeRules = new NativeRules(settings.lenient(), signatureRules, settings.maxRequestBytes());
		this.unifiedRules = new UnifiedRules(signatureRules);
	}

	@Override
	public Mono<EncodedResponse> handle(ReceivedRequest request) {
		if (request.endpoint() == Endpoint.IMAGE_FILE) {
			this.activity.requestReceived(request);
			return Mono.just(imageFile(request));
		}
		ErrorResponse rejection = this.settings.relay() ? validateAsRelay(request) : validate(request);
		if (rejection != null) {
			request.setRejection(rejection);
		}
		this.activity.requestReceived(request);
		return (rejection != null) ? Mono.just(EncodedResponse.of(rejection, Transmission.DEFAULT))
				: this.next.handle(request);
	}

	/** Return an image, for which no API key is required. */
	private static EncodedResponse imageFile(ReceivedRequest request) {
		ReplyBody.Raw file = ImagesEndpoint.file(request);
		return (file != null) ? EncodedResponse.raw(file, Transmission.DEFAULT) : EncodedResponse
			.of(ErrorResponse.gateway(404, null, "The image does not exist."), Transmission.DEFAULT);
	}

	private @Nullable ErrorResponse validateAsRelay(ReceivedRequest request) {
		Endpoint endpoint = request.endpoint();
		if (!this.settings.acceptsApiKey(request.apiKey())) {
			return RelayFormat.errorResponse(RelayError.INVALID_TOKEN, request);
		}
		if (endpoint == Endpoint.UNKNOWN || !request.method().equals(OpenAiEndpoints.supportedMethod(request))) {
			return RelayFormat.errorResponse(RelayError.INVALID_URL, request);
		}
		if (OpenAiEndpoints.namesModel(request) && !this.settings.serves(request.model())) {
			return RelayFormat.errorResponse(RelayError.NO_CHANNEL, request);
		}
		ErrorResponse schemaError = (endpoint == Endpoint.UNIFIED) ? RelayFormat.checkSchemas(request) : null;
		ErrorResponse error = (schemaError != null) ? schemaError : validate(request);
		return (error != null && error != schemaError) ? RelayFormat.vendorError(error) : error;
	}

	private @Nullable ErrorResponse validate(ReceivedRequest request) {
		if (!this.settings.acceptsApiKey(request.apiKey())) {
			return ErrorResponse.gateway(401, null, "The API key is missing or not valid.");
		}
		return switch (request.endpoint()) {
			case UNKNOWN -> ErrorResponse.google(404, "The path " + request.path() + " does not exist.");
			case MODELS -> "GET".equals(request.method()) ? null
					: ErrorResponse.gateway(405, "method_not_allowed", "This path supports GET only.");
			case NATIVE, UNIFIED -> validateChat(request);
			default -> validateNonChat(request);
		};
	}

	private @Nullable ErrorResponse validateNonChat(ReceivedRequest request) {
		OpenAiEndpoint endpoint = OpenAiEndpoints.of(request);
		String method = OpenAiEndpoints.supportedMethod(request);
		if (!method.equals(request.method())) {
			return ErrorResponse.gateway(405, "method_not_allowed", "This path supports " + method + " only.");
		}
		if (endpoint == null || !this.settings.validating()) {
			return null;
		}
		ErrorResponse rejection = endpoint.check(request);
		boolean modelIsUnknown = endpoint.namesModel() && !this.settings.serves(request.model());
		return (rejection == null && modelIsUnknown) ? unknownModel(request) : rejection;
	}

	private static ErrorResponse unknownModel(ReceivedRequest request) {
		return ErrorResponse.gateway(404, null, "The model `" + request.model() + "` does not exist.");
	}

	private @Nullable ErrorResponse validateChat(ReceivedRequest request) {
		if (!"POST".equals(request.method())) {
			return ErrorResponse.google(404, "This path supports POST only.");
		}
		if (!this.settings.validating()) {
			return null;
		}
		boolean unified = request.endpoint() == Endpoint.UNIFIED;
		ErrorResponse rejection = (unified ? this.unifiedRules : this.nativeRules).check(request);
		if (rejection == null && !this.settings.serves(request.model())) {
			return unified ? unknownModel(request) : ErrorResponse.google(404, "models/" + request.model()
					+ " is not found for API version v1beta, or is not supported for generateContent. Call"
					+ " ModelService.ListModels to see the list of available models and their supported methods.");
		}
		return rejection;
	}

}
