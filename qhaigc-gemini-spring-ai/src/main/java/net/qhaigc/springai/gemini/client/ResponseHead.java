package net.qhaigc.springai.gemini.client;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

import net.qhaigc.springai.gemini.wire.GatewayResponse;

/**
 * What stands above the body of an answer.
 *
 * @param status the HTTP status
 * @param headers the headers
 */
record ResponseHead(int status, HttpHeaders headers) {

	/** Before there is an answer. */
	static final ResponseHead NONE = new ResponseHead(0, HttpHeaders.EMPTY);

	static ResponseHead of(ClientResponse response) {
		return new ResponseHead(response.statusCode().value(), response.headers().asHttpHeaders());
	}

	@Nullable String requestId() {
		for (String name : GatewayResponse.REQUEST_ID_HEADERS) {
			String id = this.headers.getFirst(name);
			if (id != null) {
				return id;
			}
		}
		return null;
	}

	/**
	 * How the body is still compressed, or null. Who undoes it takes the header away.
	 */
	@Nullable String compression() {
		String encoding = this.headers.getFirst(HttpHeaders.CONTENT_ENCODING);
		return "identity".equalsIgnoreCase(encoding) ? null : encoding;
	}

	/**
	 * The headers for those who know no HTTP client, looked up without regard to case.
	 */
	Map<String, List<String>> map() {
		return new HeaderMap(this.headers);
	}

}
