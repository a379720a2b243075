package net.qhaigc.samples.rag;

import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.chat.prompt.PromptTemplate;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.generation.augmentation.ContextualQueryAugmenter;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.stereotype.Service;

/**
 * Answers questions about the handbook and cites its passages.
 */
@Service
class HandbookAssistant {

	private static final PromptTemplate PROMPT = new PromptTemplate("""
			Answer the question with the passages below, and with nothing else. Put the number of the passage, such as \
			[1], after each statement. If the passages do not contain the answer, say that you do not know it.

			Question: {query}

			Passages:
			{context}
			""");

	/** The maximum number of passages from which the reranker chooses. */
	private static final int CANDIDATES = 8;

	private final ChatClient chat;

	private final RetrievalAugmentationAdvisor retrieval;

	private final QuestionAnswerAdvisor questionAnswer;

	HandbookAssistant(ChatClient.Builder chat, VectorStore store, Reranker reranker) {
		this.chat = chat.build();
		// tag::advisor[]
		this.retrieval = RetrievalAugmentationAdvisor.builder()
			.documentRetriever(VectorStoreDocumentRetriever.builder().vectorStore(store).topK(CANDIDATES).build())
			.documentPostProcessors(reranker)
			.queryAugmenter(
					ContextualQueryAugmenter.builder().promptTemplate(PROMPT).documentFormatter(Answer::format).build())
			.build();
		// end::advisor[]
		this.questionAnswer = QuestionAnswerAdvisor.builder(store).build();
	}

	Answer answer(String question) {
		ChatClientResponse response = this.chat.prompt(question).advisors(this.retrieval).call().chatClientResponse();
		String text = text(response);
		return new Answer(text, Answer.sources(text, passages(response)));
	}

	/**
	 * Return the parts of the text as they are generated. The last part has the sources.
	 */
	Flux<Answer> stream(String question) {
		return Flux.defer(() -> {
			StringBuilder text = new StringBuilder();
			return this.chat.prompt(question).advisors(this.retrieval).stream().chatClientResponse().map((chunk) -> {
				text.append(text(chunk));
				return new Answer(text(chunk),
						isLast(chunk) ? Answer.sources(text.toString(), passages(chunk)) : List.of());
			});
		});
	}

	/** Answer without reranking and without citations. */
	String answerWithQuestionAnswerAdvisor(String question) {
		return this.chat.prompt(question).advisors(this.questionAnswer).call().content();
	}

	String answerWithoutRetrieval(String question) {
		return this.chat.prompt(question).call().content();
	}

	private static String text(ChatClientResponse response) {
		String text = response.chatResponse().getResult().getOutput().getText();
		return (text != null) ? text : "";
	}

	private static boolean isLast(ChatClientResponse chunk) {
		return chunk.chatResponse().getResult().getMetadata().getFinishReason() != null;
	}

	@SuppressWarnings("unchecked")
	private static List<Document> passages(ChatClientResponse response) {
		return (List<Document>) response.context().get(RetrievalAugmentationAdvisor.DOCUMENT_CONTEXT);
	}

}
