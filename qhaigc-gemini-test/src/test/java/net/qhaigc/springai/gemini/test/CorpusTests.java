package net.qhaigc.springai.gemini.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the rules of the gateway with recorded requests to Google. With few
 * exceptions, a lenient gateway accepts the requests that Google accepted. Requests that
 * a strict gateway accepts are valid against the strict JSON Schema in {@code ../shared},
 * which allows only canonical JSON.
 */
@EnabledIf(value = "corpusIsPresent", disabledReason = "requires ../shared")
class CorpusTests {

	private static final Path SHARED = Path.of("../../shared");

	private static final Path CORPUS = SHARED.resolve("corpus/dev");

	/**
	 * The IDs of requests that Google accepted but the gateway rejects, with the reasons.
	 */
	private static final Map<String, String> STRICTER_THAN_GOOGLE = Map.of(
			"llm-gemini--test_tools_with_nested_pydantic_models--f37438--1",
			"when the request was recorded, gemini-flash-latest was a Gemini 2.5 model, which required no signatures",
			"pydantic-ai--test_google_model_armor_response_template_real_block--c8eb3b--0",
			"modelArmorConfig is a field of Vertex AI only");

	@Test
	void lenientGatewayAcceptsRequestsThatGoogleAccepted() {
		Map<String, String> rejected = new TreeMap<>();
		try (QhaigcGateway gateway = QhaigcGateway.builder().lenient().start();
				Stream<Exchange> exchanges = exchanges()) {
			gateway.when((request) -> true).reply("Accepted.");
			for (Exchange exchange : exchanges.filter(Exchange::acceptedByGoogle).toList()) {
				HttpResponse<String> response = post(gateway, exchange);
				if (response.statusCode() != 200) {
					rejected.put(exchange.id(), Json.read(response.body()).at("/error/message").asString());
				}
			}
			assertThat(gateway.received()).hasSizeGreaterThan(600);
		}
		assertThat(rejected.keySet()).as("%s", rejected).isEqualTo(STRICTER_THAN_GOOGLE.keySet());
	}

	@Test
	void rejectsTemperatureThatGoogleRejected() {
		try (QhaigcGateway gateway = QhaigcGateway.builder().lenient().start();
				Stream<Exchange> exchanges = exchanges()) {
			Exchange invalid = exchanges.filter((exchange) -> exchange.id().contains("invalid_temperature"))
				.findFirst()
				.orElseThrow();

			HttpResponse<String> response = post(gateway, invalid);

			assertThat(response.statusCode()).isEqualTo(400);
			assertThat(response.body()).contains("temperature must be in the range [0.0, 2.0]");
		}
	}

	@Test
	void requestsThatStrictGatewayAcceptsAreValidAgainstStrictSchema() {
		Schema schema = schema();
		int accepted = 0;
		Map<String, List<Error>> errors = new TreeMap<>();
		try (Stream<Exchange> exchanges = exchanges()) {
			for (Exchange exchange : exchanges.toList()) {
				if (rejection(exchange.model(), exchange.request()) == null) {
					accepted++;
					List<Error> found = schema.validate(exchange.request());
					if (!found.isEmpty()) {
						errors.put(exchange.id(), found);
					}
				}
			}
		}
		assertThat(errors).isEmpty();
		assertThat(accepted).isGreaterThan(200);
	}

	@Test
	void requestsConvertedToCanonicalJsonAreValidAgainstStrictSchema() {
		Schema schema = schema();
		Map<String, List<Error>> errors = new TreeMap<>();
		int canonicalRequests = 0;
		try (Stream<Exchange> exchanges = exchanges()) {
			for (Exchange exchange : exchanges.filter(Exchange::acceptedByGoogle).toList()) {
				Violations violations = new Violations();
				ObjectNode canonical = new WireReader(true, violations).read((ObjectNode) exchange.request());
				List<Error> found = schema.validate(canonical);
				if (violations.rejection() == null) {
					canonicalRequests++;
					if (!found.isEmpty() && !isLegacy(canonical)) {
						errors.put(exchange.id(), found);
					}
				}
			}
		}
		assertThat(errors).isEmpty();
		assertThat(canonicalRequests).isGreaterThan(500);
	}

