package net.qhaigc.samples.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.ai.chat.messages.Message;
import org.springframework.http.HttpHeaders;

/**
 * A message that the user sends from the page, and the response to this message. A turn
 * records the requests to the gateway. If the messages of the turn are not stored in the
 * conversation, the turn keeps them, so that the page can add them to the conversation
 * later. The Reactor context of a request to the gateway contains the turn.
 */
final class Turn {

	private static final int MAX_EXCHANGES = 24;

	private final String id = UUID.randomUUID().toString();

	private final Consumer<ChatEvent> events;

	private final List<HttpExchange> exchanges = new ArrayList<>();

	private String model = "";

	private String body = "";

	private @Nullable String searchSuggestions;

	private List<Message> messages = List.of();

	Turn(Consumer<ChatEvent> events) {
		this.events = events;
	}

	static @Nullable Turn current(ContextView context) {
		return context.getOrDefault(Turn.class, null);
	}

	Context addTo(Context context) {
		return context.put(Turn.class, this);
	}

	String id() {
		return this.id;
	}

	void publish(ChatEvent event) {
		this.events.accept(event);
	}

	/**
	 * Record the next request, which can be sent several times because of retries. If its
	 * model is not the model of the previous request, there was a failover, which is
	 * published as an event.
	 */
	void recordRequest(String model, String body) {
		String previous;
		synchronized (this) {
			previous = this.model;
			this.model = model;
			this.body = body;
		}
		if (!previous.isEmpty() && !previous.equals(model)) {
			publish(new ChatEvent.Failover(previous, model));
		}
	}

	/** Record an attempt to send the request. */
	synchronized HttpExchange beginExchange(String method, String url, HttpHeaders headers) {
		HttpExchange exchange = new HttpExchange(method, url, headers, this.body);
		if (this.exchanges.size() < MAX_EXCHANGES) {
			this.exchanges.add(exchange);
		}
		return exchange;
	}

	synchronized List<HttpExchange> exchanges() {
		return List.copyOf(this.exchanges);
	}

	synchronized void setSearchSuggestions(@Nullable String html) {
		this.searchSuggestions = html;
	}

	synchronized @Nullable String searchSuggestions() {
		return this.searchSuggestions;
	}

	/** Keep the messages of this turn, which are not stored in the conversation. */
	synchronized void keep(List<Message> messages) {
		this.messages = List.copyOf(messages);
	}

	/** Return the kept messages, and no longer keep them. */
	synchronized List<Message> takeMessages() {
		List<Message> taken = this.messages;
		this.messages = List.of();
		return taken;
	}

	/**
	 * Return the approximate number of bytes that the exchanges and the search
	 * suggestions use in memory.
	 */
	long size() {
		String suggestions = searchSuggestions();
		return exchanges().stream().mapToLong(HttpExchange::size).sum()
				+ ((suggestions != null) ? 2L * suggestions.length() : 0);
	}

}
