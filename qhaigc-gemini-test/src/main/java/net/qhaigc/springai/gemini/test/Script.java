package net.qhaigc.springai.gemini.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * What a test has configured on the gateway: faults, rules in the order of their
 * declaration, the queue of replies, hooks, and whether rejected requests are allowed.
 */
final class Script {

	/** Rules for faults, which take precedence over other rules and over the queue. */
	private final List<Rule> faults = new ArrayList<>();

	private final List<Rule> rules = new ArrayList<>();

	private final List<Reply> queue = new ArrayList<>();

	private final List<Consumer<ReceivedRequest>> hooks = new ArrayList<>();

	private boolean rejectedRequestsAllowed;

	synchronized Reply enqueue(Reply reply) {
		this.queue.add(reply);
		reply.onInvalidChange(() -> remove(reply));
		return reply;
	}

	private synchronized void remove(Reply reply) {
		this.queue.removeIf((queued) -> queued == reply);
	}

	/**
	 * Add a rule for faults. {@link Verification} does not report unused replies of this
	 * rule.
	 */
	synchronized ReplyScript addFault(Predicate<ReceivedRequest> predicate) {
		Rule rule = new Rule(predicate);
		this.faults.add(rule);
		return rule;
	}

	synchronized ReplyScript when(Predicate<ReceivedRequest> predicate) {
		Rule rule = new Rule(predicate);
		this.rules.add(rule);
		return rule;
	}

	synchronized void onRequest(Consumer<ReceivedRequest> hook) {
		this.hooks.add(hook);
	}

	synchronized List<Consumer<ReceivedRequest>> hooks() {
		return List.copyOf(this.hooks);
	}

	synchronized void allowRejectedRequests() {
		this.rejectedRequestsAllowed = true;
	}

	synchronized boolean rejectedRequestsAllowed() {
		return this.rejectedRequestsAllowed;
	}

	/**
	 * Return the next reply for a request, or null if none is scripted. The queue is only
	 * for chat requests: an application that searches documents sends requests for
	 * embeddings before the chat request for which a test scripts a reply.
	 */
	synchronized @Nullable Reply next(ReceivedRequest request) {
		for (Rule rule : this.faults) {
			if (rule.matches(request)) {
				return rule.next();
			}
		}
		for (Rule rule : this.rules) {
			if (rule.matches(request)) {
				return rule.next();
			}
		}
		return (this.queue.isEmpty() || OpenAiEndpoints.of(request) != null) ? null : this.queue.remove(0);
	}

	/**
	 * Return the replies that have not been used, except replies of faults.
	 */
	synchronized List<Reply> unused() {
		List<Reply> unused = new ArrayList<>(this.queue);
		this.rules.forEach((rule) -> unused.addAll(rule.unused()));
		return unused;
	}

	synchronized void clear() {
		this.queue.clear();
		this.faults.clear();
		this.rules.clear();
		this.hooks.clear();
		this.rejectedRequestsAllowed = false;
	}

	/**
	 * The replies to the requests that a predicate matches. The replies are used in the
	 * order in which they were added, and the last reply is repeated.
	 */
	static final class Rule extends ReplyScript {

		private final Predicate<ReceivedRequest> predicate;

		private final List<Reply> replies = new ArrayList<>();

		private int useCount;

		private Rule(Predicate<ReceivedRequest> predicate) {
			this.predicate = predicate;
		}

		@Override
		synchronized Reply add(Reply reply) {
			this.replies.add(reply);
			reply.onInvalidChange(() -> remove(reply));
			return reply;
		}

		private synchronized void remove(Reply reply) {
			this.replies.removeIf((added) -> added == reply);
		}

		synchronized boolean matches(ReceivedRequest request) {
			return !this.replies.isEmpty() && this.predicate.test(request);
		}

		synchronized Reply next() {
			Reply reply = this.replies.get(Math.min(this.useCount, this.replies.size() - 1));
			this.useCount++;
			return reply;
		}

		synchronized List<Reply> unused() {
			return this.replies.subList(Math.min(this.useCount, this.replies.size()), this.replies.size());
		}

	}

}