	@Test
	void mutantsThatStrictGatewayAcceptsAreValidAgainstStrictSchema() {
		Schema schema = schema();
		List<String> invalid = new ArrayList<>();
		int[] rejected = { 0 };
		try (Stream<Exchange> exchanges = exchanges()) {
			exchanges.filter((exchange) -> rejection(exchange.model(), exchange.request()) == null)
				.filter((exchange) -> exchange.request().toString().length() < 5000)
				.forEach((exchange) -> mutants(exchange.request()).forEach((mutant) -> {
					if (rejection(exchange.model(), mutant) != null) {
						rejected[0]++;
					}
					else if (!schema.validate(mutant).isEmpty()) {
						invalid.add(exchange.id() + ": " + mutant + " " + schema.validate(mutant));
					}
				}));
		}
		assertThat(invalid.stream().limit(10)).isEmpty();
		assertThat(rejected[0]).isGreaterThan(1000);
	}

	/**
	 * Return whether the request has the legacy role {@code function}, or a part that has
	 * no fields other than {@code thought} and {@code thoughtSignature}. Google still
	 * accepts both.
	 */
	private static boolean isLegacy(JsonNode request) {
		for (JsonNode content : request.path("contents")) {
			if (content.path("role").asString("").equals("function")) {
				return true;
			}
			for (JsonNode part : content.path("parts")) {
				if (part.propertyNames().stream().allMatch(List.of("thought", "thoughtSignature")::contains)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Return copies of the request, each with one replaced value or one added property.
	 */
	private static Stream<JsonNode> mutants(JsonNode request) {
		List<JsonNode> mutants = new ArrayList<>();
		List<JsonNode> values = List.of(Json.text("unexpected"), Json.read("7"), Json.read("-0.5"), Json.read("true"),
				Json.read("{}"), Json.read("[]"), Json.read("{\"unexpected\":1}"), Json.read("null"));
		walk(request, "", (pointer, node) -> {
			for (JsonNode value : values) {
				JsonNode mutant = request.deepCopy();
				int slash = pointer.lastIndexOf('/');
				JsonNode parent = mutant.at(pointer.substring(0, slash));
				String last = pointer.substring(slash + 1);
				if (parent instanceof ObjectNode object) {
					object.set(last, value);
				}
				else {
					((ArrayNode) parent).set(Integer.parseInt(last), value);
				}
				mutants.add(mutant);
			}
			if (node.isObject()) {
				JsonNode mutant = request.deepCopy();
				((ObjectNode) mutant.at(pointer)).put("unexpected", 1);
				mutants.add(mutant);
			}
		});
		return mutants.stream();
	}

	private static void walk(JsonNode node, String pointer, BiConsumer<String, JsonNode> visitor) {
		if (!pointer.isEmpty()) {
			visitor.accept(pointer, node);
		}
		for (Map.Entry<String, JsonNode> property : node.properties()) {
			if (!property.getKey().contains("/") && !property.getKey().contains("~")) {
				walk(property.getValue(), pointer + "/" + property.getKey(), visitor);
			}
		}
		for (int i = 0; node.isArray() && i < node.size(); i++) {
			walk(node.get(i), pointer + "/" + i, visitor);
		}
	}

	private static ErrorResponse rejection(String model, JsonNode body) {
		ReceivedRequest request = new ReceivedRequest(1, "POST",
				RequestTarget.of("/v1beta/models/" + model + ":generateContent", ""), "", Map.of(),
				new RequestBody("", body, null));
		return new NativeRules(false, new SignatureRules(true), Integer.MAX_VALUE).check(request);
	}

	private static HttpResponse<String> post(QhaigcGateway gateway, Exchange exchange) {
		return new TestClient(gateway).post("/v1beta/models/" + exchange.model() + ":generateContent",
				exchange.request().toString());
	}

	private static Schema schema() {
		try {
			return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
				.getSchema(Files.readString(SHARED.resolve("wire/generate-content-request.schema.json")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static boolean corpusIsPresent() {
		return Boolean.getBoolean("qhaigc.shared.required") || Files.isDirectory(CORPUS);
	}

	/**
	 * Return the recorded exchanges whose request is a JSON object.
	 */
	private static Stream<Exchange> exchanges() {
		try {
			return Files.list(CORPUS)
				.sorted()
				.map(CorpusTests::read)
				.filter((exchange) -> exchange.request().isObject() && !exchange.request().has("unparsed"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Exchange read(Path file) {
		try {
			JsonNode json = Json.read(Files.readString(file));
			return new Exchange(json.path("id").asString(), json.path("model").asString("gemini-2.5-flash"),
					json.path("status").asInt(), json.path("request"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Exchange(String id, String model, int status, JsonNode request) {

		boolean acceptedByGoogle() {
			return this.status == 200;
		}

	}

}
