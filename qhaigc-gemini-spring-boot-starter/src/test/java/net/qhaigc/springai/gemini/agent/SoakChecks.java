package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import net.qhaigc.springai.gemini.test.ReceivedRequest;

/**
 * Checks each request that the gateway receives in {@link AgentSoakTests}. A request of
 * the first turn must contain each earlier tool call of this turn once, in order, with
 * one result. A request of the last turn must contain the image and each earlier answer
 * once.
 */
final class SoakChecks {

	private static final Pattern CONVERSATION = Pattern.compile("(conversation-\\d+)\\.");

	private static final Pattern CITY = Pattern.compile("\"city\":\\s*\"([a-z]+\\d*)\"");

	private static final String IMAGE = Base64.getEncoder().encodeToString(SoakScript.IMAGE);

	/**
	 * Caches the result of {@link #cities} for the last request, since each condition of
	 * {@link SoakScript} calls this method.
	 */
	private static final ThreadLocal<@Nullable Cities> LAST = new ThreadLocal<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger providerChanges = new AtomicInteger();

	private final Map<String, String> providers = new ConcurrentHashMap<>();

	private final Map<String, Consumer<Integer>> listeners = new ConcurrentHashMap<>();

	private final Queue<String> problems = new ConcurrentLinkedQueue<>();

	void check(ReceivedRequest request) {
		this.requests.incrementAndGet();
		String body = request.body();
		List<String> cities = cities(request);
		int results = count(body, "\"functionResponse\"") + count(body, "\"tool_call_id\"");
		recordProblemUnless(cities.size() == results, "The numbers of tool calls and tool results differ", body);
		Matcher conversation = CONVERSATION.matcher(body);
		recordProblemUnless(conversation.find(), "The message of the user is missing", body);
		if (body.contains("Bye.")) {
			recordProblemUnless(count(body, IMAGE) == 1, "The image is not sent exactly once", body);
			recordProblemUnless(count(body, "Done.") == 1 && count(body, "You are welcome.") == 1,
					"An answer is not sent exactly once", body);
			recordProblemUnless(body.contains("c2ln"), "The signature of the image is missing", body);
		}
		else if (!body.contains("Thanks.")) {
			recordProblemUnless(
					cities.equals(SoakScript.CALLS.subList(0, Math.min(cities.size(), SoakScript.CALLS.size()))),
					"The tool calls are not exactly those of the earlier rounds", body);
			recordProviderAndNotifyListener(conversation.group(1), cities.size(), SoakScript.provider(request));
		}
	}

	private void recordProviderAndNotifyListener(String conversation, int calls, String provider) {
		Consumer<Integer> listener = this.listeners.get(conversation);
		if (listener == null) {
			return;
		}
		if (provider.equals(SoakScript.replyingProvider(calls))) {
			String previous = this.providers.put(conversation, provider);
			if (calls > 0 && previous != null && !previous.equals(provider)) {
				this.providerChanges.incrementAndGet();
			}
		}
		listener.accept(calls);
	}

	/**
	 * Set the listener for the requests of the first turn of a conversation. The listener
	 * receives the number of tool calls in each request.
	 */
	void onRequest(String conversation, Consumer<Integer> listener) {
		this.listeners.put(conversation, listener);
	}

	void remove(String conversation) {
		this.listeners.remove(conversation);
		this.providers.remove(conversation);
	}

	private void recordProblemUnless(boolean valid, String problem, String details) {
		if (!valid && this.problems.size() < 10) {
			this.problems.add(problem + ": " + details.substring(0, Math.min(2_000, details.length())));
		}
	}

	/** Return the arguments {@code city}, each of which identifies a tool call. */
	static List<String> cities(ReceivedRequest request) {
		Cities last = LAST.get();
		if (last != null && last.request() == request) {
			return last.cities();
		}
		List<String> cities = new ArrayList<>();
		Matcher matcher = CITY.matcher(request.body().replace("\\\"", "\""));
		while (matcher.find()) {
			cities.add(matcher.group(1));
		}
		LAST.set(new Cities(request, cities));
		return cities;
	}

	static int count(String text, String part) {
		int count = 0;
		for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + 1)) {
			count++;
		}
		return count;
	}

	int requests() {
		return this.requests.get();
	}

	int providerChanges() {
		return this.providerChanges.get();
	}

	Queue<String> problems() {
		return this.problems;
	}

	private record Cities(ReceivedRequest request, List<String> cities) {

	}

}
