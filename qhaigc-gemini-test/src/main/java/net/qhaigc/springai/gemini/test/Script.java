package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The replies that were scripted: those for matching requests first, in the order in
 * which they were declared, then the queue.
 */
final class Script {

	private final List<Rule> rules = new ArrayList<>();

	private final List<Reply> queue = new ArrayList<>();

	synchronized Reply enqueue(Reply reply) {
		this.queue.add(reply);
		return reply;
	}

	ReplyScript when(Predicate<ReceivedRequest> predicate) {
		Rule rule = new Rule(predicate);
		synchronized (this) {
			this.rules.add(rule);
		}
		return rule;
	}

	/**
	 * Takes the next reply for a request.
	 * @param request the request
	 * @return the reply, or null if none is scripted
	 */
	synchronized @Nullable Reply next(ReceivedRequest request) {
		for (Rule rule : this.rules) {
			if (rule.matches(request)) {
				return rule.next();
			}
		}
		return this.queue.isEmpty() ? null : this.queue.remove(0);
	}

	/**
	 * The replies that no request has got yet.
	 */
	synchronized List<Reply> unused() {
		List<Reply> unused = new ArrayList<>(this.queue);
		this.rules.forEach((rule) -> unused.addAll(rule.unused()));
		return unused;
	}

	synchronized void clear() {
		this.queue.clear();
		this.rules.clear();
	}

	/**
	 * Replies for the requests that match: each once and in order, the last one from then
	 * on.
	 */
	static final class Rule extends ReplyScript {

		private final Predicate<ReceivedRequest> predicate;

		private final List<Reply> replies = new ArrayList<>();

		private int given;

		private Rule(Predicate<ReceivedRequest> predicate) {
			this.predicate = predicate;
		}

		@Override
		synchronized Reply add(Reply reply) {
			this.replies.add(reply);
			return reply;
		}

		synchronized boolean matches(ReceivedRequest request) {
			return !this.replies.isEmpty() && this.predicate.test(request);
		}

		synchronized Reply next() {
			Reply reply = this.replies.get(Math.min(this.given, this.replies.size() - 1));
			this.given++;
			return reply;
		}

		synchronized List<Reply> unused() {
			return this.replies.subList(Math.min(this.given, this.replies.size()), this.replies.size());
		}

	}

}
