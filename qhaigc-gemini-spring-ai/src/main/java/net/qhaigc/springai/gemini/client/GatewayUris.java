package net.qhaigc.springai.gemini.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.regex.Pattern;

import org.springframework.util.ConcurrentLruCache;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriUtils;

import net.qhaigc.springai.gemini.client.error.GatewayErrors;

/**
 * The URIs of the gateway's endpoints. Those of the native endpoint are cached by model:
 * for a small request, expanding a URI template would take longer than all other work of
 * the client.
 */
final class GatewayUris {

	private static final int MAX_ENTRIES = 256;

	/** An optional version at the end of the base URL. */
	private static final Pattern VERSION = Pattern.compile("(?<!/)/v1(beta)?$");

	private final String base;

	private final URI chatCompletions;

	private final URI models;

	private final URI spendingLimits;

	private final ConcurrentLruCache<String, NativeUris> nativeUris = new ConcurrentLruCache<>(MAX_ENTRIES,
			this::nativeUris);

	GatewayUris(URI baseUrl) {
		String url = StringUtils.trimTrailingCharacter(baseUrl.toString(), '/');
		this.base = VERSION.matcher(url).replaceFirst("");
		this.chatCompletions = URI.create(this.base + "/v1/chat/completions");
		this.models = URI.create(this.base + "/v1/models");
		this.spendingLimits = URI.create(this.base + "/v1/dashboard/billing/subscription");
	}

	URI generateContent(String model) {
		return this.nativeUris.get(model).generate();
	}

	URI streamGenerateContent(String model) {
		return this.nativeUris.get(model).stream();
	}

	URI chatCompletions() {
		return this.chatCompletions;
	}

	URI models() {
		return this.models;
	}

	URI spendingLimits() {
		return this.spendingLimits;
	}

	static boolean isSameOrigin(URI one, URI other) {
		return one.getScheme().equalsIgnoreCase(other.getScheme()) && one.getHost().equalsIgnoreCase(other.getHost())
				&& port(one) == port(other);
	}

	private static int port(URI uri) {
		if (uri.getPort() >= 0) {
			return uri.getPort();
		}
		return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
	}

	private NativeUris nativeUris(String model) {
		String path = this.base + "/v1beta/models/" + encode(model);
		return new NativeUris(URI.create(path + ":generateContent"),
				URI.create(path + ":streamGenerateContent?alt=sse"));
	}

	/**
	 * Slashes are preserved, since a model's ID can be {@code vendor/model}. Everything
	 * else that could change the path is encoded or rejected.
	 */
	private static String encode(String model) {
		String id = model.startsWith("models/") ? model.substring("models/".length()) : model;
		StringJoiner path = new StringJoiner("/");
		for (String segment : id.split("/", -1)) {
			if (segment.isBlank() || segment.equals(".") || segment.equals("..")) {
				throw GatewayErrors.invalidRequest("'" + id + "' is not a valid model ID. Check qhaigc.model", null);
			}
			path.add(UriUtils.encode(segment, StandardCharsets.UTF_8));
		}
		return path.toString();
	}

	private record NativeUris(URI generate, URI stream) {

	}

}
