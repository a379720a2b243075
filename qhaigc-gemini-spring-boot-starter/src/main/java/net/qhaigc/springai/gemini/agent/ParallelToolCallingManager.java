package net.qhaigc.springai.gemini.agent;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.Assert;

/**
 * Executes the tool calls of one response in parallel. A delegate executes each call, so
 * that observations, limits and the handling of exceptions are the same as with the
 * delegate alone.
 *
 * <p>
 * The results are in the order of the calls. The tools run with the Reactor context. They
 * also run with the {@code ThreadLocal} values for which there is a
 * {@code ThreadLocalAccessor}, such as the security context and the current observation.
 * These values come from the calling thread and from the Reactor context. If a call
 * fails, the calls after it in the response are interrupted or not started, and the
 * exception is thrown unchanged. If the calling thread is interrupted, for example
 * because a stream is cancelled, all calls are interrupted.
 */
public final class ParallelToolCallingManager implements ToolCallingManager {

	private static final int FIRST_VERSION_WITH_VIRTUAL_THREADS = 21;

	private final ToolCallingManager delegate;

	private final Executor executor;

	private final Set<String> sequentialTools;

	private ParallelToolCallingManager(Builder builder) {
		this.delegate = builder.delegate;
		this.executor = (builder.executor != null) ? builder.executor : defaultExecutor();
		this.sequentialTools = Set.copyOf(builder.sequentialTools);
	}

	/** One thread per tool call: a virtual thread if the JDK supports virtual threads. */
	private static Executor defaultExecutor() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("tool-");
		executor.setVirtualThreads(Runtime.version().feature() >= FIRST_VERSION_WITH_VIRTUAL_THREADS);
		executor.setDaemon(true);
		return executor;
	}

	@Override
	public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
		return this.delegate.resolveToolDefinitions(options);
	}

	@Override
	public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
		AssistantMessage message = HeldToolCalls.messageWithToolCalls(response);
		if (message == null || message.getToolCalls().size() == 1) {
			return this.delegate.executeToolCalls(prompt, response);
		}
		return new ParallelToolCalls(this.delegate, prompt, response, message).execute(this.executor,
				this.sequentialTools);
	}

	/**
	 * Create a builder.
	 * @param delegate executes the individual calls
	 * @return a builder whose executor uses one thread per call, a virtual thread with
	 * Java 21 or newer
	 */
	public static Builder builder(ToolCallingManager delegate) {
		return new Builder(delegate);
	}

	/**
	 * Builder for {@link ParallelToolCallingManager}.
	 */
	public static final class Builder {

		private final ToolCallingManager delegate;

		private final Set<String> sequentialTools = new HashSet<>();

		private @Nullable Executor executor;

		private Builder(ToolCallingManager delegate) {
			Assert.notNull(delegate, "delegate is required");
			this.delegate = delegate;
		}

		/**
		 * Set the executor of the tool calls. If the executor rejects a call, the calling
		 * thread executes the call.
		 * @param executor the executor. If its number of threads is limited, the executor
		 * must not also run the code that waits for the tool calls
		 * @return this builder
		 */
		public Builder executor(Executor executor) {
			Assert.notNull(executor, "executor is required");
			this.executor = executor;
			return this;
		}

		/**
		 * Add tools whose calls must not run at the same time as another call of the
		 * response. A call of one of these tools starts when all calls before it have
		 * ended, and the calls after it start when it has ended.
		 * @param names the names of the tools
		 * @return this builder
		 */
		public Builder sequentialTools(Collection<String> names) {
			this.sequentialTools.addAll(names);
			return this;
		}

		/**
		 * Add tools whose calls must not run at the same time as another call of the
		 * response.
		 * @param names the names of the tools
		 * @return this builder
		 */
		public Builder sequentialTools(String... names) {
			return sequentialTools(List.of(names));
		}

		/**
		 * Build the manager.
		 * @return the manager
		 */
		public ParallelToolCallingManager build() {
			return new ParallelToolCallingManager(this);
		}

	}

}
