package net.qhaigc.springai.gemini.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * One turn, which is added to the chat memory at most once: when it completes, fails or
 * is cancelled.
 */
final class MemoryTurn {

	private final ChatMemory memory;

	private final ChatClientRequest request;

	private final String conversationId;

	private final StringBuilder text = new StringBuilder();

	private final AtomicBoolean addedToMemory = new AtomicBoolean();

	private @Nullable SavedTurn savedTurn;

	private boolean cancelled;

	private volatile @Nullable ChatClientResponse response;

	MemoryTurn(ChatMemory memory, ChatClientRequest request) {
		this.memory = memory;
		this.request = request;
		this.conversationId = Objects
			.requireNonNull(request.context().get(ChatMemory.CONVERSATION_ID),
					"The advisor parameter ChatMemory.CONVERSATION_ID is required")
			.toString();
	}

	/**
	 * Begin the turn, and return the request with the messages of the conversation.
	 * @param turns saves the turn while it is executed; null if the turn is not saved
	 */
	ChatClientRequest begin(@Nullable SavedTurns turns) {
		List<Message> system = new ArrayList<>();
		List<Message> turn = new ArrayList<>();
		this.request.prompt()
			.getInstructions()
			.forEach((message) -> ((message instanceof SystemMessage) ? system : turn).add(message));
		SavedTurn saved = (turns != null) ? turns.begin(this.request, this.conversationId, turn) : null;
		setSavedTurn(saved);
		List<Message> history = this.memory.get(this.conversationId);
		if (saved != null) {
			setStoredResponse(saved.answerIn(history));
		}
		List<Message> messages = new ArrayList<>(system);
		messages.addAll(history);
		messages.addAll((saved != null) ? saved.messages() : turn);
		return this.request.mutate().prompt(this.request.prompt().mutate().messages(messages).build()).build();
	}

	private synchronized void setSavedTurn(@Nullable SavedTurn saved) {
		this.savedTurn = saved;
		if (saved != null && this.cancelled) {
			saved.delete();
		}
	}

	/**
	 * Set the response to the answer that was added to the chat memory before the
	 * application ended. Does nothing if the answer is empty.
	 */
	private void setStoredResponse(List<Message> answer) {
		if (!answer.isEmpty()) {
			List<Generation> generations = answer.stream()
				.filter(AssistantMessage.class::isInstance)
				.map((message) -> new Generation((AssistantMessage) message))
				.toList();
			this.response = ChatClientResponse.builder()
				.chatResponse(new ChatResponse(generations))
				.context(this.request.context())
				.build();
			this.addedToMemory.set(true);
		}
	}

	/** Return the response of the turn; null if there is none yet. */
	@Nullable ChatClientResponse response() {
		return this.response;
	}

	synchronized @Nullable SavedTurn savedTurn() {
		return this.savedTurn;
	}

	void addChunk(ChatClientResponse chunk) {
		Generation generation = (chunk.chatResponse() != null) ? chunk.chatResponse().getResult() : null;
		if (generation != null && !ChunkEvents.isThought(generation.getOutput())
				&& generation.getOutput().getText() != null) {
			synchronized (this.text) {
				this.text.append(generation.getOutput().getText());
			}
		}
	}

	void setResponse(ChatClientResponse response) {
		this.response = response;
	}

	/**
	 * Add the complete answer to the chat memory.
	 * @return always null, so that a {@code Mono} of the returned value is empty
	 */
	@Nullable ChatClientResponse complete() {
		ChatClientResponse response = this.response;
		ChatResponse chatResponse = (response != null) ? response.chatResponse() : null;
		List<Message> answers = new ArrayList<>();
		if (chatResponse != null) {
			chatResponse.getResults().forEach((generation) -> answers.add(generation.getOutput()));
		}
		store(answers);
		return null;
	}

	/**
	 * Called if the turn has failed. Adds the complete answer to the chat memory, or, if
	 * there is none and {@code addPartialAnswer} is true, the text that has been
	 * received. Does nothing if the turn is saved, because a saved turn can be continued.
	 * @return always null, so that a {@code Mono} of the returned value is empty
	 */
	@Nullable ChatClientResponse fail(boolean addPartialAnswer) {
		return (savedTurn() == null) ? addInterruptedTurn(addPartialAnswer) : null;
	}

	/**
	 * Called if the turn is cancelled. Adds the complete answer to the chat memory, or,
	 * if there is none and {@code addPartialAnswer} is true, the text that has been
	 * received. If the turn is saved, the saved turn is deleted, because a cancelled turn
	 * is not continued.
	 */
	void cancel(boolean addPartialAnswer) {
		SavedTurn saved;
		synchronized (this) {
			this.cancelled = true;
			saved = this.savedTurn;
		}
		addInterruptedTurn(addPartialAnswer);
		if (saved != null) {
			saved.delete();
		}
	}

	private @Nullable ChatClientResponse addInterruptedTurn(boolean addPartialAnswer) {
		if (this.response != null) {
			return complete();
		}
		String partial;
		synchronized (this.text) {
			partial = this.text.toString();
		}
		if (addPartialAnswer && !partial.isBlank()) {
			store(List.of(AssistantMessage.builder()
				.content(partial)
				.properties(Map.of(TurnChatMemoryAdvisor.PARTIAL, true))
				.build()));
		}
		return null;
	}

	private void store(List<Message> answers) {
		if (this.addedToMemory.compareAndSet(false, true)) {
			SavedTurn saved = savedTurn();
			List<Message> messages = new ArrayList<>();
			if (saved != null) {
				saved.checkNotReplaced();
				messages.add(saved.userMessage());
			}
			else {
				messages.add(this.request.prompt().getLastUserOrToolResponseMessage());
			}
			messages.addAll(answers);
			this.memory.add(this.conversationId, messages);
		}
		SavedTurn saved = savedTurn();
		if (saved != null) {
			saved.delete();
		}
	}

}
