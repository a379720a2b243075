package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

import net.qhaigc.springai.gemini.client.QhaigcClient;

/**
 * Lists the models of the gateway, with the details that {@code GET /v1/models} returns.
 */
@Component
class ModelCatalog {

	private final QhaigcClient client;

	ModelCatalog(QhaigcClient client) {
		this.client = client;
	}

	/**
	 * Request the models. The client returns only their IDs. The details are read from
	 * the HTTP response, which is recorded in a {@link Turn}.
	 * @return the models
	 */
	Mono<List<Model>> findAll() {
		return Mono.defer(() -> {
			Turn turn = new Turn((event) -> {
			});
			return this.client.models().map((ids) -> models(ids, turn)).contextWrite(turn::addTo);
		});
	}

	private static List<Model> models(List<String> ids, Turn turn) {
		JsonNode data = turn.exchanges().isEmpty() ? null : data(turn.exchanges());
		List<Model> models = new ArrayList<>();
		for (String id : ids) {
			JsonNode details = null;
			for (int i = 0; data != null && i < data.size(); i++) {
				details = id.equals(data.get(i).path("id").asString("")) ? data.get(i) : details;
			}
			models.add(Model.of(id, details));
		}
		return models;
	}

	private static @Nullable JsonNode data(List<HttpExchange> exchanges) {
		try {
			return JsonMapper.shared().readTree(exchanges.get(exchanges.size() - 1).view().responseBody()).path("data");
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * A model.
	 *
	 * @param id the ID
	 * @param ownedBy the owner that the gateway names for the model, such as the vendor,
	 * if known
	 * @param created the time of creation in seconds since 1970, if known
	 * @param endpoints the types of endpoints that serve the model, if known
	 */
	record Model(String id, @Nullable String ownedBy, @Nullable Long created, List<String> endpoints) {

		private static Model of(String id, @Nullable JsonNode details) {
			if (details == null) {
				return new Model(id, null, null, List.of());
			}
			List<String> endpoints = new ArrayList<>();
			details.path("supported_endpoint_types").forEach((type) -> endpoints.add(type.asString("")));
			JsonNode created = details.path("created");
			return new Model(id, details.path("owned_by").isString() ? details.path("owned_by").asString() : null,
					created.isIntegralNumber() ? created.asLong() : null, endpoints);
		}

	}

}
